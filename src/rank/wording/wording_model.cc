#include "rank/wording/wording_model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "base/check.h"
#include "rank/built_in.h"
#include "rank/neutral/stem.h"
#include "rank/wording/wording_features.h"

namespace maillon::rank {
namespace {

constexpr std::size_t kRemembered = std::size_t{1} << 17;  // words, before all are forgotten

constexpr std::size_t kListedSize = 6;

}  // namespace

void WordingModel::add(uint32_t bin, const Feature& feature) {
  known_[bin / 64].bits |= uint64_t{1} << (bin % 64);
  feature_.push_back(feature);
}

void WordingModel::finish() {
  uint32_t before = 0;
  for (Known& here : known_) {
    here.before = before;
    before += static_cast<uint32_t>(std::popcount(here.bits));
  }
}

template <class Number>
void WordingScorer::Sum<Number>::add(const WordingModel::Feature& feature) {
  const int32_t rarity = feature.rarity;
  square += rarity * rarity;
  for (std::size_t k = 0; k < kPostKinds; ++k) weight[k] += rarity * feature.weight[k];
}

template <class Number>
template <class Other>
void WordingScorer::Sum<Number>::add(const Sum<Other>& other) {
  square += other.square;
  for (std::size_t k = 0; k < kPostKinds; ++k) weight[k] += other.weight[k];
}

WordingScorer::WordingScorer(const NeutralLexicon& lexicon, const WordingModel& model)
    : model_(&model), units_(lexicon), seen_(kFeatureBins / 64) {}

uint32_t WordingScorer::stem_of(const WordingUnit& unit) {
  uint32_t& number = of_raw_.of(unit.sign != 0 ? unit.sign : unit.raw);
  if (number != NumberMemo::kUnknown) return number;
  stem_.clear();
  append_stem(stem_, unit.spelling);
  const uint64_t hash = unit_hash(unit, stem_);
  uint32_t& same = stem_number_.of(hash);
  if (same == NumberMemo::kUnknown) same = new_stem(hash);
  return number = same;
}

uint32_t WordingScorer::new_stem(uint64_t hash) {
  static_assert(3 * kLongestStem * 255 * 255 <= std::numeric_limits<int32_t>::max());
  Stem made;
  made.hash = hash;
  made.word = model_->feature(unit_bin(hash));
  letters_.clear();
  if (!stem_.empty()) append_spellings(stem_, letters_);
  for (const uint64_t letters : letters_) {
    const uint32_t bin = bin_of(letters);
    if (model_->knows(bin)) made.spellings.add(model_->known_feature(bin));
  }
  stems_.push_back(made);
  return static_cast<uint32_t>(stems_.size() - 1);
}

void WordingScorer::add_once(uint32_t bin, Sum<int64_t>& to) {
  if (!model_->knows(bin)) return;
  uint64_t& word = seen_[bin / 64];
  const uint64_t bit = uint64_t{1} << (bin % 64);
  if ((word & bit) != 0) return;
  word |= bit;
  seen_list_.push_back(bin);
  to.add(model_->known_feature(bin));
}

void WordingScorer::start() {
  for (const uint32_t bin : seen_list_) seen_[bin / 64] = 0;
  seen_list_.clear();
  words_ = {}, spellings_ = {};
  size_ = 0;
  if (stems_.size() > kRemembered) {
    of_raw_.clear(), stem_number_.clear(), stems_.clear();
  }
  ++post_;
}

void WordingScorer::add(const WordReader& words) {
  Neighbours neighbours;
  constexpr std::size_t kAhead = 8;
  const std::span<const WordingUnit> units = units_.read(words);
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (i + kAhead < units.size()) of_raw_.prefetch(units[i + kAhead].raw);
    const WordingUnit& unit = units[i];
    size_ += unit.sign != 0 ? kListedSize : unit.end - unit.begin;
    Stem& stem = stems_[stem_of(unit)];
    if (stem.seen_in != post_) {
      stem.seen_in = post_;
      words_.add(stem.word), spellings_.add(stem.spellings);
    }
    neighbours.step(
        unit, stem.hash, [&](uint64_t pair) { add_once(bin_of(pair), words_); },
        [&](uint64_t run) { add_once(bin_of(run), spellings_); });
  }
}

std::optional<KindScores> WordingScorer::scores() const {
  if (words_.square == 0 && spellings_.square == 0) return std::nullopt;
  KindScores out{};
  for (std::size_t k = 0; k < kPostKinds; ++k) out[k] = model_->bias(k);
  for (const Sum<int64_t>* sum : {&words_, &spellings_}) {
    if (sum->square == 0) continue;
    const double length = std::sqrt(static_cast<double>(sum->square));
    for (std::size_t k = 0; k < kPostKinds; ++k) {
      out[k] += model_->step(k) * static_cast<double>(sum->weight[k]) / length;
    }
  }
  return out;
}

std::vector<Contribution> wording_reasons(const NeutralLexicon& lexicon, const WordingModel& model,
                                          std::string_view text, PostKind kind, std::size_t most) {
  WordReader reader;
  reader.read(text);
  std::vector<WordingUse> uses;
  collect_features(lexicon, reader, uses);
  std::array<double, 2> square{};
  for (const WordingUse& use : uses) {
    const double rarity = use.again ? 0 : model.feature(use.bin).rarity;
    square[use.spelling ? 1 : 0] += rarity * rarity;
  }
  const auto k = static_cast<std::size_t>(kind);
  std::map<uint64_t, Contribution> items;
  for (const WordingUse& use : uses) {
    const WordingModel::Feature& feature = model.feature(use.bin);
    if (feature.rarity == 0) continue;
    Contribution& item = items[use.item];
    if (!use.again) {
      item.value += model.step(k) * feature.rarity * feature.weight[k] /
                    std::sqrt(square[use.spelling ? 1 : 0]);
    }
    item.spans.push_back({reader.source_begin(use.begin), reader.source_end(use.end)});
  }
  std::vector<Contribution> out;
  for (auto& [item, contribution] : items) {
    if (contribution.value <= 0) continue;
    auto& spans = contribution.spans;
    std::sort(spans.begin(), spans.end());
    spans.erase(std::unique(spans.begin(), spans.end()), spans.end());
    out.push_back(std::move(contribution));
  }
  std::sort(out.begin(), out.end(), [](const Contribution& x, const Contribution& y) {
    return x.value != y.value ? x.value > y.value : x.spans < y.spans;
  });
  out.resize(std::min(out.size(), most));
  return out;
}

const WordingModel& built_in_wording() {
  static const WordingModel model = [] {
    auto read = WordingModel::from_bytes(built_in_wording_bytes());
    CHECK(read.has_value());
    return *std::move(read);
  }();
  return model;
}

}  // namespace maillon::rank
