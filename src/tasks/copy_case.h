// `copy CASE TO`: a whole copy of a case, also while others work in it.
#pragma once

#include <string>

#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct CopySettings {
  std::string case_path, to;
  std::string reason;  // for a second person, where the case asks for one
};
// Outcome::empty: it waits for a second person. Code as of store::copy_whole_case.
Result<Outcome> copy_case(const CopySettings& settings, const Context& context, Output& out);

}  // namespace maillon::tasks
