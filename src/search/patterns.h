// Words that are given in part: "recru*ment", "wom?n".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace maillon::search {

// Whether the text is a word with a * (any letters, or none) or a ? (one letter) that something
// follows: a ? at the end of a word ends a question, a * there is a prefix. Code::invalid_input for
// a * that stands otherwise, in scripts without blanks, and beside fewer than kLeastFixed letters
// and digits: it would stand for half of all words.
inline constexpr std::size_t kLeastFixed = 3;
Result<bool> is_pattern(std::string_view text);

// The pattern as folded words are compared with it: one way, or two where its letters may be Latin
// or Cyrillic. REQUIRES: is_pattern(text)
std::vector<std::string> fold_pattern(std::string_view text);

// Compares a folded pattern with folded words, without going back more than to the last *.
class WordPattern {
 public:
  explicit WordPattern(std::string_view folded) : pattern_(folded) {}
  bool fits(std::string_view word) const;
  // What every word that fits begins with.
  std::string_view prefix() const { return pattern_.substr(0, pattern_.find_first_of("*?")); }

 private:
  std::string_view pattern_;  // belongs to the caller
};

// The longest part of a pattern without marks.
std::string_view longest_part(std::string_view pattern);

}  // namespace maillon::search
