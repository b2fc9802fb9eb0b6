// Sorting of 64-bit keys by their bits: a stable radix sort, in parallel blocks.
#pragma once

#include <cstdint>
#include <vector>

namespace maillon::link {

// Sorts ascending by the bits from `first_bit` (0 to 63) on; keys that agree there keep
// their order. Bits in which no two keys differ cost nothing. Linear in the number of
// keys; needs as much memory again. The same result for any number of threads.
void radix_sort(std::vector<uint64_t>& keys, int first_bit = 0);

}  // namespace maillon::link
