// `undo`: takes back an import or a decision, by appending its inverse.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/case.h"
#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

// An import or a decision, in a line.
struct UndoableAct {
  store::ActId id = 0;
  int64_t time = 0;
  std::string actor, kind, what;
  bool active = true;                 // not undone
  std::vector<std::string> subjects;  // of a decision: the IDs that it is about
};
Result<std::vector<UndoableAct>> read_acts(const store::Case& file);  // in order
UndoableAct to_act(const store::Decision& decision);

struct UndoSettings {
  std::string case_path;
  uint32_t act = 0;      // 0 = the latest that can be undone
  bool list = false;     // print the acts, change nothing
  bool dry_run = false;  // say what would be undone
};
// Outcome::empty if there is nothing to undo, or nothing to list.
Result<Outcome> undo(const UndoSettings& settings, const Context& context, Output& out);

}  // namespace maillon::tasks
