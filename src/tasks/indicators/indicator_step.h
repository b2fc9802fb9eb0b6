// The step after networks: which indicators posts and networks show, and what they say together.
#pragma once

#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "store/case.h"
#include "tasks/freshness.h"

namespace maillon::tasks {

// Keeps the overlays of the catalogue that the case is read with (kCatalogueSetting): absolute
// paths, or none for {"none"}. Fails (invalid_input, io), changing nothing, if the catalogue with
// these files has a fault.
Result<void> keep_overlays(store::Case& open_case, const std::vector<std::string>& overlays,
                           const store::By& by);

// Makes the bundle "indicators" if it is not there, or was made with other networks, another
// catalogue or by another program. Needs posts, selectors, families and networks in derived/.
Result<void> make_indicators(store::Case& open_case, Progress& progress);

// Whether make_indicators() would find its work done, after the steps whose state is given, and
// if not why: other networks, another catalogue, another program.
StepState indicators_state(const store::Case& open_case, const CaseState& before);

}  // namespace maillon::tasks
