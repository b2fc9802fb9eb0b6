#include "link/photos/hamming_pairs.h"

#include <gtest/gtest.h>

#include "base/parallel.h"
#include "link/photos/hamming_test_hashes.h"

namespace maillon::link {
namespace {

std::vector<HammingPair> pairs_slowly(const HammingView& index, uint32_t radius) {
  std::vector<HammingPair> pairs;
  for (uint32_t a = 0; a < index.hashes.size(); ++a) {
    for (uint32_t b = a + 1; b < index.hashes.size(); ++b) {
      const uint32_t distance = hamming_distance(index.hashes[a], index.hashes[b]);
      if (distance <= radius) pairs.push_back({a, b, distance});
    }
  }
  return pairs;
}

constexpr PairLimits kNoLimits{.neighbours = UINT32_MAX, .candidates = UINT64_MAX};

TEST(HammingPairs, AllOfThemAndEachOnce) {
  for (const std::size_t n : {0, 1, 2, 50, 2'000}) {
    SCOPED_TRACE(n);
    const HammingArrays arrays = build_hamming_index(mixed_hashes(n, n));
    for (const uint32_t radius : {0U, 8U, 31U, 70U}) {
      const HammingPairs found = find_hamming_pairs(arrays.view(), radius, kNoLimits);
      EXPECT_EQ(found.pairs, pairs_slowly(arrays.view(), radius));
      EXPECT_TRUE(found.crowded.empty());
    }
  }
}

TEST(HammingPairs, ThroughTablesWithTheUsualLimits) {
  HashMaker make(5);
  std::vector<Hash256> hashes;
  std::size_t planted = 0;
  for (std::size_t i = 0; i < kLeastTabled; ++i) {
    hashes.push_back(make.random());
    if (i % 3 != 0) continue;
    hashes.push_back(make.near(hashes.back(), 1 + make.number(31)));
    planted += hashes.back() != hashes[hashes.size() - 2] ? 1 : 0;
  }
  const HammingArrays arrays = build_hamming_index(hashes);
  const HammingPairs found = find_hamming_pairs(arrays.view(), kPdqRadius);
  EXPECT_TRUE(found.crowded.empty());
  EXPECT_EQ(found.pairs.size(), planted);  // chance makes none within 31 bits
  for (const HammingPair& pair : found.pairs) {
    EXPECT_EQ(pair.distance,
              hamming_distance(arrays.hashes[pair.first], arrays.hashes[pair.second]));
    EXPECT_LE(pair.distance, kPdqRadius);
  }
}

TEST(HammingPairs, TheSameForAnyNumberOfThreads) {
  const HammingArrays arrays = build_hamming_index(mixed_hashes(5'000, 12));
  HammingPairs first;
  for (const int threads : {1, 2, 7}) {
    const ThreadLimit limit(threads);
    const HammingPairs found = find_hamming_pairs(arrays.view(), kPdqRadius, {.neighbours = 20});
    if (threads == 1) first = found;
    EXPECT_EQ(found.pairs, first.pairs);
    EXPECT_EQ(found.crowded, first.crowded);
  }
  EXPECT_FALSE(first.crowded.empty());
}

// Two thousand hashes within a few bits of each other, among others that are not.
TEST(HammingPairs, CrowdsAreCappedAndNamed) {
  HashMaker make(6);
  std::vector<Hash256> hashes;
  for (int i = 0; i < 2'000; ++i) hashes.push_back(make.near({}, 6));
  const Hash256 lone = make.random();
  hashes.push_back(lone);
  hashes.push_back(make.near(lone, 4));
  const HammingArrays arrays = build_hamming_index(hashes);
  const HammingPairs found =
      find_hamming_pairs(arrays.view(), kPdqRadius, {.neighbours = 10, .candidates = 1U << 16});
  EXPECT_LE(found.pairs.size(), 10 * arrays.hashes.size());
  EXPECT_GE(found.crowded.size(), arrays.hashes.size() - 4);
  const auto place_of = [&](const Hash256& hash) {
    return static_cast<uint32_t>(
        std::lower_bound(arrays.hashes.begin(), arrays.hashes.end(), hash) - arrays.hashes.begin());
  };
  const uint32_t a = std::min(place_of(lone), place_of(hashes.back()));
  EXPECT_TRUE(std::any_of(found.pairs.begin(), found.pairs.end(),
                          [&](const HammingPair& p) { return p.first == a; }));
}

TEST(HammingPairs, ACrowdInALargeIndexStaysCheap) {
  HashMaker make(7);
  std::vector<Hash256> hashes;
  for (std::size_t i = 0; i < 3 * kLeastTabled; ++i) {
    Hash256 hash = make.random();
    hash.word[0] = hash.word[1] = 0;  // the same keys in half of the tables
    hashes.push_back(hash);
  }
  const HammingArrays arrays = build_hamming_index(hashes);
  const HammingPairs found =
      find_hamming_pairs(arrays.view(), kPdqRadius, {.neighbours = 10, .candidates = 1'000});
  EXPECT_EQ(found.crowded.size(), arrays.hashes.size());  // said, not hidden
  EXPECT_TRUE(found.pairs.empty());
}

}  // namespace
}  // namespace maillon::link
