#include "extract/text/simplified.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include <unicode/translit.h>
#include <unicode/unistr.h>

namespace maillon::extract {
namespace {

// The block of the common characters, all of three bytes in UTF-8.
constexpr char32_t kFirst = 0x4E00, kEnd = 0xA000;
using Table = std::array<uint16_t, kEnd - kFirst>;

// Without ICU's rules each character stands for itself.
const Table& table() {
  static const Table all = [] {
    Table out{};
    for (char32_t c = kFirst; c < kEnd; ++c) out[c - kFirst] = static_cast<uint16_t>(c);
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::Transliterator> rules(
        icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
    if (U_FAILURE(status) || !rules) return out;
    // Between blanks, so that no rule sees two characters together.
    icu::UnicodeString text;
    for (char32_t c = kFirst; c < kEnd; ++c) text.append(static_cast<char16_t>(c)).append(u' ');
    rules->transliterate(text);
    if (text.length() != 2 * static_cast<int32_t>(out.size())) return out;
    for (std::size_t i = 0; i < out.size(); ++i) {
      const char16_t to = text.charAt(2 * static_cast<int32_t>(i));
      if (to >= kFirst && to < kEnd) out[i] = to;
    }
    return out;
  }();
  return all;
}

}  // namespace

char32_t to_simplified(char32_t character) {
  return character >= kFirst && character < kEnd ? table()[character - kFirst] : character;
}

bool simplify_chinese(std::string& text) {
  bool changed = false;
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    if (byte(i) < 0xE4 || byte(i) > 0xE9) continue;
    if ((byte(i + 1) & 0xC0) != 0x80 || (byte(i + 2) & 0xC0) != 0x80) continue;
    const auto c = static_cast<char32_t>((byte(i) & 0x0F) << 12 | (byte(i + 1) & 0x3F) << 6 |
                                         (byte(i + 2) & 0x3F));
    const char32_t to = to_simplified(c);
    if (to != c) {
      text[i] = static_cast<char>(0xE0 | to >> 12);
      text[i + 1] = static_cast<char>(0x80 | (to >> 6 & 0x3F));
      text[i + 2] = static_cast<char>(0x80 | (to & 0x3F));
      changed = true;
    }
    i += 2;
  }
  return changed;
}

}  // namespace maillon::extract
