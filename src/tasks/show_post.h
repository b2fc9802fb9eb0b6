// `show P-4f09c2a1b3d4`: one post, where it came from and its neighbours.
#pragma once

#include "base/result.h"
#include "report/post_page.h"
#include "tasks/show_case.h"

namespace maillon::tasks {

// Where its selectors stand.
void add_marks(const CaseData& data, uint32_t row, report::PostPage& page);
// Fails if the original cannot be read.
Result<report::PostPage> build_post_page(const OpenedCase& from, uint32_t row, int64_t now);
// Its texts in Latin letters, as far as they are in others.
void add_latin(report::PostPage& page);

}  // namespace maillon::tasks
