#include "link/radix_sort.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/parallel.h"

namespace maillon::link {
namespace {

constexpr int kDigitBits = 11;
constexpr std::size_t kBuckets = 1U << kDigitBits;
constexpr std::size_t kBlock = 1U << 20;
constexpr std::size_t kSmall = 1U << 12;

using Counts = std::array<std::size_t, kBuckets>;

// One stable pass: counts per block, then each block writes to its own places.
void pass(const std::vector<uint64_t>& from, std::vector<uint64_t>& to, int shift) {
  const auto digit = [shift](uint64_t key) { return (key >> shift) & (kBuckets - 1); };
  std::vector<Counts> counts(block_count(from.size(), kBlock));
  parallel_blocks(from.size(), kBlock, [&](std::size_t begin, std::size_t end, std::size_t block) {
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
  parallel_blocks(from.size(), kBlock, [&](std::size_t begin, std::size_t end, std::size_t block) {
    Counts& place = counts[block];
    for (std::size_t i = begin; i < end; ++i) to[place[digit(from[i])]++] = from[i];
  });
}

}  // namespace

void radix_sort(std::vector<uint64_t>& keys, int used_bits) {
  if (keys.size() < kSmall) {
    std::sort(keys.begin(), keys.end());
    return;
  }
  std::vector<uint64_t> spare(keys.size());
  for (int shift = 0; shift < used_bits; shift += kDigitBits) {
    pass(keys, spare, shift);
    keys.swap(spare);
  }
}

}  // namespace maillon::link
