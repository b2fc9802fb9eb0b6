#include "store/uploads.h"

#include "store/file.h"
#include "store/key_file.h"

namespace maillon::store {

std::string uploads_folder(const std::string& case_path) {
  const auto keys = KeyFile::read(case_path);
  const std::string memory = memory_folder();
  if (!keys || !*keys || memory.empty()) return case_path + "/uploads";
  return memory + "/maillon-uploads-" + (*keys)->id();
}

}  // namespace maillon::store
