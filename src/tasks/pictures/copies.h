// Pictures that are altered copies of each other, by their local features.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/result.h"
#include "link/photos/groups.h"
#include "store/case.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

// Copies are looked for among so many pictures at most: their features, votes and table entries
// take some 80 KB each.
inline constexpr std::size_t kMostCompared = 50'000;

// Copies of fewer bits are kept to be looked at and link nobody: between 40 and 80 bits stand
// unrelated soft pictures, too (docs/photographs.md). In 1/1024.
inline constexpr int32_t kLinkingBits = 80 * 1024;

// Of the first pictures of the groups, those that were not compared since they are more.
uint64_t count_not_compared(const Pictures& pictures);

// Compares the first pictures of the groups (group[p] == p) with each other; those that the
// last link compared only with new ones, but with `anew`. Fills the columns of `pictures` that
// tell of copies, and gives those that link, in the order of (a, b).
Result<std::vector<link::PhotoCopy>> find_copies(const store::Case& from, bool anew,
                                                 const std::vector<uint32_t>& group,
                                                 Pictures& pictures);

}  // namespace maillon::tasks
