// What is nearly what was asked: words spelled alike, words that stand close together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maillon::search {

// Words that are spelled like one word: at most `most` letters put in, left out, exchanged for
// another, or two neighbours swapped (optimal string alignment). Letters are code points.
class Spelling {
 public:
  Spelling(std::string_view word, unsigned most);  // most <= kMostEdits
  bool fits(std::string_view word) const;

 private:
  std::u32string word_;
  unsigned most_;
  std::string bytes_;
};
inline constexpr unsigned kMostEdits = 2;
// A word of fewer letters has too many like it.
inline constexpr std::size_t kLettersForOne = 3, kLettersForTwo = 6;

// Words given one after another: do so many of them stand within `room` words, in any order?
class Window {
 public:
  // needs[t]: how often term t must be there.
  Window(std::vector<uint32_t> needs, std::size_t room);
  void clear();  // a new text begins
  // The next word is term `t`, kNoTerm: another word. True once all are within the room.
  static constexpr uint32_t kNoTerm = UINT32_MAX;
  bool add(uint32_t t);

 private:
  std::vector<uint32_t> needs_, have_;
  std::vector<uint32_t> ring_;
  std::size_t at_ = 0, missing_ = 0;
};

// The distinct of some words with how often each is there: what Window needs.
struct Wanted {
  std::vector<std::string> words;
  std::vector<uint32_t> times;
};
Wanted count_words(const std::vector<std::string>& words);

}  // namespace maillon::search
