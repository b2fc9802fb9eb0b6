// What `show` and lists tell of the learned order.
#pragma once

#include <cstdint>

#include "report/learned.h"
#include "tasks/case_data.h"
#include "tasks/show_case.h"

namespace maillon::tasks {

// Without a ranking: no score. `record` is the post's, as read.
report::LearnedScore learned_of_post(const OpenedCase& from, uint32_t row,
                                     const RecordBatch& record);
// With the reasons of its post with the highest score.
report::LearnedScore learned_of_network(const OpenedCase& from, uint32_t network_index);

}  // namespace maillon::tasks
