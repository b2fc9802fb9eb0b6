#include "link/chance.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include <gtest/gtest.h>

#include "link/families.h"
#include "link/made_up_texts_test.h"

namespace maillon::link {
namespace {

constexpr uint32_t kPhrases = 30;

// Posts of nothing but some of the phrases, each drawn as often as the others.
std::vector<Text> stock_posts(Dice& dice, uint32_t count, uint32_t sentences) {
  std::vector<Text> phrases;
  for (uint32_t i = 0; i < kPhrases; ++i) phrases.push_back(random_sentence(dice, 7));
  std::vector<Text> texts;
  for (uint32_t i = 0; i < count; ++i) {
    Text text;
    std::set<uint32_t> chosen;
    while (chosen.size() < sentences) chosen.insert(dice.below(kPhrases));
    for (const uint32_t c : chosen) text.insert(text.end(), phrases[c].begin(), phrases[c].end());
    texts.push_back(text);
  }
  return texts;
}

TEST(BitsByPhrase, APhraseCountsOnceAndPhrasesAddUp) {
  Dice dice(1);
  const std::vector<Text> texts = stock_posts(dice, 6000, 2);
  std::vector<uint32_t> rows(texts.size());
  std::iota(rows.begin(), rows.end(), 0);
  Wording wording = weigh_by_rarity(build_features(to_rows(texts), rows));
  for (Worth& worth : wording.worth) worth.weight = 0;
  find_phrases(wording);
  const FeatureTable& table = wording.table;
  // A text with itself: two phrases, each in about a fifteenth of the texts.
  const double expected = 2 * std::log2((6000.0 + 4096) / 400) * static_cast<double>(kBit);
  uint32_t close = 0;
  for (uint32_t t = 0; t < 200; ++t) {
    const auto bits =
        static_cast<double>(bits_by_phrase(wording, table.features_of(t), table.features_of(t)));
    close += bits > 0.7 * expected && bits < 1.4 * expected ? 1 : 0;
  }
  EXPECT_GE(close, 180u);
  EXPECT_EQ(bits_by_phrase(wording, {}, table.features_of(0)), 0);
  // Wording of its own counts word by word.
  wording = weigh_by_rarity(std::move(wording.table));
  find_phrases(wording);
  int64_t sum = 0;
  for (const uint32_t f : table.features_of(0)) sum += wording.worth[f].rarity;
  EXPECT_EQ(bits_by_phrase(wording, table.features_of(0), table.features_of(0)), sum);
}

// Two phrases of thirty are the same by chance in many posts of a heap.
TEST(FindFamilies, FewStockPhrasesInCommonAreChance) {
  Dice dice(2);
  std::vector<Text> texts = stock_posts(dice, 4000, 2);
  for (Text& text : texts) {
    const Text own = random_sentence(dice, 3);
    text.insert(text.end(), own.begin(), own.end());
  }
  Progress quiet;
  const Families found = find_families(to_rows(texts), quiet);
  const auto in_one = std::count_if(found.family.begin(), found.family.end(),
                                    [](uint32_t f) { return f != kNoFamily; });
  EXPECT_LE(in_one, 40);
}

}  // namespace
}  // namespace maillon::link
