// UTF-8: decode, encode, check. Text is checked once, in collect, and trusted after.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace maillon {

// One code point and the bytes it took (1 to 4).
struct CodePoint {
  char32_t value;
  uint32_t size;
};

// The code point at text[at]; at < text.size(). Broken bytes give U+FFFD, size 1.
CodePoint decode_utf8(std::string_view text, std::size_t at);
// Appends the code point (surrogates and values above U+10FFFF as U+FFFD).
void append_utf8(std::string& out, char32_t code_point);
// True if the bytes are well-formed UTF-8 (RFC 3629).
bool is_utf8(std::string_view bytes);
// The largest prefix size <= max_bytes that does not cut a code point.
std::size_t utf8_prefix(std::string_view text, std::size_t max_bytes);
// Columns a terminal needs: wide scripts and emoji take two, marks none.
std::size_t display_width(std::string_view text);

}  // namespace maillon
