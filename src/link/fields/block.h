// Which records are worth comparing: those that share something rare.
#pragma once

#include <cstdint>
#include <vector>

#include "link/fields/table.h"

namespace maillon::link {

// A pair of rows, a < b, as a << 32 | b.
using RowPair = uint64_t;
inline uint32_t first_of(RowPair pair) {
  return static_cast<uint32_t>(pair >> 32);
}
inline uint32_t second_of(RowPair pair) {
  return static_cast<uint32_t>(pair);
}
inline RowPair to_pair(uint32_t a, uint32_t b) {
  return a < b ? RowPair{a} << 32 | b : RowPair{b} << 32 | a;
}

// Ascending, each once. A record gives at most a few dozen keys and a block at
// most a few pairs per record, so the cost is linear in the records.
std::vector<RowPair> find_record_pairs(const Fields& fields);

}  // namespace maillon::link
