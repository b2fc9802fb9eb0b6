// The posts that answer a query.
#pragma once

#include <cstdint>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "search/query.h"
#include "tasks/show_case.h"

namespace maillon::tasks {

// Rows, ascending. Words come from the kept index; where there is none, texts that dates,
// places, selectors and networks leave open are read and matched. On all threads.
Result<std::vector<uint32_t>> find_query_rows(const OpenedCase& from, const search::Query& query,
                                              Progress& progress);

}  // namespace maillon::tasks
