// Which posts to look at next, so that most is learned.
#pragma once

#include <cstdint>
#include <vector>

#include "tasks/case_data.h"
#include "tasks/ranking/decided_posts.h"

namespace maillon::tasks {

// At most `count` rows: the least certain, one of a wording and of a network at most, languages
// and sources taking turns, and none of what is decided.
std::vector<uint32_t> next_posts(const CaseData& data, const std::vector<float>& score,
                                 const DecidedPosts& decided, std::size_t count);

}  // namespace maillon::tasks
