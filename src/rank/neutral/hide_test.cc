#include "rank/neutral/hide.h"

#include <string>

#include <gtest/gtest.h>

#include "rank/neutral/lexicon_test_words.h"

namespace maillon::rank {
namespace {

TEST(HiddenText, has_the_same_bytes_for_any_word_of_the_lexicon) {
  const NeutralLexicon lexicon = small_lexicon();
  HiddenText hidden(lexicon);
  const auto hide = [&](std::string_view text) {
    hidden.assign(text);
    return std::string(hidden.text());
  };
  EXPECT_EQ(hide("for Maria, dot com"), "for qwqw, dot com");
  EXPECT_EQ(hide("for Анна, dot com"), "for qwqw, dot com");
  EXPECT_EQ(hide("for M.a.r.i.a, dot com"), "for qwqw, dot com");
  EXPECT_EQ(hide("for Sri Lankan, dot com"), "for qwqw, dot com");
  EXPECT_EQ(hide("maria@example.com"), "qwqw@example.com");
  EXPECT_EQ(hide("她是王芳。"), "qwqw 是 qwqw 。");
  EXPECT_EQ(hide("王芳她"), "qwqw qwqw");
  EXPECT_EQ(hide("nobody here"), "nobody here");
  EXPECT_EQ(hide(""), "");
}

TEST(HiddenText, finds_the_way_back) {
  const NeutralLexicon lexicon = small_lexicon();
  HiddenText hidden(lexicon);
  const std::string text = "她在上海 for María José, мама";
  hidden.assign(text);
  const auto original = [&](std::string_view part) {
    const std::size_t at = hidden.text().find(part);
    std::size_t cursor = 0;
    const auto [begin, end] = hidden.source_range(static_cast<uint32_t>(at),
                                                  static_cast<uint32_t>(at + part.size()), cursor);
    return text.substr(begin, end - begin);
  };
  EXPECT_EQ(original("qwqw"), "她");
  EXPECT_EQ(original("上海"), "上海");
  EXPECT_EQ(original("for"), "for");
  EXPECT_EQ(original("for qwqw"), "for María José");
  EXPECT_EQ(original("мама"), "мама");
  ASSERT_EQ(hidden.words().size(), 2U);
  EXPECT_NE(hidden.words()[0].sign, hidden.words()[1].sign);
}

}  // namespace
}  // namespace maillon::rank
