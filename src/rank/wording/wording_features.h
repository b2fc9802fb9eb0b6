// All features of one text for the wording model, one by one: for learning and for reasons, where
// the scorer's remembered sums do not do.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "rank/ranker/features.h"
#include "rank/wording/wording_units.h"

namespace maillon::rank {

struct WordingUse {
  uint32_t bin;
  bool spelling;        // of the group of spellings; else of words
  bool again;           // it was counted before: only its place is news
  uint64_t item;        // the same for all features of one unit, pair or run
  uint32_t begin, end;  // bytes of the folded text
};

// Appends them in the order of the text.
void collect_features(const NeutralLexicon& lexicon, const WordReader& words,
                      std::vector<WordingUse>& out);

// What a unit counts as: the lexicon's sign, its stem, the character or sign that it is.
inline uint64_t unit_hash(const WordingUnit& unit, std::string_view stem) {
  if (unit.sign != 0) return unit.sign;
  return unit.spelling.empty() ? unit.raw : hash_of_stem(stem);
}
inline uint64_t mix_unit(uint64_t hash) {
  return mix64(hash);
}

}  // namespace maillon::rank
