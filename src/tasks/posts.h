// Records of all imports -> posts: one row for each (source, id), in canonical order.
#pragma once

#include "base/id.h"
#include "base/progress.h"
#include "base/result.h"
#include "store/case.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

struct SegmentId {
  ImportId import;
  uint32_t number = 0;
};

// Posts and where the current version of each stands among the records.
struct CollectedPosts {
  Posts posts;
  std::vector<SegmentId> segments;        // of the active imports
  std::vector<uint32_t> segment, record;  // per row: index into segments, record there
};

// Reads the segments of all active imports (making those anew that are gone).
// Rows are ordered by the key of (source, id). A post seen again is one row with
// several sightings; of several bodies the latest posted is the current one (ties:
// by the body's hash), whatever order they were imported in. `language` is left 0.
Result<CollectedPosts> collect_posts(store::Case& open_case, Progress& progress);

// The id of a record: the stated one, or one made of the file's hash and its number.
std::string record_id(const struct Segment& records, uint32_t row, const store::Import& import);

}  // namespace maillon::tasks
