// What the worker prints are frames: a tag (1 byte), the member's index and the number of
// bytes that follow (4 each, in the machine's own order: both sides are the same program).
#include "tasks/archive_worker.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "tasks/sandbox/confine.h"
#include "tasks/sandbox/hidden_verbs.h"
#include "tasks/sandbox/program.h"

namespace maillon::tasks {
namespace {

constexpr uint32_t kMostFrameBytes = 1 << 17;
constexpr std::size_t kHeadBytes = 9;

enum Tag : char {
  kName = 'n',    // a member; its reason follows if it has one
  kReason = 'r',  // why it is not read
  kBytes = 'b',   // of a member
  kEnd = 'e',     // of a member's bytes; the reason if they are not all there
  kNoMore = 'z',  // of the archive; the reason if it is not all
};

struct Frame {
  char tag = 0;
  uint32_t index = 0;
  std::string_view bytes;
};

// ---- The parent's side -----------------------------------------------------------------

// Cuts what comes through the pipe into frames.
class FrameReader {
 public:
  // False if the sink does, or at what is no frame: is_broken().
  template <class Sink>
  bool add(std::string_view piece, const Sink& sink) {
    waiting_.append(piece);
    std::size_t at = 0;
    while (waiting_.size() - at >= kHeadBytes) {
      Frame frame{waiting_[at], 0, {}};
      uint32_t size = 0;
      std::memcpy(&frame.index, &waiting_[at + 1], sizeof frame.index);
      std::memcpy(&size, &waiting_[at + 5], sizeof size);
      is_broken_ = size > kMostFrameBytes;
      if (is_broken_) return false;
      if (waiting_.size() - at < kHeadBytes + size) break;
      frame.bytes = std::string_view(waiting_).substr(at + kHeadBytes, size);
      at += kHeadBytes + size;
      if (!sink(frame)) return false;
    }
    waiting_.erase(0, at);
    return true;
  }
  bool is_broken() const { return is_broken_; }

 private:
  std::string waiting_;
  bool is_broken_ = false;
};

std::string text_of(std::string_view bytes) {
  return std::string(bytes.substr(0, utf8_prefix(bytes, 500)));
}

// Runs the worker on the file. The sink answers false for a frame that makes no sense, or to
// end; `is_done` is set by it when all has come.
template <class Sink>
Result<void> run_worker(const std::string& path, std::vector<std::string> words,
                        const ArchiveSettings& settings, const Sink& sink, const bool& is_done) {
  constexpr uint64_t kWorkBytes = 1ULL << 30;
  const Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat facts {};
  if (!file.is_open() || fstat(file.get(), &facts) != 0 || !S_ISREG(facts.st_mode))
    return fail(Code::io, "it cannot be opened");
  ProgramLimits limits;
  limits.timeout_s = settings.timeout_s;
  limits.memory_bytes = kWorkBytes + static_cast<uint64_t>(facts.st_size);
  limits.file_bytes = 0;
  limits.output_bytes = UINT64_MAX;  // what comes is counted by who reads it
  words.insert(words.begin(), {kOwnProgram, std::string(kArchiveWorkerVerb)});
  for (const uint64_t number :
       {settings.limits.members, settings.limits.name_bytes, settings.limits.member_bytes,
        settings.limits.ratio, settings.limits.unpacked_bytes})
    words.push_back(std::to_string(number));
  FrameReader frames;
  const auto run = stream_sandboxed_program(
      words, file, "/", limits, [&](std::string_view piece) { return frames.add(piece, sink); });
  if (is_done) return {};
  if (!run) {
    const bool is_late = run.error().message.find("longer than") != std::string::npos;
    return fail(Code::io, is_late
                              ? fmt::format("reading it took longer than {} s", settings.timeout_s)
                              : "it ended the process that reads it; it is damaged, or made to");
  }
  return fail(Code::io, "what reads it ended before its time");
}

// "3,5-9": as many of them as one command line takes; the rest stays.
std::string take_ranges(std::span<const uint32_t>& wanted) {
  constexpr std::size_t kMostBytes = 100'000;  // Linux: 128 KiB a word
  std::string text;
  while (!wanted.empty() && text.size() < kMostBytes) {
    std::size_t run = 1;
    while (run < wanted.size() && wanted[run] == wanted[0] + run) ++run;
    if (!text.empty()) text += ',';
    text += std::to_string(wanted[0]);
    if (run > 1) text += '-' + std::to_string(wanted[run - 1]);
    wanted = wanted.subspan(run);
  }
  return text;
}

// Members as they come, each handed on when it is whole.
class Unpacking {
 public:
  Unpacking(std::span<const uint32_t> wanted, const MemberBytesSink& sink, uint64_t most_bytes)
      : wanted_(wanted), sink_(sink), most_bytes_(most_bytes) {}

