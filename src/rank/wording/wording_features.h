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
// The bin of a unit by itself.
inline uint32_t unit_bin(uint64_t unit_hash) {
  return bin_of(mix64(unit_hash));
}

// Tells, unit by unit, which pair and which run of three characters ends there.
class Neighbours {
 public:
  // `pair` and `run` are called with its hash.
  template <class Pair, class Run>
  void step(const WordingUnit& unit, uint64_t hash, Pair&& pair, Run&& run) {
    if (unit.after_break) characters_ = 0;
    characters_ = unit.character ? characters_ + 1 : 0;
    if (!unit.after_break) pair(pair_hash(before_, hash));
    if (characters_ >= 3) run(run_hash(two_before_, before_, hash));
    two_before_ = before_;
    before_ = hash;
  }

 private:
  uint64_t before_ = 0, two_before_ = 0;
  uint32_t characters_ = 0;  // in a row
};

}  // namespace maillon::rank
