// Distances of one 256-bit hash to many: the innermost loop of the index.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/hash256.h"

namespace maillon::link {

// Instruction sets that the loop is written for; all give the same answers.
enum class Simd : uint8_t { portable, avx2, avx512 };
Simd best_simd();          // of this processor
bool has_simd(Simd simd);  // can this processor run it
std::string_view to_name(Simd simd);

// A hash of the index that lies within the radius of a query.
struct Near {
  uint32_t place = 0;  // its number among the hashes
  uint32_t distance = 0;
  friend auto operator<=>(const Near&, const Near&) = default;
};

// Appends those of hashes[places[0 .. count)] that differ from the query in at most
// `radius` bits, in the order of `places`. REQUIRES: has_simd(simd).
void append_near(Simd simd, const Hash256* hashes, const uint32_t* places, std::size_t count,
                 const Hash256& query, uint32_t radius, std::vector<Near>& out);
// The same for hashes[first .. first + count).
void append_near_run(Simd simd, const Hash256* hashes, uint32_t first, std::size_t count,
                     const Hash256& query, uint32_t radius, std::vector<Near>& out);

}  // namespace maillon::link
