#include "collect/archive_members.h"

#include <algorithm>
#include <array>

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <locale.h>

#include "base/ascii.h"
#include "base/utf8.h"

namespace maillon::collect {
namespace {

constexpr std::size_t kLongestName = 4096;

bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> ends) {
  const std::string low = to_lower(name);
  return std::any_of(ends.begin(), ends.end(),
                     [&](std::string_view end) { return low.ends_with(end); });
}

// libarchive tells names in the encoding of the thread's locale.
class Utf8Locale {
 public:
  Utf8Locale() : locale_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {}
  ~Utf8Locale() {
    if (locale_ != nullptr) freelocale(locale_);
  }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

  // While this lives.
  class Use {
   public:
    explicit Use(const Utf8Locale& of)
        : before_(uselocale(of.locale_ != nullptr ? of.locale_ : LC_GLOBAL_LOCALE)) {}
    ~Use() { uselocale(before_); }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

   private:
    locale_t before_;
  };

 private:
  locale_t locale_;
};

struct FreeArchive {
  void operator()(archive* a) const { archive_read_free(a); }
};
using Archive = std::unique_ptr<archive, FreeArchive>;

// Nothing if there is no memory; the reason in `failed` if it is no archive.
Archive open_archive(std::string_view bytes, std::string& failed) {
  Archive a(archive_read_new());
  if (a == nullptr) {
    failed = "there is no memory to read it";
    return a;
  }
  archive_read_support_filter_gzip(a.get());
  archive_read_support_format_tar(a.get());
  archive_read_support_format_zip(a.get());
  if (archive_read_open_memory(a.get(), bytes.data(), bytes.size()) != ARCHIVE_OK)
    failed = "it is no ZIP or tar archive, or damaged from its begin";
  return a;
}

// What kind of thing cannot be read; "" of a plain file.
std::string_view odd_kind(archive_entry* entry) {
  if (archive_entry_hardlink(entry) != nullptr) return "is a hard link";
  switch (archive_entry_filetype(entry)) {
    case AE_IFREG:
      return "";
    case AE_IFLNK:
      return "is a symbolic link";
    default:
      return "is a device or another thing that is no file";
  }
}

std::string reason_against(archive_entry* entry, std::string_view name,
                           const ArchiveLimits& limits) {
  const std::string_view odd = odd_kind(entry);
  if (!odd.empty()) return std::string(odd);
  if (archive_entry_is_encrypted(entry) != 0)
    return "is encrypted; unpack it with its password and import what is in it";
  if (is_archive_name(name) || is_other_archive_name(name))
    return "is an archive within the archive, which is not opened; unpack it beside";
  const int64_t size = archive_entry_size_is_set(entry) != 0 ? archive_entry_size(entry) : 0;
  if (size < 0 || static_cast<uint64_t>(size) > limits.member_bytes)
    return fmt::format("is larger than {} MiB", limits.member_bytes >> 20);
  return "";
}

}  // namespace

bool is_archive_name(std::string_view name) {
  return ends_with_any(name, {".zip", ".tar", ".tar.gz", ".tgz"});
}

bool is_other_archive_name(std::string_view name) {
  return !is_archive_name(name) &&
         ends_with_any(name, {".7z", ".rar", ".gz", ".bz2", ".tbz2", ".xz", ".txz", ".zst", ".lz4",
                              ".cab", ".iso", ".arj", ".lzh", ".zipx", ".jar"});
}

MemberName tidy_member_name(std::string_view name) {
  if (name.size() > kLongestName) return {"", "has a name of more than 4096 bytes"};
  if (!is_utf8(name)) return {"", "has a name that is no UTF-8; rename it"};
  std::string text(name);
  std::replace(text.begin(), text.end(), '\\', '/');
  const char drive = to_lower(text.empty() ? '/' : text[0]);
  const bool has_drive = text.size() > 1 && text[1] == ':' && drive >= 'a' && drive <= 'z';
  if (text.starts_with('/') || has_drive) return {"", "has an absolute name"};
  MemberName out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('/', at), text.size());
    const std::string_view part = std::string_view(text).substr(at, end - at);
    at = end + 1;
    if (part.empty() || part == ".") continue;
    if (part == "..") return {"", "has a name that leads out of the archive"};
    if (!out.name.empty()) out.name += '/';
    out.name += part;
  }
  if (out.name.empty()) out.reason = "has no name";
  return out;
}

struct ArchiveReader::State {
  State(std::string_view archive, const ArchiveLimits& most) : bytes(archive), limits(most) {}

  const std::string_view bytes;
  const ArchiveLimits limits;
  const Utf8Locale locale;

