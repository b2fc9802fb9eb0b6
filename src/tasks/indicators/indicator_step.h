// The step after networks: which indicators posts and networks show, and what they say together.
#pragma once

#include "base/progress.h"
#include "base/result.h"
#include "store/case.h"

namespace maillon::tasks {

// Makes the bundle "indicators" if it is not there, or was made with other networks, another
// catalogue or by another program. Needs posts, selectors, families and networks in derived/.
Result<void> make_indicators(store::Case& open_case, Progress& progress);

}  // namespace maillon::tasks
