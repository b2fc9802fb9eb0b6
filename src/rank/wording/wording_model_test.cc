#include "rank/wording/wording_model.h"

#include <cmath>

#include <gtest/gtest.h>

#include "rank/neutral/lexicon_test_words.h"
#include "rank/wording/learn_wording.h"
#include "rank/wording/wording_features.h"

namespace maillon::rank {
namespace {

// Each kind has words of its own among common ones; two templates of each, so that they count.
std::vector<KnownText> made_texts() {
  constexpr std::pair<PostKind, std::array<const char*, 3>> kinds[] = {
      {PostKind::plain, {"bakery contract holidays", "gardener pension", "面包店招聘员工"}},
      {PostKind::deceptive_offer, {"ticket advance abroad", "visa arranged quickly", "高薪包机票"}},
      {PostKind::coercion, {"debt repaid nobody leaves", "fine for talking", "不许出门先还债"}},
      {PostKind::awareness, {"leaflet warns signs", "campaign hotline", "警惕骗局宣传"}},
      {PostKind::news, {"court sentenced prosecutor", "police raid reported", "法院判处警方"}},
      {PostKind::help_seeking, {"please help me escape", "they took mine", "求助我被困住"}},
  };
  std::vector<KnownText> out;
  for (const auto& [kind, parts] : kinds) {
    for (const char* part : parts) {
      for (const char* frame : {"Today in town: ", "Some words. "}) {
        out.push_back({std::string(frame) + part + " and so on", kind, std::string(frame) + part});
      }
    }
  }
  return out;
}

const NeutralLexicon& lexicon() {
  static const NeutralLexicon words = small_lexicon();
  return words;
}

const WordingModel& model() {
  static const WordingModel made = learn_wording(lexicon(), made_texts()).value();
  return made;
}

KindScores scores_of(WordingScorer& scorer, std::string_view text) {
  WordReader reader;
  reader.read(text);
  scorer.start();
  scorer.add(reader);
  return scorer.scores().value_or(KindScores{});
}

TEST(Wording, TellsTheKindsThatItLearned) {
  WordingScorer scorer(lexicon(), model());
  const std::pair<const char*, PostKind> rows[] = {
      {"A bakery offers holidays", PostKind::plain},
      {"Ticket and visa: advance quickly arranged", PostKind::deceptive_offer},
      {"The debt is repaid, nobody talks", PostKind::coercion},
      {"A campaign warns", PostKind::awareness},
      {"The prosecutor and the police in court", PostKind::news},
      {"Help me please, they took it", PostKind::help_seeking},
      {"法院判处", PostKind::news},
  };
  for (const auto& [text, kind] : rows) {
    const KindScores scores = scores_of(scorer, text);
    const auto best = std::max_element(scores.begin(), scores.end()) - scores.begin();
    EXPECT_EQ(to_name(static_cast<PostKind>(best)), to_name(kind)) << text;
  }
}

// The scorer's remembered sums are the features one by one.
TEST(Wording, ScoresAreTheSumOfTheFeatures) {
  WordingScorer scorer(lexicon(), model());
  for (const char* text :
       {"help help help me, please. me please help", "court", "法院判处警方警惕骗局宣传",
        "M a r i a took the t-i-c-k-e-t", "leaflet 12,500 leaflet 5k", "debt\ndebt\ndebt fine"}) {
    WordReader reader;
    reader.read(text);
    std::vector<WordingUse> uses;
    collect_features(lexicon(), reader, uses);
    KindScores expected{};
    for (std::size_t k = 0; k < kPostKinds; ++k) {
      expected[k] = model().bias(k);
      for (const bool spelling : {false, true}) {
        double sum = 0, square = 0;
        for (const WordingUse& use : uses) {
          if (use.spelling != spelling || use.again) continue;
          const WordingModel::Feature& feature = model().feature(use.bin);
          sum += feature.rarity * feature.weight[k];
          square += feature.rarity * feature.rarity;
        }
        if (square > 0) expected[k] += model().step(k) * sum / std::sqrt(square);
      }
    }
    const KindScores scores = scores_of(scorer, text);
    for (std::size_t k = 0; k < kPostKinds; ++k) EXPECT_NEAR(scores[k], expected[k], 1e-9) << text;
  }
}

// What was read before does not count, nor into how many fields a text is cut.
TEST(Wording, EachPostByItself) {
  WordingScorer one(lexicon(), model()), other(lexicon(), model());
  const KindScores first = scores_of(one, "police raid in court");
  scores_of(one, "leaflet warns");
  EXPECT_EQ(scores_of(one, "police raid in court"), first);
  WordReader title, body;
  title.read("police raid"), body.read("in court");
  other.start();
  other.add(title), other.add(body);
  EXPECT_EQ(*other.scores(), scores_of(one, "police raid\nin court"));
  other.start();
  EXPECT_FALSE(other.scores());
}

TEST(Wording, NoNameSexNationalityOrFaithMovesAScore) {
  WordingScorer scorer(lexicon(), model());
  const KindScores she = scores_of(scorer, "Women took the ticket. Please help");
  EXPECT_EQ(scores_of(scorer, "Men took the ticket. Please help"), she);
  EXPECT_NE(scores_of(scorer, "Agents took the leaflet. Please help"), she);
}

TEST(Wording, ReasonsAreWordsOfTheText) {
  const std::string text = "Yesterday the POLICE said: a raid, and another raid";
  const auto reasons = wording_reasons(lexicon(), model(), text, PostKind::news, 3);
  ASSERT_FALSE(reasons.empty());
  std::string all;
  for (const Contribution& reason : reasons) {
    EXPECT_GT(reason.value, 0);
    for (const TextSpan& span : reason.spans) {
      all += text.substr(span.begin, span.end - span.begin) + ";";
    }
  }
  EXPECT_NE(all.find("POLICE"), std::string::npos) << all;
  EXPECT_NE(all.find("raid"), std::string::npos) << all;
  EXPECT_TRUE(wording_reasons(lexicon(), model(), "", PostKind::news, 3).empty());
}

TEST(Wording, SameTextsGiveTheSameBytes) {
  const std::string bytes = model().to_bytes();
  EXPECT_EQ(learn_wording(lexicon(), made_texts())->to_bytes(), bytes);
  const auto again = WordingModel::from_bytes(bytes);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->to_bytes(), bytes);
  EXPECT_EQ(again->texts_fingerprint(), hash_texts(made_texts()));
  WordingScorer before(lexicon(), model()), after(lexicon(), *again);
  EXPECT_EQ(scores_of(before, "debt and court"), scores_of(after, "debt and court"));
}

TEST(Wording, DamagedBytesAreRefused) {
  const std::string bytes = model().to_bytes();
  for (const std::size_t cut :
       {std::size_t{0}, std::size_t{3}, std::size_t{40}, bytes.size() / 2, bytes.size() - 1}) {
    EXPECT_FALSE(WordingModel::from_bytes(bytes.substr(0, cut))) << cut;
  }
  for (std::size_t at = 0; at < bytes.size(); at += 97) {
    std::string flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    EXPECT_FALSE(WordingModel::from_bytes(flipped)) << at;
  }
}

// Sums of a text that is one strong spelling a hundred thousand times over.
TEST(Wording, ALongWordOverflowsNothing) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "court";
  WordingScorer scorer(lexicon(), model());
  for (const double score : scores_of(scorer, text)) EXPECT_TRUE(std::isfinite(score));
}

TEST(Wording, AKindWithoutTextsIsSaid) {
  std::vector<KnownText> texts = made_texts();
  std::erase_if(texts, [](const KnownText& t) { return t.kind == PostKind::news; });
  const auto learned = learn_wording(lexicon(), texts);
  ASSERT_FALSE(learned);
  EXPECT_EQ(learned.error().message, "no text of the kind news");
}

TEST(Wording, TheOneThatIsShippedIsSound) {
  EXPECT_GT(built_in_wording().size(), 10'000U);
  EXPECT_NE(built_in_wording().lexicon_fingerprint(), 0U);
}

}  // namespace
}  // namespace maillon::rank