  uint64_t most_unpacked() const {
    return std::max(limits.unpacked_bytes, limits.ratio * uint64_t{bytes.size()});
  }
  std::string bomb() const {
    return fmt::format(
        "it unpacks to more than {} MiB, over {} times its size: what comes after is left out",
        most_unpacked() >> 20, limits.ratio);
  }

  // Calls visit(archive, entry, index) for all entries; false ends. "" or why it ends early.
  std::string walk(const std::function<bool(archive*, archive_entry*, uint32_t)>& visit) {
    const Utf8Locale::Use use(locale);
    std::string failed;
    const Archive a = open_archive(bytes, failed);
    if (!failed.empty()) return failed;
    for (uint32_t index = 0;; ++index) {
      archive_entry* entry = nullptr;
      const int got = archive_read_next_header(a.get(), &entry);
      if (got == ARCHIVE_EOF) return "";
      if (got == ARCHIVE_RETRY) continue;
      if (got < ARCHIVE_WARN || entry == nullptr) {
        return index == 0 ? "it is no ZIP or tar archive, or damaged from its begin"
                          : fmt::format("it is damaged after {} entries", index);
      }
      if (index >= limits.members) {
        return fmt::format("it has more than {} entries: what comes after is left out",
                           limits.members);
      }
      if (static_cast<uint64_t>(archive_filter_bytes(a.get(), 0)) > most_unpacked()) return bomb();
      if (!visit(a.get(), entry, index)) return "";
    }
  }
};

ArchiveReader::ArchiveReader(std::string_view bytes, const ArchiveLimits& limits)
    : state_(std::make_unique<State>(bytes, limits)) {}
ArchiveReader::~ArchiveReader() = default;

std::string ArchiveReader::list(const MemberSink& sink) {
  uint64_t unpacked = 0, names = 0;
  bool is_bomb = false;
  std::string ended = state_->walk([&](archive*, archive_entry* entry, uint32_t index) {
    if (archive_entry_filetype(entry) == AE_IFDIR) return true;
    if (archive_entry_size_is_set(entry) != 0)
      unpacked += static_cast<uint64_t>(std::max<int64_t>(archive_entry_size(entry), 0));
    // Before the entry is passed over, which would unpack it.
    is_bomb = unpacked > state_->most_unpacked();
    if (is_bomb) return false;
    const char* raw = archive_entry_pathname(entry);
    MemberName name = tidy_member_name(raw != nullptr ? raw : "");
    ArchiveMember member{index, std::move(name.name), std::move(name.reason)};
    if (raw == nullptr) member.reason = "has a name that cannot be read";
    if (!member.reason.empty()) {
      member.name = std::string_view(raw != nullptr ? raw : "").substr(0, kLongestName);
    } else {
      member.reason = reason_against(entry, member.name, state_->limits);
    }
    names += member.name.size();
    return names <= state_->limits.name_bytes && sink(member);
  });
  if (names > state_->limits.name_bytes) {
    return fmt::format("its names take more than {} MiB: what comes after is left out",
                       state_->limits.name_bytes >> 20);
  }
  return is_bomb ? state_->bomb() : ended;
}

std::string ArchiveReader::read(std::span<const uint32_t> wanted, const PieceSink& sink) {
  if (wanted.empty()) return "";
  uint64_t unpacked = 0;
  bool is_bomb = false;
  std::string ended = state_->walk([&](archive* a, archive_entry*, uint32_t index) {
    if (wanted.front() != index) return true;
    wanted = wanted.subspan(1);
    uint64_t size = 0;
    std::string reason;
    std::array<char, 1 << 16> buffer;
    for (;;) {
      const auto got = archive_read_data(a, buffer.data(), buffer.size());
      if (got == ARCHIVE_RETRY) continue;
      if (got < 0) reason = "is damaged in the archive, or packed in a way that is not known";
      if (got <= 0) break;
      size += static_cast<uint64_t>(got);
      unpacked += static_cast<uint64_t>(got);
      if (size > state_->limits.member_bytes) {
        reason = fmt::format("is larger than {} MiB", state_->limits.member_bytes >> 20);
        break;
      }
      is_bomb = unpacked > state_->most_unpacked();
      if (is_bomb) {
        reason = "is packed so that it unpacks to over " + std::to_string(state_->limits.ratio) +
                 " times the archive's size";
        break;
      }
      if (!sink({index, {buffer.data(), static_cast<std::size_t>(got)}, false, ""})) return false;
    }
    return sink({index, {}, true, reason}) && !is_bomb && !wanted.empty();
  });
  return is_bomb ? state_->bomb() : ended;
}

}  // namespace maillon::collect
