// Communities -> the stable numbers of networks.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "store/case.h"
#include "tasks/case_data.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

// Gives communities (one per row, by any label below the number of rows) their stable
// numbers and appends what changed to the case. Per label its number; 0: a post alone.
Result<std::vector<uint32_t>> identify(store::Case& open_case, const Posts& posts,
                                       const std::vector<uint32_t>& community,
                                       const Context& context);

}  // namespace maillon::tasks
