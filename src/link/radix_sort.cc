#include "link/radix_sort.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <functional>
#include <numeric>

#include "base/parallel.h"

namespace maillon::link {
namespace {

constexpr int kDigitBits = 11;
constexpr std::size_t kBuckets = 1U << kDigitBits;
constexpr std::size_t kBlocks = 16;  // at most, so that their counts stay small
constexpr std::size_t kLeastBlock = 1U << 16;
constexpr std::size_t kSmall = 1U << 12;

using Counts = std::array<std::size_t, kBuckets>;

std::size_t block_size(std::size_t n) {
  return std::max(kLeastBlock, n / kBlocks + 1);
}

// The bits in which some keys differ.
uint64_t differing_bits(const std::vector<uint64_t>& keys) {
  const std::size_t size = block_size(keys.size());
  std::vector<uint64_t> differ(block_count(keys.size(), size), 0);
  parallel_blocks(keys.size(), size, [&](std::size_t begin, std::size_t end, std::size_t block) {
    uint64_t bits = 0;
    for (std::size_t i = begin; i < end; ++i) bits |= keys[i] ^ keys.front();
    differ[block] = bits;
  });
  return std::accumulate(differ.begin(), differ.end(), uint64_t{0}, std::bit_or<>());
}

// One stable pass: counts per block, then each block writes to its own places.
void pass(const std::vector<uint64_t>& from, std::vector<uint64_t>& to, int shift) {
  const auto digit = [shift](uint64_t key) { return (key >> shift) & (kBuckets - 1); };
  const std::size_t size = block_size(from.size());
  std::vector<Counts> counts(block_count(from.size(), size));
  parallel_blocks(from.size(), size, [&](std::size_t begin, std::size_t end, std::size_t block) {
    Counts& mine = counts[block];
    mine.fill(0);
    for (std::size_t i = begin; i < end; ++i) ++mine[digit(from[i])];
  });
  std::size_t at = 0;
  for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
    for (Counts& block : counts) {
      const std::size_t n = block[bucket];
      block[bucket] = at;
      at += n;
    }
  }
  parallel_blocks(from.size(), size, [&](std::size_t begin, std::size_t end, std::size_t block) {
    Counts& place = counts[block];
    for (std::size_t i = begin; i < end; ++i) to[place[digit(from[i])]++] = from[i];
  });
}

}  // namespace

void radix_sort(std::vector<uint64_t>& keys, int first_bit) {
  if (keys.size() < kSmall) {
    const auto above = [first_bit](uint64_t key) { return key >> first_bit; };
    std::stable_sort(keys.begin(), keys.end(),
                     [&](uint64_t x, uint64_t y) { return above(x) < above(y); });
    return;
  }
  uint64_t left = differing_bits(keys) >> first_bit << first_bit;
  std::vector<uint64_t> spare(keys.size());
  while (left != 0) {
    const int shift = std::countr_zero(left);
    pass(keys, spare, shift);
    keys.swap(spare);
    left = shift + kDigitBits < 64 ? left >> (shift + kDigitBits) << (shift + kDigitBits) : 0;
  }
}

}  // namespace maillon::link
