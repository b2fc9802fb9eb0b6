// `rank CASE`: learns the order from the analysts' decisions, and says what to look at next.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct RankSettings {
  std::string case_path;
  uint32_t next = 0;   // posts to look at next; 0 = none are named
  bool force = false;  // learn anew even if nothing has changed
};
// Keeps what it learned with the case (bundle "ranking"). Outcome::empty, and why, where there is
// nothing to learn from: a ranking that stood before is taken away, since its decisions are gone.
Result<Outcome> rank_case(const RankSettings& settings, const Context& context, Output& out);

}  // namespace maillon::tasks
