// `status CASE`: what is in a case, and which steps are fresh or stale, and why.
#pragma once

#include <string>

#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

Result<Outcome> show_status(const std::string& case_path, const Context& context, Output& out);

}  // namespace maillon::tasks
