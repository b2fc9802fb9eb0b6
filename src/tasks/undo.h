// `undo`: takes back an import or a decision, by appending its inverse.
#pragma once

#include <cstdint>
#include <string>

#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct UndoSettings {
  std::string case_path;
  uint32_t act = 0;      // 0 = the latest that can be undone
  bool list = false;     // print the acts, change nothing
  bool dry_run = false;  // say what would be undone
};
// Outcome::empty if there is nothing to undo, or nothing to list.
Result<Outcome> undo(const UndoSettings& settings, const Context& context, Output& out);

}  // namespace maillon::tasks
