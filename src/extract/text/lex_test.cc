#include "extract/text/lex.h"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace maillon::extract {
namespace {

// lex_words reads ASCII in eights; at whatever place of an eight a word ends, the atoms are lex's.
TEST(Lex, WordsAloneAreTheSameAtoms) {
  std::mt19937 random(11);
  const std::vector<std::string> pieces = {
      "a", "z", "word", "Q", "0",    "9", "250",   " ",  " ",  ".",   "@", "[",  "`", "{",
      "/", ":", "\n",   "!", "\x7f", "ж", "слово", "我", "三", "ไทย", "é", "\t", "-"};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (std::size_t n = random() % 40; n > 0; --n) text += pieces[random() % pieces.size()];
    Lexed all, words;
    lex(text, all);
    lex_words(text, words);
    ASSERT_EQ(words.atoms.size(), all.atoms.size()) << text;
    for (std::size_t i = 0; i < all.atoms.size(); ++i) {
      EXPECT_EQ(words.atoms[i].begin, all.atoms[i].begin) << text;
      EXPECT_EQ(words.atoms[i].end, all.atoms[i].end) << text;
      EXPECT_EQ(words.atoms[i].kind, all.atoms[i].kind) << text;
      EXPECT_EQ(words.atoms[i].flags, all.atoms[i].flags) << text;
    }
    EXPECT_TRUE(words.numbers.empty() && words.dotted.empty());
  }
}

}  // namespace
}  // namespace maillon::extract