  bool add(const Frame& frame) {
    if (frame.tag == kNoMore) {
      ended_ = text_of(frame.bytes);
      return !(is_done_ = true);
    }
    if (next_ == wanted_.size() || frame.index != wanted_[next_]) return false;
    if (frame.tag == kBytes) {
      bytes_.append(frame.bytes);
      return bytes_.size() <= most_bytes_;
    }
    if (frame.tag != kEnd) return false;
    return frame.bytes.empty() ? give(std::move(bytes_))
                               : give(fail(Code::corrupt, text_of(frame.bytes)));
  }
  // What has not come, because of what happened to the archive.
  Result<void> give_up(const std::string& why) {
    while (result_ && next_ < wanted_.size()) give(fail(Code::corrupt, why));
    return result_;
  }
  const bool& is_done() const { return is_done_; }
  const std::string& ended() const { return ended_; }
  const Result<void>& result() const { return result_; }

 private:
  bool give(Result<std::string> bytes) {
    result_ = sink_(wanted_[next_++], std::move(bytes));
    bytes_ = {};
    return result_.has_value();
  }

  std::span<const uint32_t> wanted_;
  const MemberBytesSink& sink_;
  const uint64_t most_bytes_;
  std::size_t next_ = 0;
  std::string bytes_, ended_;
  bool is_done_ = false;
  Result<void> result_;
};

// ---- The worker's side -----------------------------------------------------------------

class FrameWriter {
 public:
  bool put(char tag, uint32_t index, std::string_view bytes) {
    const auto size = static_cast<uint32_t>(bytes.size());
    buffer_.push_back(tag);
    buffer_.append(reinterpret_cast<const char*>(&index), sizeof index);
    buffer_.append(reinterpret_cast<const char*>(&size), sizeof size);
    buffer_.append(bytes);
    return buffer_.size() < kMostFrameBytes || flush();
  }
  bool flush() {
    for (std::string_view rest = buffer_; !rest.empty();) {
      const ssize_t put = ::write(STDOUT_FILENO, rest.data(), rest.size());
      if (put <= 0) return false;
      rest.remove_prefix(static_cast<std::size_t>(put));
    }
    buffer_.clear();
    return true;
  }

 private:
  std::string buffer_;
};

std::optional<std::vector<uint32_t>> parse_ranges(std::string_view text) {
  std::vector<uint32_t> all;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    uint32_t first = 0;
    auto got = std::from_chars(at, end, first);
    if (got.ec != std::errc()) return std::nullopt;
    uint32_t last = first;
    if (got.ptr < end && *got.ptr == '-') got = std::from_chars(got.ptr + 1, end, last);
    if (got.ec != std::errc()) return std::nullopt;
    for (uint64_t index = first; index <= last; ++index)
      all.push_back(static_cast<uint32_t>(index));
    at = got.ptr + 1;  // past the comma
  }
  return all;
}

std::optional<collect::ArchiveLimits> parse_limits(std::span<const std::string> words) {
  collect::ArchiveLimits limits;
  uint64_t* const all[] = {&limits.members, &limits.name_bytes, &limits.member_bytes, &limits.ratio,
                           &limits.unpacked_bytes};
  if (words.size() != std::size(all)) return std::nullopt;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (std::from_chars(word.data(), word.data() + word.size(), *all[i]).ec != std::errc())
      return std::nullopt;
  }
  return limits;
}

