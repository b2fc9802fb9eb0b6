#include "rank/ranker/features.h"

#include <cmath>

#include "base/hash.h"
#include "base/utf8.h"

namespace maillon::rank {
namespace {

constexpr std::size_t kShortest = 3, kLongest = 5;  // letters of a spelling
constexpr char32_t kEdge = U'^';                    // no stem holds it
constexpr uint64_t kStep = 0x9e3779b97f4a7c15ULL;
constexpr uint64_t kPairSeed = 0x70616972, kSpellingSeed = 0x7370656c, kRunSeed = 0x72756e73,
                   kIndicatorSeed = 0x696e6469;

uint64_t join(uint64_t first, uint64_t second, uint64_t seed) {
  return mix64(mix64(first + seed) * kStep + second);
}

double score_group(std::span<const uint32_t> bins, std::span<const float> weight) {
  double sum = 0;
  for (const uint32_t bin : bins) sum += static_cast<double>(weight[bin]);
  return sum * feature_value(bins.size());
}

}  // namespace

void append_spellings(std::string_view stem, std::vector<uint64_t>& out) {
  thread_local std::vector<char32_t> letters;
  letters.assign(1, kEdge);
  for (std::size_t at = 0; at < stem.size() && letters.size() <= kLongestStem;) {
    const CodePoint c = decode_utf8(stem, at);
    letters.push_back(c.value);
    at += c.size;
  }
  letters.push_back(kEdge);
  for (std::size_t i = 0; i + kShortest <= letters.size(); ++i) {
    uint64_t hash = kSpellingSeed;
    for (std::size_t n = 0; n < kLongest && i + n < letters.size(); ++n) {
      hash = (hash ^ letters[i + n]) * kStep;
      hash ^= hash >> 29;
      if (n + 1 >= kShortest) out.push_back(mix64(hash));
    }
  }
}

uint64_t pair_hash(uint64_t first, uint64_t second) {
  return join(first, second, kPairSeed);
}

uint64_t run_hash(uint64_t first, uint64_t second, uint64_t third) {
  return join(join(first, second, kRunSeed), third, kRunSeed);
}

double feature_value(std::size_t count) {
  return count == 0 ? 0 : 1 / std::sqrt(static_cast<double>(count));
}

double score_row(const FeatureRow& row, std::span<const float> weight) {
  double sum = 0;
  std::size_t begin = 0;
  for (const uint32_t end : row.end) {
    sum += score_group(std::span(row.bin).subspan(begin, end - begin), weight);
    begin = end;
  }
  return sum;
}

double score_row(const FeatureTable& table, std::size_t row, std::span<const float> weight) {
  double sum = 0;
  for (std::size_t g = 0; g < kFeatureGroups; ++g) sum += score_group(table.bins(row, g), weight);
  return sum;
}

void FeatureTable::add(const FeatureRow& row) {
  const std::size_t base = bin_.size();
  bin_.insert(bin_.end(), row.bin.begin(), row.bin.end());
  for (const uint32_t end : row.end) end_.push_back(base + end);
}

FeatureMaker::FeatureMaker(const NeutralLexicon& lexicon)
    : neutraliser_(lexicon), seen_(kFeatureBins / 64) {}

void FeatureMaker::add(uint64_t hash, FeatureGroup group, uint64_t item, uint32_t begin,
                       uint32_t end) {
  const uint32_t bin = bin_of(hash);
  uint64_t& word = seen_[bin / 64];
  const uint64_t bit = uint64_t{1} << (bin % 64);
  if ((word & bit) == 0) {
    word |= bit;
    row_->bin.push_back(bin);
  }
  if (uses_ != nullptr) uses_->push_back({bin, group, item, begin, end});
}

// Ends the group: its bins may come again in the next.
void FeatureMaker::close(FeatureGroup group) {
  const auto number = static_cast<std::size_t>(group);
  const std::size_t begin = number == 0 ? 0 : row_->end[number - 1];
  for (std::size_t i = begin; i < row_->bin.size(); ++i) seen_[row_->bin[i] / 64] = 0;
  row_->end[number] = static_cast<uint32_t>(row_->bin.size());
}

void FeatureMaker::add_words(std::span<const Unit> units) {
  for (std::size_t i = 0; i < units.size(); ++i) {
    const Unit& unit = units[i];
    add(mix64(unit.hash), FeatureGroup::words, unit.hash, unit.begin, unit.end);
    if (i == 0 || unit.after_break) continue;
    const uint64_t pair = pair_hash(units[i - 1].hash, unit.hash);
    add(pair, FeatureGroup::words, pair, units[i - 1].begin, unit.end);
  }
}

void FeatureMaker::add_spellings(const Unit& unit) {
  spellings_.clear();
  append_spellings(unit.stem, spellings_);
  for (const uint64_t hash : spellings_) {
    add(hash, FeatureGroup::spellings, unit.hash, unit.begin, unit.end);
  }
}

void FeatureMaker::make(std::string_view text, std::span<const std::string> indicators,
                        FeatureRow& row, std::vector<FeatureUse>* uses) {
  row_ = &row;
  uses_ = uses;
  row.bin.clear();
  if (uses != nullptr) uses->clear();
  const std::span<const Unit> units = neutraliser_.read(text);
  add_words(units);
  close(FeatureGroup::words);
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (units[i].kind == UnitKind::word) add_spellings(units[i]);
    const auto is_character = [&](std::size_t k) { return units[k].kind == UnitKind::character; };
    if (i < 2 || !is_character(i) || !is_character(i - 1) || !is_character(i - 2)) continue;
    if (units[i].after_break || units[i - 1].after_break) continue;
    const uint64_t run = run_hash(units[i - 2].hash, units[i - 1].hash, units[i].hash);
    add(run, FeatureGroup::spellings, run, units[i - 2].begin, units[i].end);
  }
  close(FeatureGroup::spellings);
  for (std::size_t i = 0; i < indicators.size(); ++i) {
    add(hash64(indicators[i], kIndicatorSeed), FeatureGroup::indicators, i + 1, 0, 0);
  }
  close(FeatureGroup::indicators);
}

}  // namespace maillon::rank
