// The extract step over all posts: texts -> selectors, tokens, languages, in the
// order of rows. What is known of a segment of records is not extracted again.
#pragma once

#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "store/case.h"
#include "tasks/case_data.h"
#include "tasks/posts.h"
#include "tasks/record_step.h"
#include "tasks/signal_segments.h"

namespace maillon::tasks {

struct Extracted {
  Selectors selectors;  // state, bits and group are left empty
  RecordRows records;   // the short records
  Pictures pictures;
  std::vector<std::string> bundles;  // of the signal segments, which keep the tokens
};

// Reads the text of every record whose segment has no signals yet, or of all with `force`.
// Fills posts.language too. Threads as the pool allows; the same result for any number.
Result<Extracted> extract_posts(store::Case& open_case, const std::string& default_country,
                                bool force, CollectedPosts& collected, Progress& progress);

}  // namespace maillon::tasks
