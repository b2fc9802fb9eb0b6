// What kind of text a post is by its wording as a whole: offer, deceptive offer, control, warning,
// news, call for help.
//
// Phrases (reading.h) say which signs a text names; they cannot say what no list foresaw. This is a
// linear model over neutral features (wording_units.h: no name, sex, nationality or faith reaches
// one), of which rarer ones count more. It is learned from made-up texts alone (tests/indicators)
// and shipped; what it says is a reading aid beside the phrases (post_reader.h), never a sign.
//
// Two groups of features, each of length one (L2):
//   words       distinct units, and distinct pairs of neighbours within a sentence
//   spellings   3 to 5 letters of each distinct stem; 3 neighbouring characters of Chinese
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rank/combine.h"
#include "rank/number_memo.h"
#include "rank/ranker/features.h"
#include "rank/ranker/model.h"
#include "rank/reading.h"
#include "rank/wording/wording_units.h"

namespace maillon::rank {

// By PostKind: log-odds that the text is of that kind rather than any other.
using KindScores = std::array<double, kPostKinds>;

class WordingModel {
 public:
  // Small numbers, so that one feature is one place in memory.
  struct Feature {
    uint8_t rarity = 0;  // in kRaritySteps; 0: not known
    std::array<int8_t, kPostKinds> weight{};
    uint8_t unused = 0;
  };
  static_assert(sizeof(Feature) == 8);
  static constexpr double kRaritySteps = 24;

  // Of a bin (ranker/features.h: bin_of).
  const Feature& feature(uint32_t bin) const {
    static const Feature unknown;
    return knows(bin) ? known_feature(bin) : unknown;
  }
  // False for the most of them, told within the cache.
  bool knows(uint32_t bin) const { return (known_[bin / 64].bits >> (bin % 64) & 1U) != 0; }
  // REQUIRES: knows(bin).
  const Feature& known_feature(uint32_t bin) const {
    const Known& here = known_[bin / 64];
    const uint64_t below = (uint64_t{1} << (bin % 64)) - 1;
    return feature_[here.before + static_cast<uint32_t>(std::popcount(here.bits & below))];
  }
  double bias(std::size_t kind) const { return bias_[kind]; }
  double step(std::size_t kind) const { return step_[kind]; }  // what a weight of 1 is worth

  // Of the words that were hidden while it was learned: hide the same.
  uint64_t lexicon_fingerprint() const { return lexicon_; }
  // Of the texts that it was learned from (hash_texts), and of all of the model.
  uint64_t texts_fingerprint() const { return texts_; }
  uint64_t fingerprint() const { return fingerprint_; }
  std::size_t size() const { return feature_.size(); }  // features with a weight

  // The same bytes on every machine (drawn in wording_bytes.cc).
  std::string to_bytes() const;
  // Fails with `corrupt` for bytes that to_bytes did not make.
  static Result<WordingModel> from_bytes(std::string_view bytes);

 private:
  friend class WordingLearner;
  // Bins come in ascending order; then finish().
  void add(uint32_t bin, const Feature& feature);
  void finish();

  // 64 bins: which are known, and how many features stand before those.
  struct Known {
    uint64_t bits = 0;
    uint32_t before = 0;
  };
  std::vector<Known> known_ = std::vector<Known>(kFeatureBins / 64);
  std::vector<Feature> feature_;  // those that are known
  std::array<double, kPostKinds> bias_{}, step_{};
  uint64_t lexicon_ = 0, texts_ = 0, fingerprint_ = 0;
};

// The one that is compiled in (catalogue/wording.model).
const WordingModel& built_in_wording();

// Scores one post after another; what a word adds is worked out once and remembered. One thread at
// a time; lexicon and model must outlive it.
class WordingScorer {
 public:
  WordingScorer(const NeutralLexicon& lexicon, const WordingModel& model);
  // A post: start, each of its fields, then scores. Linear in its size.
  void start();
  void add(const WordReader& words);
  // Nothing if the model knows nothing of what stands there.
  std::optional<KindScores> scores() const;
  // Bytes of the post's units, each word of the lexicon counting as one of six letters: the same
  // whoever a text is about.
  std::size_t size() const { return size_; }

 private:
  // Weighted features, summed up.
  template <class Number>
  struct Sum {
    std::array<Number, kPostKinds> weight{};
    Number square = 0;
    void add(const WordingModel::Feature& feature);
    template <class Other>
    void add(const Sum<Other>& other);
  };
  struct Stem {
    uint64_t hash = 0;
    WordingModel::Feature word;
    Sum<int32_t> spellings;  // kLongestStem features of the greatest weight fit
    uint32_t seen_in = 0;    // the post that had it last
  };
  uint32_t stem_of(const WordingUnit& unit);
  uint32_t new_stem(uint64_t hash);
  void add_once(uint32_t bin, Sum<int64_t>& to);

  const WordingModel* model_;
  WordingUnits units_;
  NumberMemo stem_number_, of_raw_;  // by a stem's hash; by a raw one
  std::vector<Stem> stems_;
  std::vector<uint64_t> seen_, letters_;  // a bit for each bin of pairs and runs
  std::vector<uint32_t> seen_list_;
  std::string stem_;
  Sum<int64_t> words_, spellings_;
  std::size_t size_ = 0;
  uint32_t post_ = 0;
};

// What speaks most for the kind: at most `most` words, pairs or runs of characters with a value
// above 0, the largest first. Spans are bytes of the text.
std::vector<Contribution> wording_reasons(const NeutralLexicon& lexicon, const WordingModel& model,
                                          std::string_view text, PostKind kind, std::size_t most);

}  // namespace maillon::rank
