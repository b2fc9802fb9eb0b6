// `verify CASE`: checks every byte of a case and names what is wrong.
#pragma once

#include <string>

#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

// Outcome::damaged if bytes are not what they were. `head_file`: a signed head that was kept
// elsewhere, which the log must continue; "" = none.
Result<Outcome> verify_case(const std::string& case_path, const std::string& head_file,
                            const Context& context, Output& out);

}  // namespace maillon::tasks
