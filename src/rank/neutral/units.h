// A folded and lexed text as words and, in scripts without blanks, characters.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "extract/text/lex.h"

namespace maillon::rank {

enum class UnitKind : uint8_t { word, character, sign };

// What stands for digits, codes, selectors and classes: no spelling is left of them.
enum class Sign : uint8_t { number = 1, code, phone, email, url, handle, price, date, wallet };
uint64_t sign_hash(Sign sign);

// A unit before anything is replaced.
struct RawUnit {
  uint64_t hash;         // of the folded word, of the character, or a sign
  uint32_t begin, end;   // bytes in the folded text
  uint32_t atom, atoms;  // the first atom that it is made of, and how many (0: a part of one)
  UnitKind kind;
  bool after_break;  // a sentence or a line begins here
};

// What is to stand before a text that is folded, on its own line. Folding takes Cyrillic letters
// for Latin ones where a text has none but look-alikes; a name must not decide how the other words
// are read, so that every text with Cyrillic letters gets one that is truly Cyrillic. "" for the
// rest.
std::string_view script_anchor(std::string_view text);

// Fills `out`. Letters of one word that blanks, dots or dashes spread ("M a r i a", "m.a.r.i.a")
// are one word, whose letters without the joints are what `spelling` gives. A part that only
// carries agreement ("motivé(e)", "amigo/a", "chargé·e·s") is left out. Numbers are a sign; a word
// with a number at one end is a word and a sign, one with digits inside a sign (no serial number,
// no "m4ria").
void split_units(std::string_view folded, std::span<const extract::Atom> atoms,
                 std::vector<RawUnit>& out);

// The letters of a word unit; uses `buffer` where they do not stand together.
std::string_view spelling(std::string_view folded, std::span<const extract::Atom> atoms,
                          const RawUnit& unit, std::string& buffer);

}  // namespace maillon::rank
