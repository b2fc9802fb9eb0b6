// In which language the sentences of a text are written, so that phrases of one language are not
// found in texts of another ("fin" is no fine in French). Told by function words (Grefenstette
// 1995); between languages of Latin letters only, the scripts keep the others apart.
#pragma once

#include <cstdint>
#include <vector>

#include "rank/words.h"

namespace maillon::rank {

class Tongues {
 public:
  // One text after another, with the memory of the last. Linear.
  void read(const WordReader& reader);

  // The language of the word's sentence, or of the text where the sentence does not show it; as in
  // extract::LanguageCode. 0 where neither does: short texts, languages that are not told apart.
  uint16_t at(uint32_t word) const { return of_word_[word]; }
  // False only if the sentence is in one of the languages told apart and the phrase in another.
  bool may_hold(uint32_t word, uint16_t phrase_language) const;

 private:
  std::vector<uint16_t> of_word_;
};

}  // namespace maillon::rank
