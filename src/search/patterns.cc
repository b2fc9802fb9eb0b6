#include "search/patterns.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/utf8.h"
#include "search/ranges.h"
#include "search/tokenizer.h"

namespace maillon::search {
namespace {

bool is_mark(char32_t c) {
  return c == '*' || c == '?';
}

struct Looked {
  std::size_t fixed = 0;   // letters and digits
  bool is_within = false;  // a letter or digit follows a mark
  bool star_within = false;
  bool is_word = true;  // nothing but letters, digits and marks
  bool is_unspaced = false;
};

Looked look_at(std::string_view text) {
  Looked looked;
  char32_t before = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = decode_utf8(text, at);
    at += c.size;
    const bool is_letter = is_word_char(c.value);
    looked.is_within |= is_letter && is_mark(before);
    looked.star_within |= is_letter && before == '*';
    looked.is_word &= is_letter || is_mark(c.value);
    looked.is_unspaced |= is_letter && is_unspaced(c.value);
    looked.fixed += is_letter ? 1 : 0;
    before = c.value;
  }
  return looked;
}

}  // namespace

Result<bool> is_pattern(std::string_view text) {
  if (text.find_first_of("*?") == std::string_view::npos) return false;
  if (text.find_first_of("/@") != std::string_view::npos) return false;  // an address
  const Looked looked = look_at(text);
  if (!looked.is_within || (!looked.is_word && !looked.star_within)) return false;
  if (!looked.is_word) {
    return fail(Code::invalid_input,
                fmt::format("* stands for letters of one word, which {} is not: give the words "
                            "apart, or put the text in quotes",
                            show(text)));
  }
  if (looked.is_unspaced) {
    return fail(Code::invalid_input,
                fmt::format("* and ? do not stand for signs of scripts without blanks, as in {}: "
                            "give the signs with at most five between them as \"…\"~5",
                            show(text)));
  }
  if (looked.fixed < kLeastFixed) {
    return fail(Code::invalid_input,
                fmt::format("{} is too broad: * stands for any letters and ? for one; give at "
                            "least {} letters or digits besides, or put the text in quotes",
                            show(text), kLeastFixed));
  }
  return true;
}

std::vector<std::string> fold_pattern(std::string_view text) {
  constexpr std::string_view kCyrillic = " \xD0\xB6\xD0\xB4";  // " жд": see terms.cc
  std::string one = fold_letters(text),
              other = fold_letters(std::string(text) + std::string(kCyrillic));
  other.resize(other.size() - kCyrillic.size());
  if (one == other) return {std::move(one)};
  return {std::move(one), std::move(other)};
}

bool WordPattern::fits(std::string_view word) const {
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t at = 0, p = 0;
  std::size_t star = kNone, star_at = 0;  // the last *, and what it stands for ends there
  while (at < word.size()) {
    if (p < pattern_.size() && pattern_[p] == '*') {
      star = p++;
      star_at = at;
    } else if (p < pattern_.size() && pattern_[p] == '?') {
      ++p;
      at += decode_utf8(word, at).size;
    } else if (p < pattern_.size() && pattern_[p] == word[at]) {
      ++p;
      ++at;
    } else if (star != kNone) {
      p = star + 1;
      star_at += decode_utf8(word, star_at).size;
      at = star_at;
    } else {
      return false;
    }
  }
  while (p < pattern_.size() && pattern_[p] == '*') ++p;
  return p == pattern_.size();
}

std::string_view longest_part(std::string_view pattern) {
  std::string_view longest;
  while (!pattern.empty()) {
    const std::string_view part = pattern.substr(0, pattern.find_first_of("*?"));
    if (part.size() > longest.size()) longest = part;
    pattern.remove_prefix(std::min(part.size() + 1, pattern.size()));
  }
  return longest;
}

}  // namespace maillon::search
