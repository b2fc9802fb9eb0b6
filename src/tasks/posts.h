// Records of all imports -> posts: one row for each (source, id), in canonical order.
#pragma once

#include "base/progress.h"
#include "base/result.h"
#include "store/case.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

// Reads the segments of all active imports (making those anew that are gone).
// Rows are ordered by the key of (source, id). A post seen again is one row with
// several sightings; of several bodies the latest posted is the current one (ties:
// by the body's hash), whatever order they were imported in. `language` is left 0.
Result<Posts> collect_posts(store::Case& open_case, Progress& progress);

// The id of a record: the stated one, or one made of the file's hash and its number.
std::string record_id(const struct Segment& records, uint32_t row, const store::Import& import);

}  // namespace maillon::tasks
