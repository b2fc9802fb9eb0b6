#include "store/case_copy.h"

#include <filesystem>

#include "store/case_state.h"
#include "store/file.h"

namespace maillon::store {

namespace {

namespace fs = std::filesystem;

// Originals are never changed, so that a second name for the same bytes will do where the disk
// allows it.
Result<void> give_second_name(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_hard_link(from, to, error);
  if (!error) return {};
  fs::copy_file(from, to, error);
  return error ? fail(Code::io, to.string() + ": cannot be written: " + error.message())
               : Result<void>();
}

}  // namespace

Result<void> copy_case(const Case& open_case, const std::string& directory) {
  const Case::State& state = open_case.state();
  std::error_code error;
  if (fs::exists(directory, error) && !fs::is_empty(directory, error)) {
    return fail(Code::invalid_input,
                directory + ": is there and not empty; give a folder that is not there yet");
  }
  TRY_OK(make_private_directory(directory));
  TRY_OK(make_directory(directory + "/originals"));
  TRY_OK(make_directory(directory + "/derived"));
  // One reading of the database: the acts up to now, whoever writes meanwhile.
  TRY(Statement copy, open_case.state().db.prepare("VACUUM INTO ?"));
  copy.bind(1, directory + "/case.db");
  TRY_OK(copy.run());
  TRY(const std::vector<std::string> originals, list_directory(state.path("originals")));
  for (const std::string& name : originals) {
    TRY_OK(give_second_name(fs::path(state.path("originals")) / name,
                            fs::path(directory) / "originals" / name));
  }
  return {};
}

}  // namespace maillon::store