std::optional<std::string_view> map_input() {
  struct stat facts {};
  if (fstat(STDIN_FILENO, &facts) != 0) return std::nullopt;
  const auto size = static_cast<std::size_t>(facts.st_size);
  if (size == 0) return "";
  void* const bytes = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
  if (bytes == MAP_FAILED) return std::nullopt;
  return std::string_view(static_cast<const char*>(bytes), size);
}

std::string print_list(collect::ArchiveReader& reader, FrameWriter& out) {
  return reader.list([&](const collect::ArchiveMember& member) {
    return out.put(kName, member.index, member.name) &&
           (member.reason.empty() || out.put(kReason, member.index, member.reason));
  });
}

std::string print_members(collect::ArchiveReader& reader, std::span<const uint32_t> wanted,
                          FrameWriter& out) {
  return reader.read(wanted, [&](const collect::ArchiveReader::Piece& piece) {
    return piece.is_end ? out.put(kEnd, piece.index, piece.reason)
                        : out.put(kBytes, piece.index, piece.bytes);
  });
}

}  // namespace

Result<ArchiveListing> list_archive(const std::string& path, const ArchiveSettings& settings) {
  ArchiveListing listing;
  bool is_done = false;
  uint64_t names = 0;
  const auto add = [&](const Frame& frame) {
    switch (frame.tag) {
      case kName:
        names += frame.bytes.size();
        if (listing.members.size() == settings.limits.members) return false;
        if (names > settings.limits.name_bytes) return false;
        listing.members.push_back({frame.index, std::string(frame.bytes), ""});
        return true;
      case kReason:
        if (listing.members.empty()) return false;
        listing.members.back().reason = text_of(frame.bytes);
        return true;
      case kNoMore:
        listing.ended = text_of(frame.bytes);
        is_done = true;
        return false;
      default:
        return false;
    }
  };
  TRY_OK(run_worker(path, {"list", "all"}, settings, add, is_done));
  return listing;
}

Result<void> read_archive(const std::string& path, std::span<const uint32_t> wanted,
                          const MemberBytesSink& sink, const ArchiveSettings& settings) {
  while (!wanted.empty()) {
    std::span<const uint32_t> rest = wanted;
    const std::string ranges = take_ranges(rest);
    Unpacking unpacking(wanted.first(wanted.size() - rest.size()), sink,
                        settings.limits.member_bytes);
    const Result<void> ran = run_worker(
        path, {"read", ranges}, settings, [&](const Frame& frame) { return unpacking.add(frame); },
        unpacking.is_done());
    TRY_OK(Result<void>(unpacking.result()));
    std::string why = !ran                        ? ran.error().message
                      : unpacking.ended().empty() ? "it is not in the archive any more"
                                                  : unpacking.ended();
    TRY_OK(unpacking.give_up("cannot be read from the archive: " + why));
    wanted = rest;
  }
  return {};
}

int run_archive_worker(const std::vector<std::string>& words) {
  constexpr std::size_t kOwnWords = 2;
  if (words.size() < kOwnWords) return 1;
  const auto limits = parse_limits(std::span(words).subspan(kOwnWords));
  const bool is_list = words[0] == "list";
  const auto wanted = is_list ? std::vector<uint32_t>() : parse_ranges(words[1]);
  const auto bytes = map_input();
  if (!limits || !wanted || !bytes) return 1;
  collect::ArchiveReader reader(*bytes, *limits);
  // The limits and the filter of become_program() stand already; where the kernel grants no
  // second one they have to do.
  forbid_all_but_computing();
  FrameWriter out;
  const std::string ended = is_list ? print_list(reader, out) : print_members(reader, *wanted, out);
  const bool is_written = out.put(kNoMore, 0, ended) && out.flush();
  // Not exit(): what the program does at its end is not the worker's to do.
  _exit(is_written ? 0 : 1);
}

}  // namespace maillon::tasks
