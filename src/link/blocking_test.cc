#include "link/blocking.h"

#include <algorithm>
#include <numeric>
#include <set>

#include <gtest/gtest.h>

#include "link/chance.h"
#include "link/made_up_texts_test.h"

namespace maillon::link {
namespace {

// Ten of the phrases in any order, and a sentence of its own.
Text combine(const std::vector<Text>& phrases, std::vector<uint32_t> chosen, Dice& dice) {
  for (std::size_t i = chosen.size(); i > 1; --i) {
    std::swap(chosen[i - 1], chosen[dice.below(static_cast<uint32_t>(i))]);
  }
  Text text = random_sentence(dice, 4);
  for (const uint32_t c : chosen) text.insert(text.end(), phrases[c].begin(), phrases[c].end());
  return text;
}

std::vector<uint32_t> draw(Dice& dice, uint32_t phrases) {
  std::set<uint32_t> chosen;
  while (chosen.size() < 10) chosen.insert(dice.below(phrases));
  return {chosen.begin(), chosen.end()};
}

// Where no phrase says anything by itself, only texts as wholes can meet; and they
// must meet in a heap in which thousands share any two phrases.
TEST(FindWordingPairs, TheSameCombinationMeetsInALargeHeap) {
  constexpr uint32_t kPhrases = 60;
  constexpr uint32_t kPlanted = 200;
  Dice dice(1);
  std::vector<Text> phrases;
  for (uint32_t i = 0; i < kPhrases; ++i) phrases.push_back(random_sentence(dice, 7));
  std::vector<Text> texts;
  std::vector<std::vector<uint32_t>> planted;
  for (uint32_t i = 0; i < kPlanted; ++i) {
    planted.push_back(draw(dice, kPhrases));
    texts.push_back(combine(phrases, planted.back(), dice));
  }
  for (uint32_t i = 0; i < 20'000; ++i) {
    texts.push_back(combine(phrases, draw(dice, kPhrases), dice));
  }
  const auto first_partner = static_cast<uint32_t>(texts.size());
  for (uint32_t i = 0; i < kPlanted; ++i) texts.push_back(combine(phrases, planted[i], dice));

  std::vector<uint32_t> rows(texts.size());
  std::iota(rows.begin(), rows.end(), 0);
  Wording wording = weigh_by_rarity(build_features(to_rows(texts), rows));
  for (Worth& worth : wording.worth) worth.weight = 0;
  find_phrases(wording);
  const std::vector<WordingPair> pairs = find_wording_pairs(wording, 400);
  uint32_t met = 0;
  for (const WordingPair& pair : pairs) met += pair.b == pair.a + first_partner ? 1 : 0;
  EXPECT_GE(met, kPlanted * 3 / 4);
  EXPECT_LE(pairs.size(), met + 20) << "pairs that are not alike";
}

TEST(FindWordingPairs, SameForAnyMemory) {
  Dice dice(41);
  std::vector<Text> texts;
  for (uint32_t f = 0; f < 80; ++f) {
    const Text original = random_text(dice, 4);
    for (uint32_t i = 0; i < 6; ++i) texts.push_back(change_words(original, dice, 0.1));
  }
  std::vector<uint32_t> rows(texts.size());
  std::iota(rows.begin(), rows.end(), 0);
  const Wording wording = weigh_by_rarity(build_features(to_rows(texts), rows));
  const std::vector<WordingPair> pairs = find_wording_pairs(wording, 256);
  ASSERT_GT(pairs.size(), 300u);
  for (const std::size_t most_keys : {1U, 500U, 3000U})
    EXPECT_EQ(find_wording_pairs(wording, 256, most_keys), pairs);
}

}  // namespace
}  // namespace maillon::link
