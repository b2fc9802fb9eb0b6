// `across CASE CASE...`: selectors that stand in several cases.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct AcrossSettings {
  std::vector<std::string> cases;
  bool with_hubs = false;  // also what links nobody in any of them (an agency, a support number)
  uint64_t limit = 100;    // selectors; 0 = all
};

// Each case is opened as for reading (an encrypted one by its key), and the reading is in the log
// of each. The selectors in most cases first, then those with most posts. Outcome::empty if they
// share none. Code::invalid_input: fewer than two cases, or one twice.
Result<Outcome> across_cases(const AcrossSettings& settings, const Context& context, Output& out);

}  // namespace maillon::tasks
