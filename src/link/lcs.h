// Longest common subsequences of short word sequences.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace maillon::link {

// Bit-parallel (Hyyrö 2004: a row of the table is one bit per word of the
// pattern), with the pairs themselves. |pattern| / 64 * |text| steps, as many
// words of memory, which is kept between calls. One thread at a time.
class LcsMatcher {
 public:
  // Appends (pattern index, text index) of one longest common subsequence, in
  // descending order. The same for the same input. Words are numbers, those of
  // the pattern below `words`.
  void match(std::span<const uint32_t> pattern, std::span<const uint32_t> text, uint32_t words,
             std::vector<std::pair<uint32_t, uint32_t>>& pairs);

 private:
  template <std::size_t kBlocks>
  void match_rest(std::span<const uint32_t> pattern, std::span<const uint32_t> text, uint32_t begin,
                  std::vector<std::pair<uint32_t, uint32_t>>& pairs);

  // Per word of the pattern, which of its masks is its own, from 1; all 0 between calls.
  std::vector<uint32_t> mask_of_;
  std::vector<uint64_t> masks_, rows_;
};

}  // namespace maillon::link
