// `replay CASE`: all that is derived, made again elsewhere from the originals and the acts, and
// compared byte for byte with what the case has.
#pragma once

#include <string>

#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct ReplaySettings {
  std::string case_path;
  std::string to;  // folder that is not there yet, and stays; "" = a temporary one
};
// Reads the case and does not write to it. Outcome::empty: something differs. Code::invalid_input:
// the case is not linked, or has changed since.
Result<Outcome> replay_case(const ReplaySettings& settings, const Context& context, Output& out);

}  // namespace maillon::tasks
