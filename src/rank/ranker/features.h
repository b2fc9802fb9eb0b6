// What the ranker sees of a post: hashed features of the neutralised text, and indicators.
//
// Three groups, each of length one (L2), all features of a group with the same value:
//   words        units (neutral/neutralise.h) and pairs of neighbours within a sentence
//   spellings    3 to 5 letters of a stem with its ends marked; 3 neighbouring characters of
//                scripts without blanks (1 and 2 of them are units and pairs already)
//   indicators   what the caller names (ids of the catalogue)
// Presence only: how often a word stands there says more about length than about content.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rank/neutral/neutralise.h"

namespace maillon::rank {

inline constexpr uint32_t kFeatureBins = 1U
                                         << 20;  // hashing trick (Weinberger et al. 2009), no sign
inline constexpr std::size_t kFeatureGroups = 3;
enum class FeatureGroup : uint8_t { words, spellings, indicators };

// Features of one post: bins, each once within a group. Groups do not share bins by intent;
// where two features meet in one bin they share a weight.
struct FeatureRow {
  std::vector<uint32_t> bin;
  std::array<uint32_t, kFeatureGroups> end{};  // of each group in `bin`

  friend bool operator==(const FeatureRow&, const FeatureRow&) = default;
};

// Where a feature came from; a feature may stand in many places.
struct FeatureUse {
  uint32_t bin;
  FeatureGroup group;
  uint64_t item;        // the same for all features of one word (pair, run of characters)
  uint32_t begin, end;  // bytes of the text; begin == end for indicators
};

// Features of many posts.
class FeatureTable {
 public:
  void add(const FeatureRow& row);
  std::size_t rows() const { return end_.size() / kFeatureGroups; }
  std::span<const uint32_t> bins(std::size_t row, std::size_t group) const {
    const std::size_t at = row * kFeatureGroups + group;
    const std::size_t begin = at == 0 ? 0 : end_[at - 1];
    return std::span(bin_).subspan(begin, end_[at] - begin);
  }
  std::size_t size() const { return bin_.size(); }

 private:
  std::vector<uint32_t> bin_;
  std::vector<std::size_t> end_;
};

// The value of each of the `count` features of a group.
double feature_value(std::size_t count);

// Sum of weight times value over a post's features, without a bias. `weight` is by bin.
double score_row(const FeatureRow& row, std::span<const float> weight);
double score_row(const FeatureTable& table, std::size_t row, std::span<const float> weight);

// Hashes of the 3 to 5 letters of a stem with its ends marked, in order, appended to `out`; of a
// longer stem those of its first kLongestStem letters.
inline constexpr std::size_t kLongestStem = 1024;
void append_spellings(std::string_view stem, std::vector<uint64_t>& out);
// The hash of two units that follow each other, and of three characters.
uint64_t pair_hash(uint64_t first, uint64_t second);
uint64_t run_hash(uint64_t first, uint64_t second, uint64_t third);
// The bin of a feature's hash.
inline uint32_t bin_of(uint64_t hash) {
  static_assert(kFeatureBins == 1U << (64 - 44));
  return static_cast<uint32_t>(hash >> 44);
}

// Makes features of one text after another. One thread at a time.
class FeatureMaker {
 public:
  explicit FeatureMaker(const NeutralLexicon& lexicon);

  // Writes `row` over. Empty texts give empty groups. `uses`, if not null, is written over too:
  // every place of every feature, an indicator's item being its number + 1 in `indicators`.
  void make(std::string_view text, std::span<const std::string> indicators, FeatureRow& row,
            std::vector<FeatureUse>* uses = nullptr);
  uint64_t lexicon_fingerprint() const { return neutraliser_.lexicon_fingerprint(); }

 private:
  void add(uint64_t hash, FeatureGroup group, uint64_t item, uint32_t begin, uint32_t end);
  void add_words(std::span<const Unit> units);
  void add_spellings(const Unit& unit);
  void close(FeatureGroup group);

  Neutraliser neutraliser_;
  std::vector<uint64_t> seen_;  // a bit for each bin of the group at hand
  std::vector<uint64_t> spellings_;
  FeatureRow* row_ = nullptr;
  std::vector<FeatureUse>* uses_ = nullptr;
};

}  // namespace maillon::rank
