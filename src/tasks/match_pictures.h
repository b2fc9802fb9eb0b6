// Pictures as queries of `match`.
#pragma once

#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "tasks/match_hashes.h"

namespace maillon::tasks {

// Is it a folder, or a file that begins like a picture?
bool is_picture_input(const std::string& path);

// A picture, or what is in a folder, in the order of names. What in a folder is neither is counted
// on standard error; Code::invalid_input if nothing else is there.
struct MatchFiles {
  std::vector<std::string> pictures, videos;
};
Result<MatchFiles> list_match_files(const std::string& path);

// The hashes of pictures. One that cannot be decoded is asked about by its checksums; the reason
// is said on standard error.
std::vector<HashQuery> hash_queries(const std::vector<std::string>& pictures, Progress& progress);

}  // namespace maillon::tasks
