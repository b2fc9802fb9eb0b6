// Over the real lexicon, that which is compiled in: who somebody is does not reach a feature.
#include "tasks/indicators/lexicon.h"

#include <map>
#include <string>

#include <gtest/gtest.h>

#include "rank/built_in.h"
#include "rank/ranker/features.h"
#include "rank/read_catalogue.h"
#include "rank/wording/wording_model.h"

namespace maillon::tasks {
namespace {

const rank::Catalogue& catalogue() {
  static const rank::Catalogue all = rank::read_catalogue(rank::built_in_catalogue()).catalogue;
  return all;
}

// A text of that language around the word.
std::string text_around(std::string_view language, const std::string& word) {
  static const std::map<std::string, std::pair<std::string, std::string>, std::less<>> kTexts{
      {"en", {"We look for ", " for work abroad, call today."}},
      {"fr", {"On cherche ", " pour travailler vite, appelez."}},
      {"es", {"Se busca ", " para trabajar ya, llame hoy."}},
      {"ru", {"Ищем ", " для работы за рубежом, звоните."}},
      {"ar", {"نبحث عن ", " للعمل في الخارج، اتصلوا اليوم."}},
      {"zh", {"招聘，", "，去国外上班，今天打电话。"}}};
  const auto& [before, after] = kTexts.find(language)->second;
  return before + word + after;
}

TEST(neutral_lexicon, no_word_of_a_class_can_be_told_from_another) {
  const auto lexicon = neutral_lexicon(catalogue());
  ASSERT_TRUE(lexicon.has_value()) << lexicon.error().message;
  rank::FeatureMaker maker(*lexicon);
  std::map<std::string, rank::FeatureRow> first;  // by class and language
  std::size_t words = 0;
  for (const rank::LexiconEntry& entry : lexicon_entries(catalogue())) {
    rank::FeatureRow row;
    maker.make(text_around(entry.language, entry.word), {}, row);
    const auto [at, is_new] = first.emplace(entry.kind + entry.language, row);
    EXPECT_EQ(at->second, row) << entry.kind << ' ' << entry.language << ' ' << entry.word;
    ++words;
  }
  EXPECT_GT(words, 20'000U);
}

// The same of the wording as a whole, by the model that is compiled in.
TEST(neutral_lexicon, no_word_of_a_class_moves_the_wording) {
  const auto lexicon = neutral_lexicon(catalogue());
  ASSERT_TRUE(lexicon.has_value());
  rank::WordingScorer scorer(*lexicon, rank::built_in_wording());
  rank::WordReader reader;
  std::map<std::string, rank::KindScores> first;  // by class and language
  for (const rank::LexiconEntry& entry : lexicon_entries(catalogue())) {
    const std::string text = text_around(entry.language, entry.word);
    reader.read(text);
    scorer.start();
    scorer.add(reader);
    const rank::KindScores scores = scorer.scores().value_or(rank::KindScores{});
    const auto [at, is_new] = first.emplace(entry.kind + entry.language, scores);
    EXPECT_EQ(at->second, scores) << entry.kind << ' ' << entry.language << ' ' << entry.word;
  }
}

TEST(neutral_lexicon, is_the_one_that_the_wording_was_learned_with) {
  const auto lexicon = neutral_lexicon(catalogue());
  ASSERT_TRUE(lexicon.has_value());
  EXPECT_EQ(rank::built_in_wording().lexicon_fingerprint(), lexicon->fingerprint())
      << "run ./dev learn-wording";
}

// The test above must be able to fail.
TEST(neutral_lexicon, other_words_are_told_apart) {
  const auto lexicon = neutral_lexicon(catalogue());
  rank::FeatureMaker maker(*lexicon);
  rank::FeatureRow one, other;
  maker.make(text_around("en", "maria"), {}, one);
  maker.make(text_around("en", "welders"), {}, other);
  EXPECT_NE(one, other);
}

TEST(neutral_lexicon, names_are_one_in_all_languages_of_a_script) {
  const auto lexicon = neutral_lexicon(catalogue());
  rank::FeatureMaker maker(*lexicon);
  rank::FeatureRow maria, ahmed;
  maker.make("Maria was here", {}, maria);
  maker.make("AHMED was here", {}, ahmed);
  EXPECT_EQ(maria, ahmed);
}

TEST(neutral_lexicon, says_which_entry_cannot_be_looked_for) {
  rank::Catalogue bad;
  bad.neutral.push_back({"given_name", {{"en", "Anna", 1}, {"en", "R2D2", 2}}});
  const auto lexicon = neutral_lexicon(bad);
  ASSERT_FALSE(lexicon.has_value());
  EXPECT_NE(lexicon.error().message.find("entry 2"), std::string::npos) << lexicon.error().message;
}

}  // namespace
}  // namespace maillon::tasks
