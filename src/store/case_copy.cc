#include "store/case_copy.h"

#include <filesystem>

#include "store/case_state.h"
#include "store/file.h"
#include "store/key_file.h"

namespace maillon::store {

Result<void> copy_case(const Case& open_case, const std::string& directory) {
  const Case::State& state = open_case.state();
  std::error_code error;
  if (std::filesystem::exists(directory, error) && !std::filesystem::is_empty(directory, error)) {
    return fail(Code::invalid_input,
                directory + ": is there and not empty; give a folder that is not there yet");
  }
  TRY_OK(make_private_directory(directory));
  if (state.key) {
    TRY(const auto keys, KeyFile::read(state.directory));
    if (keys) TRY_OK(keys->write(directory));
  }
  TRY_OK(make_directory(directory + "/originals"));
  TRY_OK(make_directory(directory + "/derived"));
  // One reading of the database: the acts up to now, whoever writes meanwhile.
  TRY_OK(state.db.copy_to(directory + "/case.db", state.key));
  TRY(const std::vector<std::string> originals, list_directory(state.path("originals")));
  for (const std::string& name : originals) {
    std::string to = directory;
    to.append("/originals/").append(name);
    if (const auto failed = give_second_name(state.path("originals") + "/" + name, to); failed)
      return fail(Code::io, to + ": cannot be written: " + failed.message());
  }
  return {};
}

}  // namespace maillon::store
