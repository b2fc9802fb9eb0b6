#include "rank/wording/wording_features.h"

#include <string>
#include <unordered_set>

#include "rank/neutral/stem.h"

namespace maillon::rank {

void collect_features(const NeutralLexicon& lexicon, const WordReader& words,
                      std::vector<WordingUse>& out) {
  WordingUnits units(lexicon);
  std::unordered_set<uint64_t> stems;
  std::unordered_set<uint32_t> pairs, runs;
  std::vector<uint64_t> letters;
  std::string stem;
  Neighbours neighbours;
  uint32_t before_begin = 0, two_before_begin = 0;
  for (const WordingUnit& unit : units.read(words)) {
    stem.clear(), letters.clear();
    append_stem(stem, unit.spelling);
    const uint64_t hash = unit_hash(unit, stem);
    const bool again = !stems.insert(hash).second;
    out.push_back({unit_bin(hash), false, again, hash, unit.begin, unit.end});
    if (!stem.empty()) append_spellings(stem, letters);
    for (const uint64_t one : letters) {
      out.push_back({bin_of(one), true, again, hash, unit.begin, unit.end});
    }
    neighbours.step(
        unit, hash,
        [&](uint64_t pair) {
          const bool is_old = !pairs.insert(bin_of(pair)).second;
          out.push_back({bin_of(pair), false, is_old, pair, before_begin, unit.end});
        },
        [&](uint64_t run) {
          const bool is_old = !runs.insert(bin_of(run)).second;
          out.push_back({bin_of(run), true, is_old, run, two_before_begin, unit.end});
        });
    two_before_begin = before_begin;
    before_begin = unit.begin;
  }
}

}  // namespace maillon::rank
