#include "tasks/pictures/archive.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>

#include <fmt/format.h>

#include "tasks/pictures/names.h"

namespace maillon::tasks {
namespace {

constexpr std::size_t kTarBlock = 512;
constexpr std::size_t kNameSize = 100;
constexpr std::size_t kSizeAt = 124, kSizeDigits = 11;
constexpr std::size_t kSumAt = 148, kSumSize = 8;
constexpr std::size_t kTypeAt = 156;
constexpr std::size_t kMagicAt = 257;
constexpr std::string_view kMagic = "ustar";
constexpr uint64_t kMostPaxBytes = 1U << 16;

uint64_t rounded(uint64_t size) {
  return (size + kTarBlock - 1) / kTarBlock * kTarBlock;
}

unsigned checksum(std::string_view block) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < kTarBlock; ++i) {
    const bool own = i >= kSumAt && i < kSumAt + kSumSize;
    sum += own ? ' ' : static_cast<unsigned char>(block[i]);
  }
  return sum;
}

std::string make_block(std::string_view name, uint64_t size, char type) {
  std::string block(kTarBlock, '\0');
  const auto put = [&](std::size_t at, std::string_view text) {
    text.copy(&block[at], text.size());
  };
  put(0, name.substr(0, kNameSize));
  put(100, "0000644");
  put(108, "0000000");
  put(116, "0000000");
  put(kSizeAt, fmt::format("{:0{}o}", size, kSizeDigits));
  put(136, "00000000000");
  block[kTypeAt] = type;
  put(kMagicAt, kMagic);
  put(kMagicAt + 6, "00");
  put(kSumAt, fmt::format("{:06o}", checksum(block)));
  block[kSumAt + kSumSize - 1] = ' ';
  return block;
}

// "27 path=name\n", where 27 counts itself too.
std::string pax_record(std::string_view name) {
  const std::size_t rest = name.size() + std::string_view(" path=\n").size();
  std::size_t size = rest;
  while (size != rest + std::to_string(size).size()) size = rest + std::to_string(size).size();
  return fmt::format("{} path={}\n", size, name);
}

std::string name_of_pax(std::string_view record) {
  const std::size_t begin = record.find(" path=");
  if (begin == std::string_view::npos || !record.ends_with('\n')) return "";
  return std::string(record.substr(begin + 6, record.size() - begin - 7));
}

struct Header {
  char type = '0';
  uint64_t size = 0;
  std::string name;
};

Result<Header> read_header(std::string_view block, const std::string& archive) {
  const auto octal = [&](std::size_t at, std::size_t digits, auto& value) {
    return std::from_chars(&block[at], &block[at + digits], value, 8).ec == std::errc();
  };
  Header header;
  unsigned sum = 0;
  if (block.substr(kMagicAt, kMagic.size()) != kMagic || !octal(kSumAt, 6, sum) ||
      sum != checksum(block) || !octal(kSizeAt, kSizeDigits, header.size)) {
    return fail(Code::corrupt, archive + ": is no archive of pictures; run `maillon verify`");
  }
  header.type = block[kTypeAt];
  header.name = block.substr(0, std::min(block.find('\0'), kNameSize));
  return header;
}

}  // namespace

std::string PicturePlan::to_json() const {
  std::string json = R"({"format":"pictures.tar")";
  if (one_folder) json += R"(,"folders":1)";
  if (!read_text) json += R"(,"text":"none")";
  return json + "}";
}

std::optional<PicturePlan> parse_picture_plan(std::string_view json) {
  if (!json.starts_with(R"({"format":"pictures.tar")")) return std::nullopt;
  for (const bool one_folder : {false, true}) {
    for (const bool read_text : {false, true}) {
      const PicturePlan plan{one_folder, read_text};
      if (plan.to_json() == json) return plan;
    }
  }
  return std::nullopt;
}

std::string archive_name(bool one_folder, uint32_t file, const std::string& name) {
  return one_folder ? name : fmt::format("{}/{}", file + 1, name);
}

std::string archive_header(std::string_view name, uint64_t size) {
  std::string out;
  if (name.size() > kNameSize) {
    const std::string record = pax_record(name);
    out = make_block("pax", record.size(), 'x') + record + archive_padding(record.size());
  }
  return out + make_block(name, size, '0');
}

std::string archive_padding(uint64_t size) {
  return std::string(rounded(size) - size, '\0');
}

std::string archive_end() {
  return std::string(2 * kTarBlock, '\0');
}

Result<std::vector<ArchiveMember>> list_members(const store::BlockReader& archive) {
  std::vector<ArchiveMember> members;
  std::string long_name;
  uint64_t first = 0;
  for (uint64_t at = 0; at + kTarBlock <= archive.size();) {
    TRY(const std::string block, archive.read(at, kTarBlock));
    if (block[0] == '\0') break;
    TRY(Header header, read_header(block, archive.name()));
    at += kTarBlock;
    if (header.size > archive.size() - at)
      return fail(Code::corrupt, archive.name() + ": ends within a picture; run `maillon verify`");
    if (header.type == 'x') {
      TRY(const std::string record,
          archive.read(at, static_cast<std::size_t>(std::min(header.size, kMostPaxBytes))));
      long_name = name_of_pax(record);
    } else {
      members.push_back({long_name.empty() ? std::move(header.name) : std::move(long_name), at,
                         header.size, first, at + rounded(header.size)});
      long_name.clear();
    }
    at += rounded(header.size);
    // The headers of a long name belong to the member after them; a comment does to none.
    if (long_name.empty()) first = at;
  }
  return members;
}

void blank_member(std::string& bytes) {
  const std::size_t size = bytes.size();
  bytes = make_block("purged", size - kTarBlock, 'x');
  if (size == kTarBlock) return;
  bytes += fmt::format("{} comment=", size - kTarBlock);
  bytes.resize(size - 1, ' ');
  bytes.push_back('\n');
}

Result<KeptPictures> KeptPictures::list(const store::Case& open_case, const store::Import& import) {
  KeptPictures kept;
  for (const store::ImportedFile& file : import.files) {
    const std::optional<PicturePlan> plan = parse_picture_plan(file.plan);
    if (!plan) continue;
    kept.one_folder_ = plan->one_folder;
    TRY(const store::BlockReader archive, open_case.open_original(file.sha256));
    TRY(const std::vector<ArchiveMember> members, list_members(archive));
    for (const ArchiveMember& member : members) kept.names_.insert(member.name);
  }
  return kept;
}

std::vector<uint32_t> KeptPictures::count(const RecordBatch& batch, uint32_t file) const {
  std::vector<uint32_t> counts(batch.size(), 0);
  if (names_.empty()) return counts;
  for (std::size_t row = 0; row < batch.size(); ++row) {
    for (const PictureName& picture : read_picture_names(batch.field(Field::images, row)))
      counts[row] += names_.contains(archive_name(one_folder_, file, picture.name)) ? 1 : 0;
  }
  return counts;
}

}  // namespace maillon::tasks
