// Weighed pairs of records -> families, without chaining.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "link/fields/block.h"

namespace maillon::link {

struct WeighedPair {
  RowPair pair = 0;
  int32_t log_odds = 0;  // 1/1024 bits
};

// Joins along the pairs, the surest first. Two clusters are joined only if their
// records (a sample of each) are of one family on average: `weigh(a, b)` gives any
// pair's log odds. Returns a label per row: its family's smallest row.
std::vector<uint32_t> join_records(std::size_t rows, std::vector<WeighedPair> pairs,
                                   const std::function<int32_t(uint32_t, uint32_t)>& weigh);

}  // namespace maillon::link
