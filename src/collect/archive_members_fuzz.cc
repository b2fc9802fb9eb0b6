// Any bytes as an archive of files: no crash, within the limits; names that lead nowhere else.
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/utf8.h"
#include "collect/archive_members.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace maillon;
  constexpr collect::ArchiveLimits kLimits{
      .members = 100, .member_bytes = 1 << 16, .ratio = 2, .unpacked_bytes = 1 << 18};
  collect::ArchiveReader reader({reinterpret_cast<const char*>(data), size}, kLimits);
  std::vector<uint32_t> wanted;
  reader.list([&](const collect::ArchiveMember& member) {
    CHECK(member.index < kLimits.members);
    CHECK(wanted.empty() || member.index > wanted.back());
    if (!member.reason.empty()) return true;
    CHECK(is_utf8(member.name) && !member.name.empty());
    CHECK(collect::tidy_member_name(member.name).name == member.name);
    wanted.push_back(member.index);
    return true;
  });
  uint64_t bytes = 0, all = 0;
  std::size_t ended = 0;
  reader.read(wanted, [&](const collect::ArchiveReader::Piece& piece) {
    CHECK(ended < wanted.size() && piece.index == wanted[ended]);
    bytes = piece.is_end ? 0 : bytes + piece.bytes.size();
    all += piece.bytes.size();
    CHECK(bytes <= kLimits.member_bytes);
    CHECK(all <= kLimits.unpacked_bytes || all <= kLimits.ratio * size);
    ended += piece.is_end ? 1 : 0;
    return true;
  });
  return 0;
}
