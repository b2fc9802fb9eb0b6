// What lies in a folder that a user gave.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace maillon::tasks {

// Symbolic links are left out and counted.
struct FolderFiles {
  std::vector<std::string> files;  // regular ones, with the folder's path, sorted
  uint64_t links = 0;
};
// In all its folders too, as far as they may be read. Code::io if it cannot be listed.
Result<FolderFiles> list_folder_files(const std::string& folder);

}  // namespace maillon::tasks
