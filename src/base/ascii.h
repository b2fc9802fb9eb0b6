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

constexpr bool is_ascii_alnum(char c) {
  return (to_lower(c) >= 'a' && to_lower(c) <= 'z') || (c >= '0' && c <= '9');
}
// 0 to 15; -1 if it is no hexadecimal digit, of either case.
constexpr int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return to_lower(c) >= 'a' && to_lower(c) <= 'f' ? to_lower(c) - 'a' + 10 : -1;
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

// Nothing but spaces, tabs and line ends, or nothing at all: no reason, no note.
inline bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// 1 to 64 letters, digits and `marks`, the first not '-': what may name a folder or an account.
inline bool is_plain_name(std::string_view name, std::string_view marks) {
  return !name.empty() && name.size() <= 64 && name[0] != '-' &&
         std::all_of(name.begin(), name.end(), [&](char c) {
           return is_ascii_alnum(c) || marks.find(c) != std::string_view::npos;
         });
}

// Percent-encodes (RFC 3986) all but letters, digits and `marks`.
inline std::string percent_encode(std::string_view text, std::string_view marks) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_ascii_alnum(c) || marks.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return out;
}

}  // namespace maillon
