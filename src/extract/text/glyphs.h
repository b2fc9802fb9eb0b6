// What folding does to one code point: a table over Unicode, made once from ICU.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maillon::extract {

// What a code point is to the finders, after folding.
enum class Glyph : uint8_t {
  removed,   // zero-width, bidi controls, variation selectors, combining marks
  space,     // blanks and control bytes
  newline,   // ends a line
  punct,     // punctuation of any script
  symbol,    // emoji, currency, arrows ...
  digit,     // after folding only ASCII digits remain
  letter,    // letters (and vowel signs) of scripts that put blanks between words
  han,       // Chinese characters
  unspaced,  // Kana, Thai, Lao, Khmer, Myanmar
};

// Scripts whose letters pass for those of another one.
enum class Script : uint8_t { other, latin, cyrillic, greek, armenian };

struct GlyphEntry {
  Glyph glyph = Glyph::symbol;
  Script script = Script::other;
  bool upper = false;          // an upper-case letter before folding
  uint8_t size = 0;            // bytes of the folded form; never more than the source has
  bool single = false;         // the folded form is one code point
  std::array<char, 4> utf8{};  // the folded form; longer ones are cut to four bytes
};

// The entry of any code point, also unassigned ones.
const GlyphEntry& glyph_of(char32_t code_point);

// The classes alone, for code points below kClassEnd: for loops over every character.
inline constexpr char32_t kClassEnd = 0x20000;
const Glyph* glyph_classes();
inline Glyph glyph_class(const Glyph* classes, char32_t code_point) {
  return code_point < kClassEnd ? classes[code_point] : glyph_of(code_point).glyph;
}

// Glyphs of ASCII bytes; letters as Glyph::letter.
Glyph ascii_glyph(unsigned char byte);

// The look-alike in the other script, 0 if there is none. Arguments and answers
// are lower-case; `upper` says how the letter was written (Ν looks like N, ν like v).
// `weak` allows letters that only resemble (и for u).
char latin_twin(char32_t folded, bool upper, bool weak);
char32_t twin_of_latin(char lower, Script script);

}  // namespace maillon::extract
