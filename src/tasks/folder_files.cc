#include "tasks/folder_files.h"

#include <algorithm>
#include <filesystem>

namespace maillon::tasks {

Result<FolderFiles> list_folder_files(const std::string& folder) {
  namespace fs = std::filesystem;
  FolderFiles found;
  std::error_code error;
  for (auto it = fs::recursive_directory_iterator(
           folder, fs::directory_options::skip_permission_denied, error);
       !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    std::error_code ignored;
    if (it->is_symlink(ignored)) {
      ++found.links;
    } else if (it->is_regular_file(ignored)) {
      found.files.push_back(it->path().string());
    }
  }
  if (error) return fail(Code::io, folder + ": cannot list the folder: " + error.message());
  std::sort(found.files.begin(), found.files.end());
  return found;
}

}  // namespace maillon::tasks
