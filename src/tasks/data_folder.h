// Where what belongs to a user and to no case is kept.
#pragma once

#include <string>

namespace maillon::tasks {

// What the environment's `variable` says, else maillon/`name` where the user's data is
// (XDG Base Directory Specification).
std::string data_folder(const char* variable, const std::string& name);

}  // namespace maillon::tasks
