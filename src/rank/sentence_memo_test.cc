#include "rank/sentence_memo.h"

#include <map>
#include <random>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/hash.h"

namespace maillon::rank {
namespace {

using Words = std::vector<uint32_t>;

SentenceMemo::Shape shape_of(const Words& words, uint64_t hash) {
  return {words, hash};
}

// As many matches as the words' sum says.
std::vector<Match> matches_of(const Words& words) {
  uint32_t sum = 0;
  for (const uint32_t word : words) sum += word;
  std::vector<Match> out;
  for (uint32_t i = 0; i < sum % 5; ++i) out.push_back({sum, i, i + 1, Match::kNoJoint, words[0]});
  return out;
}

void keep(SentenceMemo& memo, const Words& words, uint64_t hash) {
  const std::vector<Match> matches = matches_of(words);
  const std::vector<WordRange> places(matches.size(), {words[0], words[0] + 1, 0});
  memo.keep(shape_of(words, hash), {matches, places});
}

// False if it is not known; what is known must be what was kept.
bool knows(SentenceMemo& memo, const Words& words, uint64_t hash) {
  const auto found = memo.find(shape_of(words, hash));
  if (!found) return false;
  const std::vector<Match> expected = matches_of(words);
  EXPECT_EQ(found->matches.size(), expected.size());
  EXPECT_EQ(found->places.size(), expected.size());
  for (std::size_t i = 0; i < expected.size() && i < found->matches.size(); ++i) {
    EXPECT_EQ(found->matches[i].owner, expected[i].owner);
    EXPECT_EQ(found->matches[i].passed, expected[i].passed);
    EXPECT_EQ(found->places[i].first, words[0]);
  }
  return true;
}

TEST(SentenceMemo, KnowsWhatItWasGiven) {
  SentenceMemo memo;
  EXPECT_FALSE(knows(memo, {1, 2, 3}, 7));
  keep(memo, {1, 2, 3}, 7);
  EXPECT_TRUE(knows(memo, {1, 2, 3}, 7));
  EXPECT_FALSE(knows(memo, {1, 2, 4}, 7)) << "other words of the same hash";
  EXPECT_FALSE(knows(memo, {1, 2}, 7));
  keep(memo, {1, 2, 4}, 7);
  EXPECT_TRUE(knows(memo, {1, 2, 4}, 7));
  EXPECT_TRUE(knows(memo, {1, 2, 3}, 7));
}

TEST(SentenceMemo, WhatIsMetOftenStaysAndTheRestIsForgotten) {
  SentenceMemo memo;
  const Words often = {9, 9, 9};
  keep(memo, often, mix64(9));
  const auto number_words = [](uint32_t i) { return Words{i, i + 1, i + 2}; };
  constexpr uint32_t kMany = 400'000;
  for (uint32_t i = 0; i < kMany; ++i) {
    keep(memo, number_words(i + 10), mix64(i + 10));
    if (i % 1000 == 0) {
      ASSERT_TRUE(knows(memo, often, mix64(9))) << i;
    }
  }
  EXPECT_TRUE(knows(memo, number_words(kMany + 9), mix64(kMany + 9)));
  std::size_t known = 0;
  for (uint32_t i = 0; i < kMany; ++i)
    known += knows(memo, number_words(i + 10), mix64(i + 10)) ? 1 : 0;
  EXPECT_GT(known, 50'000U);
  EXPECT_LT(known, 150'000U);
}

TEST(SentenceMemo, SentencesOfOneHashCostFewLooks) {
  SentenceMemo memo;
  for (uint32_t i = 0; i < 200'000; ++i) keep(memo, {i, 1}, 5);
  EXPECT_TRUE(knows(memo, {199'999, 1}, 5));
  std::size_t known = 0;
  for (uint32_t i = 0; i < 200'000; ++i) known += knows(memo, {i, 1}, 5) ? 1 : 0;
  EXPECT_LE(known, 16U);
}

}  // namespace
}  // namespace maillon::rank
