// All pairs of hashes within a radius: the photographs of a case among themselves.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "link/photos/hamming_index.h"
#include "link/photos/hamming_search.h"

namespace maillon::link {

// Two places of the index, first < second.
struct HammingPair {
  uint32_t first = 0, second = 0;
  uint32_t distance = 0;
  friend auto operator<=>(const HammingPair&, const HammingPair&) = default;
};

// What keeps the work near-linear where thousands of hashes lie close to each other
// (screens of one colour, frames of one template).
struct PairLimits {
  uint32_t neighbours = 256;       // kept of a hash: the nearest, of equal distance the first
  uint64_t candidates = 1U << 16;  // compared with a hash before it is given up as crowded
};

struct HammingPairs {
  std::vector<HammingPair> pairs;  // ascending; distances from 1, since places are distinct
  // Places, ascending, of which neighbours may be missing: a limit was met. A pair of
  // two crowded places may be missing; one of a crowded and another place is there unless
  // the other has nearer neighbours enough.
  std::vector<uint32_t> crowded;
};

// Pairs of the index's distinct hashes that differ in at most `radius` bits. Rows with
// equal hashes are one place (HammingView::range_of), so a picture posted a million
// times makes no pair. The same result for any number of threads.
HammingPairs find_hamming_pairs(const HammingView& index, uint32_t radius, PairLimits limits = {},
                                Simd simd = best_simd());

}  // namespace maillon::link
