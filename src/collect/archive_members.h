// Archives of files (ZIP, tar, tar.gz) by libarchive: what is in them, and the bytes of their
// members. Written for bytes of strangers; to be called where a crash ends nothing else
// (tasks/archive_worker.h).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace maillon::collect {

// By its name: .zip, .tar, .tar.gz or .tgz in any case.
bool is_archive_name(std::string_view name);
// What is packed or holds files in another way, and is not opened: .7z, .rar, .gz and so on.
bool is_other_archive_name(std::string_view name);

struct ArchiveLimits {
  uint64_t members = 1'000'000;
  uint64_t name_bytes = uint64_t{256} << 20;  // of all names: they are held at once
  uint64_t member_bytes = uint64_t{256} << 20;
  // In all, unpacked: so many times the archive's size, or so many bytes if that is more.
  // Pictures and videos are packed already: they unpack to their own size.
  uint64_t ratio = 100;
  uint64_t unpacked_bytes = uint64_t{64} << 20;
};

// A name with forward slashes, without "." and empty parts. `reason`: why nothing may have that
// name: it is empty, no UTF-8, longer than 4096 bytes, absolute, or leads out of the archive.
struct MemberName {
  std::string name, reason;
};
MemberName tidy_member_name(std::string_view name);

struct ArchiveMember {
  uint32_t index = 0;  // among all entries, from 0
  std::string name;    // tidy; with a reason as it stands there
  std::string reason;  // why it is not read; "" = it can be
};

// Reads one archive. The bytes must outlive it. Nothing is opened, written or asked of the
// system, but for a locale, when it is made.
class ArchiveReader {
 public:
  explicit ArchiveReader(std::string_view bytes, const ArchiveLimits& limits = {});
  ~ArchiveReader();
  ArchiveReader(const ArchiveReader&) = delete;
  ArchiveReader& operator=(const ArchiveReader&) = delete;

  // Gives all members but folders, in the archive's order, until the sink answers false. Of
  // members with one name all are given. "" or why the list ends early.
  using MemberSink = std::function<bool(const ArchiveMember& member)>;
  std::string list(const MemberSink& sink);

  // Unpacks members (`wanted`: ascending), in the archive's order: their bytes piece by piece, then
  // one call that `is_end`, with the reason if the bytes are not all or cannot be had. Ends early
  // if the sink answers false. "" or why there is no more.
  struct Piece {
    uint32_t index = 0;
    std::string_view bytes;
    bool is_end = false;
    std::string reason;
  };
  using PieceSink = std::function<bool(const Piece& piece)>;
  std::string read(std::span<const uint32_t> wanted, const PieceSink& sink);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace maillon::collect
