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

// The hashes of a picture, or of all pictures of a folder in the order of their names. A
// picture that cannot be decoded is asked about by its checksums; the reason is said on
// standard error, as is what in a folder is no picture.
Result<std::vector<HashQuery>> hash_queries(const std::string& path, Progress& progress);

}  // namespace maillon::tasks
