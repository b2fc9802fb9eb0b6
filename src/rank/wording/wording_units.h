// The units of a text for the wording model, from the words that the matcher has read anyway: no
// second folding, and no finders of phones and links, which no wording hangs on.
//
// As in neutral/neutralise.h, words of the lexicon are the sign of their class, digits are one
// sign, and endings that agree in gender or number are cut. Traditional Chinese is simplified.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rank/neutral/lexicon.h"
#include "rank/neutral/units.h"
#include "rank/words.h"

namespace maillon::rank {

struct WordingUnit {
  uint64_t raw;               // of the folded word, of the character, or a sign
  uint64_t sign;              // of the lexicon's class; 0: not listed
  uint32_t begin, end;        // bytes of the folded text
  std::string_view spelling;  // of a word that is not listed; empty for the rest
  bool character;
  bool after_break;  // a sentence, a line or a field begins here
};

// Cuts one text after another. One thread at a time; the lexicon must outlive it.
class WordingUnits {
 public:
  explicit WordingUnits(const NeutralLexicon& lexicon) : lexicon_(&lexicon) {}
  // Valid until the next call, and as long as `words` is unchanged. The first unit of a text is
  // after a break.
  std::span<const WordingUnit> read(const WordReader& words);

 private:
  const NeutralLexicon* lexicon_;
  std::vector<RawUnit> raw_;
  std::vector<WordingUnit> units_;
  std::string buffer_;
  std::vector<std::string> spread_;  // spellings of words whose letters are spread
};

// What a unit counts as: the sign, the stem, the character.
uint64_t hash_of_stem(std::string_view stem);

}  // namespace maillon::rank
