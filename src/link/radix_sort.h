// Sorting of 64-bit keys by their bytes: a stable radix sort, in parallel blocks.
#pragma once

#include <cstdint>
#include <vector>

namespace maillon::link {

// Sorts ascending. `used_bits` says how many low bits can differ (1 to 64): the
// passes above are skipped. Linear in the number of keys; needs as much memory
// again. The same result for any number of threads.
void radix_sort(std::vector<uint64_t>& keys, int used_bits = 64);

}  // namespace maillon::link
