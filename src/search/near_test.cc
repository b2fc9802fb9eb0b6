#include "search/near.h"

#include <algorithm>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace maillon::search {
namespace {

// All words that one change makes of a word, the plain way.
std::vector<std::string> changed(const std::string& word) {
  std::vector<std::string> out{word};
  for (std::size_t i = 0; i <= word.size(); ++i) {
    for (const char letter : {'a', 'b', 'c'}) {
      out.push_back(word.substr(0, i) + letter + word.substr(i));
      if (i < word.size()) out.push_back(word.substr(0, i) + letter + word.substr(i + 1));
    }
    if (i < word.size()) out.push_back(word.substr(0, i) + word.substr(i + 1));
    if (i + 1 < word.size()) {
      std::string swapped = word;
      std::swap(swapped[i], swapped[i + 1]);
      out.push_back(swapped);
    }
  }
  return out;
}

TEST(Near, spelling_is_what_one_change_makes) {
  std::mt19937 random(3);
  const auto made = [&] {
    std::string word;
    for (auto i = 1 + random() % 5; i > 0; --i) word += "abc"[random() % 3];
    return word;
  };
  for (int i = 0; i < 3000; ++i) {
    const std::string a = made(), b = made();
    const std::vector<std::string> near = changed(a);
    EXPECT_EQ(Spelling(a, 1).fits(b), std::find(near.begin(), near.end(), b) != near.end())
        << a << " " << b;

    EXPECT_LE(Spelling(a, 1).fits(b), Spelling(a, 2).fits(b)) << a << " " << b;
  }
}

TEST(Near, letters_are_not_bytes) {
  const struct {
    const char *word, *other;
    unsigned most;
    bool fits;
  } rows[] = {
      {"работа", "рабта", 1, true},    {"работа", "рабт", 1, false},
      {"работа", "рабт", 2, true},     {"наниа", "няниа", 1, true},
      {"harvest", "havrest", 1, true}, {"harvest", "hrvset", 1, false},
      {"harvest", "hrvset", 2, true},  {"abc", "abc", 0, true},
      {"abc", "abd", 0, false},
  };
  for (const auto& row : rows)
    EXPECT_EQ(Spelling(row.word, row.most).fits(row.other), row.fits) << row.other;
  EXPECT_FALSE(Spelling("abcdef", 2).fits(std::string(5000, 'a')));
  EXPECT_TRUE(Spelling(std::string(5000, 'a'), 2).fits(std::string(5000, 'a')));
}

TEST(Near, a_window_finds_what_a_search_of_all_places_finds) {
  std::mt19937 random(5);
  for (int i = 0; i < 2000; ++i) {
    std::vector<uint32_t> needs(1 + random() % 3);
    std::size_t count = 0;
    for (uint32_t& need : needs) count += need = 1 + random() % 2;
    const std::size_t room = count + random() % 4;
    std::vector<uint32_t> text(random() % 12);
    for (uint32_t& word : text) {
      word = static_cast<uint32_t>(random() % (needs.size() + 2));
      if (word >= needs.size()) word = Window::kNoTerm;
    }
    bool expected = false;
    for (std::size_t begin = 0; begin < text.size(); ++begin) {
      std::vector<uint32_t> have(needs.size());
      for (std::size_t at = begin; at < std::min(begin + room, text.size()); ++at) {
        if (text[at] != Window::kNoTerm) ++have[text[at]];
      }
      bool all = true;
      for (std::size_t t = 0; t < needs.size(); ++t) all = all && have[t] >= needs[t];
      expected = expected || all;
    }
    Window window(needs, room);
    bool got = false;
    for (const uint32_t word : text) got = window.add(word) || got;
    EXPECT_EQ(got, expected);
    window.clear();
    EXPECT_EQ(window.add(Window::kNoTerm), false);
  }
}

}  // namespace
}  // namespace maillon::search
