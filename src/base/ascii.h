// Letters of ASCII, without a locale, and what stands around a text.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace maillon {

constexpr char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr char to_upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// The text with its letters A to Z in lower case (capitals); all else as it is.
inline std::string to_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = to_lower(c);
  return out;
}
inline std::string to_upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = to_upper(c);
  return out;
}

inline bool same_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return to_lower(x) == to_lower(y); });
}

// The n-th of the words that single blanks stand between, from 0; "" if there are not as many.
inline std::string_view word_at(std::string_view text, std::size_t n) {
  for (; n > 0; --n) {
    const std::size_t blank = text.find(' ');
    if (blank == std::string_view::npos) return "";
    text.remove_prefix(blank + 1);
  }
  return text.substr(0, text.find(' '));
}

// The text without the marks at its begin and end.
inline std::string_view trimmed(std::string_view text, std::string_view marks) {
  const std::size_t begin = text.find_first_not_of(marks);
  if (begin == std::string_view::npos) return text.substr(text.size());
  return text.substr(begin, text.find_last_not_of(marks) + 1 - begin);
}

}  // namespace maillon
