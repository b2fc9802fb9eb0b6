#include "collect/json_text.h"

#include <cstddef>

#include "base/ascii.h"
#include "base/utf8.h"

namespace maillon::collect {
namespace {

// The four hex digits at `at`; nothing valid gives 0x110000.
char32_t read_hex(std::string_view text, std::size_t at) {
  if (at + 4 > text.size()) return 0x110000;
  char32_t value = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    const int digit = hex_value(text[i]);
    if (digit < 0) return 0x110000;
    value = value * 16 + static_cast<char32_t>(digit);
  }
  return value;
}

char simple_escape(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case '"':
    case '\\':
    case '/':
      return c;
    default:
      return '\0';
  }
}

}  // namespace

bool unescape_json(std::string_view text, std::string& out) {
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] != '\\') {
      out.push_back(text[i++]);
      continue;
    }
    if (i + 1 >= text.size()) return false;
    if (text[i + 1] != 'u') {
      const char c = simple_escape(text[i + 1]);
      if (c == '\0') return false;
      out.push_back(c);
      i += 2;
      continue;
    }
    char32_t value = read_hex(text, i + 2);
    if (value > 0xFFFF) return false;
    i += 6;
    if (value >= 0xD800 && value <= 0xDBFF && i + 1 < text.size() && text[i] == '\\' &&
        text[i + 1] == 'u') {
      const char32_t low = read_hex(text, i + 2);
      if (low >= 0xDC00 && low <= 0xDFFF) {
        value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
        i += 6;
      }
    }
    append_utf8(out, value);
  }
  return true;
}

bool is_json_number(std::string_view text) {
  std::size_t i = 0;
  const auto digits = [&] {
    const std::size_t begin = i;
    while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
    return i - begin;
  };
  if (i < text.size() && text[i] == '-') ++i;
  const bool zero = i < text.size() && text[i] == '0';
  const std::size_t whole = digits();
  if (whole == 0 || (zero && whole > 1)) return false;
  if (i < text.size() && text[i] == '.') {
    ++i;
    if (digits() == 0) return false;
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (digits() == 0) return false;
  }
  return i == text.size();
}

}  // namespace maillon::collect
