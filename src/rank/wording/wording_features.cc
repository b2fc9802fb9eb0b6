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
  uint64_t before = 0, two_before = 0;
  uint32_t before_begin = 0, two_before_begin = 0, characters = 0;
  for (const WordingUnit& unit : units.read(words)) {
    stem.clear(), letters.clear();
    append_stem(stem, unit.spelling);
    const uint64_t hash = unit_hash(unit, stem);
    const bool again = !stems.insert(hash).second;
    out.push_back({bin_of(mix_unit(hash)), false, again, hash, unit.begin, unit.end});
    if (!stem.empty()) append_spellings(stem, letters);
    for (const uint64_t one : letters) {
      out.push_back({bin_of(one), true, again, hash, unit.begin, unit.end});
    }
    if (unit.after_break) characters = 0;
    characters = unit.character ? characters + 1 : 0;
    if (!unit.after_break) {
      const uint64_t pair = pair_hash(before, hash);
      const uint32_t bin = bin_of(pair);
      out.push_back({bin, false, !pairs.insert(bin).second, pair, before_begin, unit.end});
    }
    if (characters >= 3) {
      const uint64_t run = run_hash(two_before, before, hash);
      const uint32_t bin = bin_of(run);
      out.push_back({bin, true, !runs.insert(bin).second, run, two_before_begin, unit.end});
    }
    two_before = before;
    two_before_begin = before_begin;
    before = hash;
    before_begin = unit.begin;
  }
}

}  // namespace maillon::rank
