#include "store/uploads.h"

#include <unistd.h>

#include "store/file.h"
#include "store/key_file.h"

namespace maillon::store {

std::string uploads_folder(const std::string& case_path) {
  const auto keys = KeyFile::read(case_path);
  if (!keys || !*keys || ::access(kMemoryFolder, W_OK | X_OK) != 0) return case_path + "/uploads";
  return std::string(kMemoryFolder) + "/maillon-uploads-" + (*keys)->id();
}

}  // namespace maillon::store
