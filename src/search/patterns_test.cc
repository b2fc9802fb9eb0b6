#include "search/patterns.h"

#include <random>

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace maillon::search {
namespace {

// By the definition, letter by letter.
bool fits_slowly(std::string_view pattern, std::string_view word) {
  if (pattern.empty()) return word.empty();
  const std::size_t letter = word.empty() ? 0 : decode_utf8(word, 0).size;
  if (pattern[0] == '*')
    return fits_slowly(pattern.substr(1), word) ||
           (!word.empty() && fits_slowly(pattern, word.substr(letter)));
  if (word.empty()) return false;
  if (pattern[0] == '?') return fits_slowly(pattern.substr(1), word.substr(letter));
  return pattern[0] == word[0] && fits_slowly(pattern.substr(1), word.substr(1));
}

TEST(WordPattern, fits_what_the_definition_says) {
  std::mt19937 random(3);
  const std::vector<std::string> letters = {"a", "b", "é", "ж"}, marks = {"a", "b", "é", "*", "?"};
  const auto made = [&](const std::vector<std::string>& of, unsigned most) {
    std::string text;
    for (auto i = random() % most; i > 0; --i) text += of[random() % of.size()];
    return text;
  };
  int fit = 0;
  for (int i = 0; i < 20000; ++i) {
    const std::string pattern = made(marks, 7), word = made(letters, 8);
    ASSERT_EQ(WordPattern(pattern).fits(word), fits_slowly(pattern, word))
        << pattern << ' ' << word;
    fit += WordPattern(pattern).fits(word) ? 1 : 0;
  }
  EXPECT_GT(fit, 500);
}

TEST(WordPattern, many_stars_take_no_time) {
  std::string pattern, word(5000, 'a');
  for (int i = 0; i < 200; ++i) pattern += "a*";
  EXPECT_FALSE(WordPattern(pattern + "b").fits(word));
  EXPECT_TRUE(WordPattern(pattern).fits(word));
}

TEST(WordPattern, longest_part) {
  EXPECT_EQ(longest_part("recru*ment"), "recru");
  EXPECT_EQ(longest_part("*a?bcd*"), "bcd");
  EXPECT_EQ(longest_part("**"), "");
}

}  // namespace
}  // namespace maillon::search
