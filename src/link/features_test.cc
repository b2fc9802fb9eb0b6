#include "link/features.h"

#include <algorithm>
#include <map>
#include <numeric>

#include <gtest/gtest.h>

#include "base/parallel.h"
#include "link/made_up_texts_test.h"

namespace maillon::link {
namespace {

std::vector<Text> made_up_texts(uint64_t seed) {
  Dice dice(seed);
  std::vector<Text> texts(3);  // empty ones
  for (uint32_t f = 0; f < 60; ++f) {
    const Text original = random_text(dice, 4);
    for (uint32_t i = 0; i < 1 + f % 7; ++i) texts.push_back(change_words(original, dice, 0.1));
  }
  return texts;
}

std::vector<uint32_t> all_rows(const std::vector<Text>& texts) {
  std::vector<uint32_t> rows(texts.size());
  std::iota(rows.begin(), rows.end(), 0);
  return rows;
}

// Against sets: which texts have which hashes.
TEST(BuildFeatures, BothViewsAreWhatTheTextsHave) {
  const std::vector<Text> texts = made_up_texts(31);
  const FeatureTable table = build_features(to_rows(texts), all_rows(texts));
  std::map<uint32_t, std::vector<uint32_t>> expected;
  std::vector<uint32_t> hashes;
  for (uint32_t t = 0; t < texts.size(); ++t) {
    list_distinct_features(texts[t], hashes);
    for (const uint32_t h : hashes) expected[h].push_back(t);
  }
  std::erase_if(expected, [](const auto& entry) { return entry.second.size() < 2; });
  ASSERT_EQ(table.features(), expected.size());
  uint32_t f = 0;
  for (const auto& [hash, in] : expected) {
    EXPECT_EQ(table.hash[f], hash);
    EXPECT_EQ(std::vector<uint32_t>(table.texts_of(f).begin(), table.texts_of(f).end()), in);
    ++f;
  }
  ASSERT_EQ(table.texts(), texts.size());
  for (uint32_t t = 0; t < texts.size(); ++t) {
    std::vector<uint32_t> found;
    for (const uint32_t feature : table.features_of(t)) found.push_back(table.hash[feature]);
    list_distinct_features(texts[t], hashes);
    std::erase_if(hashes, [&](uint32_t h) { return !expected.contains(h); });
    EXPECT_EQ(found, hashes);
  }
}

TEST(BuildFeatures, SameForAnyMemoryAndAnyThreads) {
  const std::vector<Text> texts = made_up_texts(32);
  const FeatureTable one = build_features(to_rows(texts), all_rows(texts));
  for (const std::size_t most_keys : {100U, 1000U, 5000U}) {
    for (const int threads : {1, 3}) {
      const ThreadLimit limit(threads);
      const FeatureTable table = build_features(to_rows(texts), all_rows(texts), most_keys);
      EXPECT_EQ(table.hash, one.hash);
      EXPECT_TRUE(
          std::equal(table.text.begin(), table.text.end(), one.text.begin(), one.text.end()));
      EXPECT_EQ(table.feature, one.feature);
      EXPECT_EQ(table.text_offsets, one.text_offsets);
      EXPECT_EQ(table.unshared, one.unshared);
    }
  }
}

}  // namespace
}  // namespace maillon::link
