// When and where posts were, for the page.
#pragma once

#include <cstdint>
#include <string>

#include "tasks/show_case.h"

namespace maillon::tasks {

// When and where the posts that an ID stands for were (rows_about()), a strip for each wording:
// {from, to, strips, places, events, omitted}. Places have the coordinates that their posts state,
// else those of the town of that name (GeoNames). At most `cap` posts, evenly over time.
Result<std::string> timeline_json(const OpenedCase& from, const std::string& id, uint64_t cap);

}  // namespace maillon::tasks
