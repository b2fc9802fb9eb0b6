// Learning from the decisions of a case, and the scores of all its posts.
#pragma once

#include "base/progress.h"
#include "base/result.h"
#include "store/case.h"
#include "tasks/case_data.h"
#include "tasks/ranking/decided_posts.h"
#include "tasks/ranking/ranking.h"

namespace maillon::tasks {

// Code::invalid_input, and why, where there is too little to learn from or what was learned does
// not hold for wordings that were held out.
Result<KeptRanking> learn_ranking(const store::Case& from, const CaseData& data,
                                  const DecidedPosts& decided, Progress& progress);

}  // namespace maillon::tasks
