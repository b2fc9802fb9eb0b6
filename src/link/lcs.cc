#include "link/lcs.h"

#include <algorithm>

namespace maillon::link {
namespace {

constexpr std::size_t kBits = 64;

}  // namespace

// Row j holds a bit per word of the pattern: 0 where the table of lengths grows
// by one from column i to i + 1 when j words of the text are taken. From the
// rows the way back is read off: a set bit means that word i is in no pair; a
// clear one that was clear a row above means that text word j is in none.
// kBlocks: 64-bit words per row; 0 = as many as are needed.
template <std::size_t kBlocks>
void LcsMatcher::match_rest(std::span<const uint32_t> pattern, std::span<const uint32_t> text,
                            uint32_t begin, std::vector<std::pair<uint32_t, uint32_t>>& pairs) {
  const std::size_t blocks = kBlocks > 0 ? kBlocks : (pattern.size() + kBits - 1) / kBits;
  masks_.clear();
  uint32_t distinct = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    uint32_t& mask = mask_of_[pattern[i]];
    if (mask == 0) {
      mask = ++distinct;
      masks_.resize(distinct * blocks, 0);
    }
    masks_[(mask - 1) * blocks + i / kBits] |= uint64_t{1} << (i % kBits);
  }
  rows_.resize(std::max(rows_.size(), (text.size() + 1) * blocks));
  std::fill_n(rows_.begin(), blocks, ~uint64_t{0});
  for (std::size_t j = 0; j < text.size(); ++j) {
    const uint64_t* above = &rows_[j * blocks];
    uint64_t* row = &rows_[(j + 1) * blocks];
    const uint32_t known = text[j] < mask_of_.size() ? mask_of_[text[j]] : 0;
    if (known == 0) {
      std::copy_n(above, blocks, row);
      continue;
    }
    const uint64_t* mask = &masks_[(known - 1) * blocks];
    uint64_t carry = 0;
    for (std::size_t b = 0; b < blocks; ++b) {
      const uint64_t v = above[b], u = v & mask[b];
      const uint64_t sum = v + u, total = sum + carry;
      carry = static_cast<uint64_t>(sum < v) | static_cast<uint64_t>(total < sum);
      row[b] = total | (v - u);
    }
  }
  for (const uint32_t word : pattern) mask_of_[word] = 0;
  const auto is_set = [&](std::size_t row, std::size_t column) {
    return (rows_[row * blocks + column / kBits] >> (column % kBits) & 1) != 0;
  };
  std::size_t i = pattern.size(), j = text.size();
  while (i > 0 && j > 0) {
    if (is_set(j, i - 1)) {
      --i;
    } else if (j > 1 && !is_set(j - 1, i - 1)) {
      --j;
    } else {
      pairs.emplace_back(begin + static_cast<uint32_t>(--i), begin + static_cast<uint32_t>(--j));
    }
  }
}

// The way back takes the leftmost pairs there are. So words that both begin with
// are pairs in any case, and the table is for the rest. (It is not so at the end:
// of "a a" and "a" the first "a" is taken.)
void LcsMatcher::match(std::span<const uint32_t> pattern, std::span<const uint32_t> text,
                       uint32_t words, std::vector<std::pair<uint32_t, uint32_t>>& pairs) {
  const std::size_t shorter = std::min(pattern.size(), text.size());
  uint32_t same = 0;
  while (same < shorter && pattern[same] == text[same]) ++same;
  if (same < shorter) {
    if (mask_of_.size() < words) mask_of_.resize(words, 0);
    const auto pattern_rest = pattern.subspan(same), text_rest = text.subspan(same);
    if (pattern_rest.size() <= kBits) {
      match_rest<1>(pattern_rest, text_rest, same, pairs);
    } else {
      match_rest<0>(pattern_rest, text_rest, same, pairs);
    }
  }
  while (same > 0) {
    --same;
    pairs.emplace_back(same, same);
  }
}

}  // namespace maillon::link
