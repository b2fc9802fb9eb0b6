// An index of 256-bit hashes for exact Hamming search: multi-index hashing
// (Norouzi, Punjani, Fleet: Fast Exact Search in Hamming Space with Multi-Index
// Hashing, 2014) in flat arrays that can be mapped from a file as they are.
//
// The 256 bits are cut into 10 to 12 substrings. If two hashes differ in at most r
// bits, then for thresholds t with sum(t + 1) = r + 1 at least one substring differs
// in at most its t bits. So a query looks up all keys within t of its own in each
// substring's table, and compares what it finds there in full.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/hash256.h"
#include "base/huge_pages.h"

namespace maillon::link {

// Of fewer hashes than this no tables are made: comparing all is as quick.
inline constexpr std::size_t kLeastTabled = std::size_t{1} << 15;

// One substring: its table has a slot for each value of `bits` bits of the hash from
// bit `first_bit` (0 = the highest bit of word 0).
struct Substring {
  uint32_t first_bit = 0;
  uint32_t bits = 0;
};

// The substrings for so many distinct hashes; none below kLeastTabled. How tables are
// cut is part of the file format: never change what a number of hashes gives.
std::vector<Substring> plan_substrings(std::size_t distinct);

// Sizes of the arrays, as plan_substrings() gives them.
std::size_t offsets_size(std::span<const Substring> substrings);
std::size_t places_size(std::span<const Substring> substrings, std::size_t distinct);

// The arrays of an index. The owner of the memory must outlive the view.
struct HammingView {
  std::span<const Hash256> hashes;     // distinct, ascending; a hash's number is its place
  std::span<const uint32_t> row_ends;  // rows of place i end here; empty: one row each
  std::span<const uint32_t> rows;      // the rows of each place, ascending; empty: 0, 1, 2 ...
  std::span<const uint32_t> offsets;   // a table for each substring: where a key's places begin
  std::span<const uint32_t> places;    // by key; of all substrings but the first

  // The rows of a place are entries [begin, end) of `rows`.
  struct Range {
    std::size_t begin, end;
  };
  Range range_of(std::size_t place) const {
    if (row_ends.empty()) return {place, place + 1};
    return {place == 0 ? 0 : row_ends[place - 1], row_ends[place]};
  }
  std::size_t row_count() const { return row_ends.empty() ? hashes.size() : row_ends.back(); }
};

// The same, owned.
struct HammingArrays {
  HugeVector<Hash256> hashes;
  HugeVector<uint32_t> row_ends, rows, offsets, places;
  HammingView view() const { return {hashes, row_ends, rows, offsets, places}; }
};

// Row i of the index is hashes[i]; at most 2^32 - 1 rows (CHECK). Equal hashes are
// kept once, so a list of one hash a million times costs what one hash does. Linear
// in the number of hashes; the same arrays for any number of threads.
HammingArrays build_hamming_index(std::span<const Hash256> hashes);

// Whether arrays of unknown origin can be searched without leaving them: sizes fit
// each other and the plan, ends and offsets ascend, places and rows are in range.
// Reads everything once.
bool is_sound(const HammingView& view);

// The value of the substring's bits.
inline uint32_t key_of(const Hash256& hash, const Substring& s) {
  const uint32_t word = s.first_bit / 64;
  const uint32_t bit = s.first_bit % 64;
  uint64_t head = hash.word[word] << bit;
  if (bit + s.bits > 64) head |= hash.word[word + 1] >> (64 - bit);
  return static_cast<uint32_t>(head >> (64 - s.bits));
}

}  // namespace maillon::link
