#include "rank/wording/wording_units.h"

#include "base/hash.h"

namespace maillon::rank {

std::span<const WordingUnit> WordingUnits::read(const WordReader& words) {
  const std::string_view folded = words.folded();
  split_units(folded, words.atoms(), raw_);
  units_.clear(), spread_.clear();
  std::size_t spread = 0;
  for (const RawUnit& unit : raw_) spread += unit.atoms > 1 ? 1 : 0;
  spread_.reserve(spread);  // views into it are kept
  for (std::size_t i = 0; i < raw_.size();) {
    const RawUnit& first = raw_[i];
    WordingUnit unit{first.hash,
                     0,
                     first.begin,
                     first.end,
                     {},
                     first.kind == UnitKind::character,
                     first.after_break || i == 0};
    const NeutralLexicon::Match listed = lexicon_->match(std::span(raw_).subspan(i));
    i += std::max<std::size_t>(listed.units, 1);
    if (listed.units > 0) {
      unit.sign = listed.sign;
      unit.end = raw_[i - 1].end;
      unit.character = false;
    } else if (first.kind == UnitKind::word) {
      unit.spelling = spelling(folded, words.atoms(), first, buffer_);
      if (first.atoms > 1) unit.spelling = spread_.emplace_back(unit.spelling);
    }
    units_.push_back(unit);
  }
  return units_;
}

uint64_t hash_of_stem(std::string_view stem) {
  constexpr uint64_t kSeed = 0x57574f5244;
  return hash64(stem, kSeed);
}

}  // namespace maillon::rank
