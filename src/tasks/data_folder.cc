#include "tasks/data_folder.h"

#include <cstdlib>

namespace maillon::tasks {

namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing sets them
  return value == nullptr ? "" : value;
}

}  // namespace

std::string data_folder(const char* own_variable, const std::string& name) {
  if (std::string folder = variable(own_variable); !folder.empty()) return folder;
  if (const std::string data = variable("XDG_DATA_HOME"); !data.empty())
    return data + "/maillon/" + name;
  return variable("HOME") + "/.local/share/maillon/" + name;
}

}  // namespace maillon::tasks
