// Text to search words: folded as extract/ folds (case, width, accents), cut at everything that is
// neither letter nor digit; scripts without blanks one character at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maillon::search {

struct SearchWord {
  std::string text;             // folded
  uint32_t begin = 0, end = 0;  // bytes of the original
};

// Words in order. Broken UTF-8 separates words.
std::vector<SearchWord> find_words(std::string_view text);

// Where the words stand in a text that is folded already (extract/text/fold.h), in order;
// `out` is written over.
struct WordRange {
  uint32_t begin = 0, end = 0;  // bytes
};
void cut_words(std::string_view folded, std::vector<WordRange>& out);

// True for what words are made of: letters, marks and digits.
bool is_word_char(char32_t c);
// True for letters of scripts that put no blanks between words.
bool is_unspaced(char32_t c);

// The text with its letters folded, and all else as it is.
std::string fold_letters(std::string_view text);

// The folded text alone, for fields that are compared whole ("São Paulo" and
// "sao paulo" give the same): words joined by one blank.
std::string fold(std::string_view text);

}  // namespace maillon::search
