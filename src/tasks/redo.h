// `redo`: decides again what was undone last.
#pragma once

#include <optional>
#include <string>

#include "store/case.h"
#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

// What redo() would do: the decision that was undone last, if nothing else has been decided or
// imported since. To decide the same again, by redo or by hand, counts as doing it again: what
// was undone before is next. Nothing if that was an import: its file is imported again instead.
Result<std::optional<store::Decision>> find_redo(const store::Case& file);

// Appends that decision anew, with its reason, under the name of who does it again.
// Outcome::empty if there is nothing to do again.
Result<Outcome> redo(const std::string& case_path, const Context& context, Output& out);

}  // namespace maillon::tasks
