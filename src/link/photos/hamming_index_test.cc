#include "link/photos/hamming_index.h"

#include <gtest/gtest.h>

#include "base/parallel.h"
#include "link/photos/hamming_search.h"
#include "link/photos/hamming_test_hashes.h"

namespace maillon::link {
namespace {

constexpr Simd kAll[] = {Simd::portable, Simd::avx2, Simd::avx512};

TEST(Hash256, HexThereAndBack) {
  const std::string hex = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22";
  const auto hash = parse_hash256(hex);
  ASSERT_TRUE(hash);
  EXPECT_EQ(to_hex(*hash), hex);
  EXPECT_EQ(hash->word[0], 0xf8f8f0cee0f4a84fU);
  EXPECT_EQ(parse_hash256("F8F8F0CEE0F4A84F06370A22038F63F0B36E2ED596621E1D33E6B39C4E9C9B22"),
            hash);
  for (const std::string& bad :
       {hex.substr(1), hex + "0", std::string(), std::string(64, 'g'), std::string(64, '/'),
        std::string(64, ':'), std::string(64, '@'), std::string(64, '`')}) {
    EXPECT_FALSE(parse_hash256(bad)) << bad;
  }
}

TEST(HammingDistance, EachInstructionSetGivesTheSame) {
  const std::vector<Hash256> hashes = mixed_hashes(400, 3);
  HashMaker make(4);
  std::vector<uint32_t> places;
  for (int i = 0; i < 300; ++i) places.push_back(static_cast<uint32_t>(make.number(hashes.size())));
  for (const Simd simd : kAll) {
    if (!has_simd(simd)) continue;
    SCOPED_TRACE(to_name(simd));
    for (std::size_t count = 0; count < 40; ++count) {
      for (const uint32_t radius : {0U, 31U, 100U, 130U, 256U}) {
        const Hash256 query = hashes[count];
        std::vector<Near> want, got, run;
        for (std::size_t i = 0; i < count; ++i) {
          const uint32_t distance = hamming_distance(hashes[places[i]], query);
          if (distance <= radius) want.push_back({places[i], distance});
        }
        append_near(simd, hashes.data(), places.data(), count, query, radius, got);
        EXPECT_EQ(got, want);
        append_near_run(simd, hashes.data(), 7, count, query, radius, run);
        want.clear();
        for (uint32_t i = 7; i < 7 + count; ++i) {
          const uint32_t distance = hamming_distance(hashes[i], query);
          if (distance <= radius) want.push_back({i, distance});
        }
        EXPECT_EQ(run, want);
      }
    }
  }
}

TEST(HammingPlan, SubstringsStandApartAndFit) {
  for (const std::size_t n :
       {std::size_t{0}, kLeastTabled - 1, kLeastTabled, std::size_t{1'000'000},
        std::size_t{10'000'000}, std::size_t{100'000'000}}) {
    uint32_t end = 0;
    for (const Substring& s : plan_substrings(n)) {
      EXPECT_GE(s.first_bit, end);
      end = s.first_bit + s.bits;
      EXPECT_LE(end, 256U);
      EXPECT_LE(s.bits, 26U);
      EXPECT_GT(s.bits, 10U);
    }
    EXPECT_EQ(end == 0, n < kLeastTabled);
  }
  const Hash256 hash = {{0x0123456789abcdefU, 0xfedcba9876543210U, 0, 0xffff}};
  EXPECT_EQ(key_of(hash, {0, 8}), 0x01U);
  EXPECT_EQ(key_of(hash, {56, 16}), 0xeffeU);  // over the border of two words
  EXPECT_EQ(key_of(hash, {64, 4}), 0xfU);
  EXPECT_EQ(key_of(hash, {240, 16}), 0xffffU);
}

// The property: what the slow way finds, no more and no less, by row.
void expect_exact(const std::vector<Hash256>& hashes, uint64_t seed) {
  const HammingArrays arrays = build_hamming_index(hashes);
  ASSERT_TRUE(is_sound(arrays.view()));
  HashMaker make(seed);
  for (const uint32_t radius : {0U, 1U, 10U, 11U, 31U, 45U, 64U, 128U, 256U}) {
    SCOPED_TRACE("radius " + std::to_string(radius));
    for (const Simd simd : kAll) {
      if (!has_simd(simd)) continue;
      HammingSearch search(arrays.view(), radius, simd);
      for (int i = 0; i < 6; ++i) {
        Hash256 query = make.random();
        if (i > 0 && !hashes.empty())
          query = make.near(hashes[make.number(hashes.size())], make.number(radius + 2));
        std::vector<HammingHit> hits;
        search.find(query, hits);
        EXPECT_EQ(hits, find_slowly(hashes, query, radius));
      }
    }
  }
}

TEST(HammingSearch, FindsWhatComparingAllFinds) {
  for (const std::size_t n : {0, 1, 2, 3, 100, 5'000}) {
    SCOPED_TRACE(n);
    expect_exact(mixed_hashes(n, n + 1), n);
  }
}

TEST(HammingSearch, FindsWhatComparingAllFindsThroughTables) {
  HashMaker make(77);
  std::vector<Hash256> hashes;
  for (std::size_t i = 0; i < kLeastTabled + 9'000; ++i) hashes.push_back(make.random());
  expect_exact(hashes, 5);
  const HammingArrays arrays = build_hamming_index(hashes);
  HammingSearch search(arrays.view(), kPdqRadius);
  std::vector<HammingHit> hits;
  search.find(hashes[3], hits);
  EXPECT_EQ(hits.front().row, 3U);
  EXPECT_EQ(search.cost().scans, 0U) << "the tables were not used";
  EXPECT_LT(search.cost().candidates, hashes.size() / 16);
}

TEST(HammingSearch, SkewedHashesCostNoMoreThanComparingAll) {
  const std::vector<Hash256> hashes = mixed_hashes(kLeastTabled * 3, 6);
  expect_exact(hashes, 8);
  const HammingArrays arrays = build_hamming_index(hashes);
  HammingSearch search(arrays.view(), kPdqRadius);
  std::vector<HammingHit> hits;
  search.find({}, hits);
  EXPECT_EQ(hits, find_slowly(hashes, {}, kPdqRadius));
  EXPECT_LE(search.cost().candidates, arrays.hashes.size());
}

TEST(HammingIndex, AMillionDuplicatesAreOneHash) {
  std::vector<Hash256> hashes(1'000'000);
  hashes.push_back(HashMaker(1).random());
  const HammingArrays arrays = build_hamming_index(hashes);
  EXPECT_EQ(arrays.hashes.size(), 2U);
  EXPECT_EQ(arrays.view().range_of(0).end, 1'000'000U);
  HammingSearch search(arrays.view(), kPdqRadius);
  EXPECT_EQ(search.find_places({}).size(), 1U);
}

TEST(HammingIndex, TheSameForAnyNumberOfThreads) {
  const std::vector<Hash256> hashes = mixed_hashes(kLeastTabled * 2, 9);
  std::vector<Hash256> queries(hashes.begin(), hashes.begin() + 600);
  HammingArrays first;
  HammingHits hits;
  for (const int threads : {1, 2, 7}) {
    const ThreadLimit limit(threads);
    const HammingArrays arrays = build_hamming_index(hashes);
    const HammingHits found = find_all_near(arrays.view(), queries, 12);
    if (threads == 1) {
      first = arrays;
      hits = found;
      EXPECT_EQ(std::vector(found.of(5).begin(), found.of(5).end()),
                find_slowly(hashes, queries[5], 12));
    }
    EXPECT_EQ(arrays.hashes, first.hashes);
    EXPECT_EQ(arrays.rows, first.rows);
    EXPECT_EQ(arrays.row_ends, first.row_ends);
    EXPECT_EQ(arrays.offsets, first.offsets);
    EXPECT_EQ(arrays.places, first.places);
    EXPECT_EQ(found.hits, hits.hits);
    EXPECT_EQ(found.ends, hits.ends);
  }
}

TEST(HammingIndex, ArraysThatLeadOutsideAreNotSound) {
  const HammingArrays good = build_hamming_index(mixed_hashes(kLeastTabled * 2, 10));
  ASSERT_FALSE(good.row_ends.empty());
  ASSERT_FALSE(good.places.empty());
  EXPECT_TRUE(is_sound(good.view()));
  const auto broken = [&](auto change) {
    HammingArrays bad = good;
    change(bad);
    return is_sound(bad.view());
  };
  EXPECT_FALSE(broken([](auto& a) { a.offsets[5] = UINT32_MAX; }));
  EXPECT_FALSE(broken([](auto& a) { a.offsets.pop_back(); }));
  EXPECT_FALSE(broken([](auto& a) { a.places[3] = static_cast<uint32_t>(a.hashes.size()); }));
  EXPECT_FALSE(broken([](auto& a) { a.places.pop_back(); }));
  EXPECT_FALSE(broken([](auto& a) { a.rows[0] = static_cast<uint32_t>(a.rows.size()); }));
  EXPECT_FALSE(broken([](auto& a) { a.row_ends.back() += 1; }));
  EXPECT_FALSE(broken([](auto& a) { a.row_ends[1] = a.row_ends[0]; }));
  EXPECT_FALSE(broken([](auto& a) { a.hashes.resize(7); }));
}

}  // namespace
}  // namespace maillon::link
