#include "rank/ranker/features.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "rank/neutral/lexicon_test_words.h"

namespace maillon::rank {
namespace {

FeatureRow features_of(FeatureMaker& maker, std::string_view text,
                       const std::vector<std::string>& indicators = {}) {
  FeatureRow row;
  maker.make(text, indicators, row);
  return row;
}

TEST(Features, counts_words_pairs_and_spellings) {
  const NeutralLexicon lexicon = small_lexicon();
  FeatureMaker maker(lexicon);
  // Two words and their pair; ^now^ has 3 + 2 + 1 spellings of 3, 4 and 5 letters, ^big^ too.
  const FeatureRow row = features_of(maker, "big now", {"a", "b"});
  EXPECT_EQ(row.end, (std::array<uint32_t, 3>{3, 15, 17}));
  // No pair over the end of a sentence; nothing twice.
  EXPECT_EQ(features_of(maker, "big. now").end[0], 2U);
  EXPECT_EQ(features_of(maker, "big big").end[0], 2U);
  // Three characters, two pairs, one run of three.
  EXPECT_EQ(features_of(maker, "包吃住").end, (std::array<uint32_t, 3>{5, 6, 6}));
  EXPECT_EQ(features_of(maker, "").end, (std::array<uint32_t, 3>{0, 0, 0}));
}

// Sex, nationality, ethnicity and religion cannot reach a feature: for every word of the lexicon,
// a text with another word of its class has the same features to the byte.
TEST(Features, no_word_of_the_lexicon_can_reach_a_feature) {
  const NeutralLexicon lexicon = small_lexicon();
  FeatureMaker maker(lexicon);
  const std::vector<LexiconEntry> entries = small_lexicon_entries();
  for (const std::string before :
       {"", "Looking for a ", "Требуется ", "مطلوب ", "招聘", "Anuncio:"}) {
    for (const LexiconEntry& entry : entries) {
      const auto first = std::find_if(entries.begin(), entries.end(),
                                      [&](const auto& e) { return e.kind == entry.kind; });
      EXPECT_EQ(features_of(maker, before + entry.word + ", 2 months, Dubai"),
                features_of(maker, before + first->word + ", 2 months, Dubai"))
          << before << entry.word;
    }
  }
}

TEST(Features, counterfactual_twins_have_the_same_features) {
  const NeutralLexicon lexicon = small_lexicon();
  FeatureMaker maker(lexicon);
  EXPECT_EQ(features_of(maker, "Il est motivé, prêt"),
            features_of(maker, "Elle est motivée, prête"));
  EXPECT_EQ(features_of(maker, "Он готов"), features_of(maker, "Она готова"));
  EXPECT_EQ(features_of(maker, "Call 07911 123456"), features_of(maker, "Call 07700 900123"));
  EXPECT_NE(features_of(maker, "work in Dubai"), features_of(maker, "work in Doha"));
}

TEST(Features, uses_name_every_place_of_every_feature) {
  const NeutralLexicon lexicon = small_lexicon();
  FeatureMaker maker(lexicon);
  const std::string text = "Visa, visa for Maria. 包吃住";
  FeatureRow row;
  std::vector<FeatureUse> uses;
  const std::vector<std::string> indicators{"debt"};
  maker.make(text, indicators, row, &uses);
  std::array<std::set<uint32_t>, kFeatureGroups> bins;
  for (const FeatureUse& use : uses) {
    EXPECT_LE(use.end, text.size());
    bins[static_cast<std::size_t>(use.group)].insert(use.bin);
  }
  uint32_t begin = 0;
  for (std::size_t g = 0; g < kFeatureGroups; ++g) {
    EXPECT_EQ(bins[g], std::set<uint32_t>(row.bin.begin() + begin, row.bin.begin() + row.end[g]));
    begin = row.end[g];
  }
  const auto words = std::count_if(uses.begin(), uses.end(), [&](const FeatureUse& use) {
    return use.group == FeatureGroup::words &&
           text.substr(use.begin, use.end - use.begin) == "visa";
  });
  EXPECT_EQ(words, 1);
}

TEST(FeatureTable, gives_rows_back) {
  const NeutralLexicon lexicon = small_lexicon();
  FeatureMaker maker(lexicon);
  FeatureTable table;
  const std::vector<std::string> texts{"one post", "", "another one, longer"};
  for (const std::string& text : texts) table.add(features_of(maker, text, {"x"}));
  ASSERT_EQ(table.rows(), 3U);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const FeatureRow row = features_of(maker, texts[i], {"x"});
    uint32_t begin = 0;
    for (std::size_t g = 0; g < kFeatureGroups; ++g) {
      const auto bins = table.bins(i, g);
      EXPECT_TRUE(std::equal(bins.begin(), bins.end(), row.bin.begin() + begin,
                             row.bin.begin() + row.end[g]));
      begin = row.end[g];
    }
  }
}

}  // namespace
}  // namespace maillon::rank
