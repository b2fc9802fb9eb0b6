#include "extract/text/tokens.h"

#include <gtest/gtest.h>

#include "base/records.h"
#include "extract/text/found_testing.h"

namespace maillon::extract {
namespace {

std::vector<uint32_t> tokens(std::string_view text) {
  std::vector<uint32_t> out;
  for (const TokenSpan& span : find_tokens(text)) out.push_back(span.token);
  return out;
}

TEST(Tokens, spellings_of_the_same_words) {
  struct Row {
    const char* text;
    const char* same;
  };
  constexpr Row kRows[] = {
      {"Call me now", "CALL  me, now"},
      {"call", "c4ll"},
      {"call", "cal1"},
      {"free", "fr€e"},
      {"massage", "m@ss4ge"},
      {"sexy", "$exy"},
      {"the apartment", "7he 4p4r7m3n7"},
      {"massage", "mаssаge"},  // Cyrillic а
      {"massage", "mas\u200Bsa\u00ADge"},
      {"massage", "m.a.s.s.a.g.e"},
      {"massage", "m a s s a g e"},
      {"massage", "ｍａｓｓａｇｅ"},
      {"massage", "𝐦𝐚𝐬𝐬𝐚𝐠𝐞"},
      {"été", "ETE"},
      {"работа", "рабoта"},  // Latin o
      {"работа", "Р А Б О Т А"},
      {"private", "pr1vate"},
      {"email", "e-mail"},
      {"اهلا", "أهــلا"},
      {"Paris, 25 ans", "paris 99 ans"},
      {"100€ per hour", "150 € per hour"},
      {"write anna@example.com", "write bob (at) example (dot) org"},
      {"see example.com/x", "see https://www.example.org/y"},
      {"telegram @anna_92", "telegram @bella_17"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.same);
    EXPECT_FALSE(tokens(row.text).empty());
    EXPECT_EQ(tokens(row.text), tokens(row.same));
  }
}

TEST(Tokens, different_words_differ) {
  EXPECT_NE(tokens("house"), tokens("horse"));
  EXPECT_NE(tokens("дом"), tokens("том"));
  EXPECT_NE(tokens("covid19 test"), tokens("covid test"));
}

TEST(Tokens, types) {
  const auto only = [](std::string_view text) {
    const std::vector<uint32_t> t = tokens(text);
    return t.size() == 1 ? t[0] : ~0U;
  };
  EXPECT_EQ(only("+33 6 12 34 56 78"), kPhoneToken);
  EXPECT_EQ(only("anna@example.com"), kEmailToken);
  EXPECT_EQ(only("https://example.com/x"), kUrlToken);
  EXPECT_EQ(only("@anna_92"), kHandleToken);
  EXPECT_EQ(only("42"), kNumberToken);
  EXPECT_EQ(only("150 €"), kPriceToken);
  EXPECT_EQ(only("$1,500.00"), kPriceToken);
  EXPECT_EQ(only("12/05/2024"), kDateToken);
  EXPECT_EQ(only("22h30"), kDateToken);
  EXPECT_EQ(only("FR76 3000 6000 0112 3456 7890 189"), kWalletToken);
  EXPECT_GE(only("word"), kFirstWordToken);
}

TEST(Tokens, sentences_and_lines) {
  const std::vector<uint32_t> t = tokens("One. Two!\nThree\n\n\nfour 1.5 a.b");
  std::size_t breaks = 0;
  for (const uint32_t token : t) breaks += token == kSentenceBreak ? 1U : 0U;
  EXPECT_EQ(breaks, 3U);
  EXPECT_NE(t.front(), kSentenceBreak);
  EXPECT_EQ(tokens("中文。中文").size(), 3U);
  EXPECT_TRUE(tokens("...!\n?").empty());
}

TEST(Tokens, scripts_without_blanks_are_cut_into_words) {
  EXPECT_GE(tokens("我们需要服务员").size(), 3U);
  EXPECT_LT(tokens("我们需要服务员").size(), 7U);
  EXPECT_GE(tokens("ยินดีต้อนรับสู่ประเทศไทย").size(), 3U);
  EXPECT_GE(tokens("東京でアルバイトを募集").size(), 4U);
}

// A sign between two tokens belongs to one of them. What fuzzing found.
TEST(Tokens, spans_do_not_overlap) {
  for (const char* text : {"\t39\t$H", "39 $exy", "1 € $ 2", "$5$exy$"}) {
    SCOPED_TRACE(text);
    uint32_t before = 0;
    for (const TokenSpan& span : find_tokens(text)) {
      EXPECT_LE(before, span.begin);
      before = span.end;
    }
  }
}

TEST(Tokens, spans_are_in_order_and_hold_the_word) {
  const std::string text = "Ｈello wörld, c\u200Ball 06 12 34 56 78. ende";
  std::vector<std::string> words;
  uint32_t before = 0;
  for (const TokenSpan& span : find_tokens(text)) {
    ASSERT_LE(before, span.begin);
    ASSERT_LE(span.begin, span.end);
    before = span.end;
    if (span.begin < span.end) words.push_back(text.substr(span.begin, span.end - span.begin));
  }
  ASSERT_EQ(words.size(), 9U);
  EXPECT_EQ(words[0], "Ｈello");
  EXPECT_EQ(words[1], "wörld");
  EXPECT_EQ(words[2], "c\u200Ball");
  EXPECT_EQ(words[8], "ende");
}

TEST(Tokens, one_finder_serves_many_texts) {
  TokenFinder finder;
  for (const char* text : {"Ｈello wörld. c\u200Ball $5", "", "私は東京に住んでいます", "a",
                           "私は東京に住んでいます +33 6 12 34 56 78"}) {
    SCOPED_TRACE(text);
    const auto found = finder.find(text);
    const std::vector<TokenSpan> expected = find_tokens(text);
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      EXPECT_EQ(found[i].token, expected[i].token);
      EXPECT_EQ(found[i].begin, expected[i].begin);
      EXPECT_EQ(found[i].end, expected[i].end);
    }
  }
}

TEST(Tokens, table_is_title_break_body) {
  const Signals signals = signals_of(one_record("second words", "", "first words"));
  const std::vector<uint32_t> title = tokens("first words"), body = tokens("second words");
  std::vector<uint32_t> want = title;
  want.push_back(kSentenceBreak);
  want.insert(want.end(), body.begin(), body.end());
  EXPECT_EQ(signals.tokens.token, want);
  EXPECT_EQ(signals.tokens.offsets, (std::vector<uint64_t>{0, want.size()}));
  EXPECT_EQ(signals_of(one_record("second words")).tokens.token, body);
}

}  // namespace
}  // namespace maillon::extract
