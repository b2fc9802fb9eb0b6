// `verify CASE`: checks every byte of a case and names what is wrong.
#pragma once

#include <string>

#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

// Outcome::damaged if bytes are not what they were.
Result<Outcome> verify_case(const std::string& case_path, const Context& context, Output& out);

}  // namespace maillon::tasks
