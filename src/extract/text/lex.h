// Cuts a folded text into words, numbers and characters, and notes on the way
// where each finder has to look, so that ordinary text costs one pass.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "extract/text/lexicon.h"

namespace maillon::extract {

enum class AtomKind : uint8_t {
  word,      // letters only
  number,    // digits only
  mixed,     // letters and digits
  han,       // one Chinese character, or a word of the lexicon
  unspaced,  // a run of Kana, Thai ...; words of the lexicon stand alone
};

// A run of letters and digits; what is between atoms is punctuation and blanks.
struct Atom {
  uint32_t begin, end;  // bytes in the folded text
  uint32_t hash;        // hash_word; 0 for han and unspaced
  uint16_t word;        // number in the lexicon, 0 if unknown
  AtomKind kind;
  uint8_t flags;

  uint32_t size() const { return end - begin; }
  bool has_digit() const { return kind == AtomKind::number || kind == AtomKind::mixed; }
};
enum AtomFlag : uint8_t {
  kAfterNewline = 1,   // a line ended between the atom before and this one
  kAfterSentence = 2,  // or a sentence
  kGlued = 4,          // nothing stands between
  kClaimed = 8,        // belongs to a selector or an amount that was found
};

struct Lexed {
  std::vector<Atom> atoms;
  // Where to look closer, ascending. Positions of '@'; the others are atom numbers.
  std::vector<uint32_t> at_signs;
  std::vector<uint32_t> dotted;    // only a '.' stands between the atom before and this one
  std::vector<uint32_t> schemes;   // kUrlScheme
  std::vector<uint32_t> numbers;   // has a digit, or is a sure number word
  std::vector<uint32_t> services;  // kService
  std::vector<uint32_t> spelled;   // kAtWord, kDotWord, kSlashWord
  std::vector<uint32_t> codes;     // letters and digits that may be a wallet or an IBAN
  bool has_han = false;            // there is an atom of that kind

  void clear();
};

// Linear. Forgets what was there; memory is kept.
void lex(std::string_view folded, Lexed& out);
// The same atoms, faster, for readers who need no more: words have no hash and no lexeme, and
// of the rest only at_signs and has_han are filled.
void lex_words(std::string_view folded, Lexed& out);

}  // namespace maillon::extract
