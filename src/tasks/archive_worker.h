// Archives of strangers are opened in a process of their own: this program again, which maps
// the archive, gives up all rights but to compute, and prints what it finds. It writes no
// file; a name in the archive is never a path. What it prints is not believed.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "collect/archive_members.h"

namespace maillon::tasks {

struct ArchiveSettings {
  collect::ArchiveLimits limits{};
  int timeout_s = 600;  // for one pass over the archive
};

struct ArchiveListing {
  std::vector<collect::ArchiveMember> members;  // without folders, in the archive's order
  std::string ended;                            // why there are no more; "" = these are all
};
// Code::io: the file cannot be opened, or the process was ended, for its time or by what the
// archive did to it.
Result<ArchiveListing> list_archive(const std::string& path, const ArchiveSettings& settings = {});

// The bytes of members (`wanted`: their indices, ascending), in the archive's order, or why
// they are not there. Each of `wanted` once. One member is held at a time. An error of the
// sink ends it and is given back.
using MemberBytesSink = std::function<Result<void>(uint32_t index, Result<std::string> bytes)>;
Result<void> read_archive(const std::string& path, std::span<const uint32_t> wanted,
                          const MemberBytesSink& sink, const ArchiveSettings& settings = {});

// The other side, with the words after its verb; the archive is its standard input. The exit
// code.
int run_archive_worker(const std::vector<std::string>& words);

}  // namespace maillon::tasks
