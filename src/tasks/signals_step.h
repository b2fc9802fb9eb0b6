// The extract step over all posts: texts -> selectors, tokens, languages, in the
// order of rows.
#pragma once

#include "base/progress.h"
#include "base/result.h"
#include "store/case.h"
#include "tasks/case_data.h"
#include "tasks/record_step.h"

namespace maillon::tasks {

struct Extracted {
  Selectors selectors;  // state, bits and group are left empty
  TokenTable tokens;    // row i is post i; a short record has no tokens
  RecordRows records;   // the short records
};

// Reads every post's text once. Fills posts.language too. Threads as the pool
// allows; the same result for any number.
Result<Extracted> extract_posts(const store::Case& open_case, const std::string& default_country,
                                Posts& posts, Progress& progress);

}  // namespace maillon::tasks
