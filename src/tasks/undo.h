// `undo`: takes back an import, a decision or a note by appending its inverse; `redo` takes that
// inverse back.
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

struct RedoSettings {
  std::string case_path;
  uint32_t act = 0;      // 0 = the one that was undone last
  bool dry_run = false;  // say what would be done again
};
// Without a number: as far as nothing was imported or decided since the undoing, or it is refused:
// the new act may rest on the old one being gone. With a number: any undone act, unless it
// conflicts with what is in force now. Outcome::empty if there is nothing to do again.
Result<Outcome> redo(const RedoSettings& settings, const Context& context, Output& out);

}  // namespace maillon::tasks
