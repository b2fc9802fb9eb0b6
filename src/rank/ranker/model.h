// The learned ranker: orders posts by what analysts decided about others.
//
// A linear model over hashed features (features.h), since on short adverts nothing that costs more
// has been shown to be better; calibrated, and with the figures of its own cross-validation by
// template family. It sees neutralised texts only, and stays silent when there is too little to
// learn from, or when what it learned does not hold for families that it has not seen.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rank/ranker/calibrate.h"
#include "rank/ranker/evaluate.h"
#include "rank/ranker/features.h"

namespace maillon::rank {

struct TextSpan {
  uint32_t begin, end;  // bytes
  friend auto operator<=>(const TextSpan&, const TextSpan&) = default;
};

// What one word (pair of words, run of characters) or indicator adds to the score.
struct Contribution {
  double value = 0;             // above 0 speaks for, below against
  std::vector<TextSpan> spans;  // all its places in the text, ascending; empty for indicators
  std::size_t indicator = 0;    // 1 + its number among those asked with; 0 for words
};

struct Explanation {
  double probability = 0;
  // score = bias + sum of `top` + rest, but for rounding.
  double score = 0, bias = 0, rest = 0;
  std::vector<Contribution> top;  // by size of the value; then words before indicators, by place
};

class Model {
 public:
  double score(const FeatureRow& row) const;
  // Within (0, 1): how often posts with such a score were decided for.
  double probability(const FeatureRow& row) const { return calibration_(score(row)); }

  // Why the post has its score: at most `most` contributions. `maker` must have the lexicon of
  // lexicon_fingerprint(), and is used as FeatureMaker::make does.
  Explanation explain(FeatureMaker& maker, std::string_view text,
                      std::span<const std::string> indicators, std::size_t most) const;

  // Cross-validated by family: say these, and no others.
  const Figures& figures() const { return figures_; }
  const Calibration& calibration() const { return calibration_; }
  double strength() const { return strength_; }
  uint64_t lexicon_fingerprint() const { return lexicon_; }
  std::size_t size() const { return features_; }  // features with a weight

  // All of it as bytes (drawn in model_bytes.cc), the same on every machine.
  std::string to_bytes() const;
  // Fails with `corrupt` for bytes that to_bytes did not make, `unsupported` for those of another
  // version.
  static Result<Model> from_bytes(std::string_view bytes);

 private:
  friend Result<Model> train_model(const FeatureTable&, std::span<const Example>, uint64_t,
                                   const TrainOptions&);
  std::vector<float> weight_;  // by bin
  std::size_t features_ = 0;
  double bias_ = 0, strength_ = 0;
  Calibration calibration_;
  Figures figures_;
  uint64_t lexicon_ = 0;
};

// Learns from the example of each row of the table, whose features were made with the lexicon of
// that fingerprint. Fails with invalid_input as cross_validate does (too few families), and when
// the held-out order is no better than chance: then there is no ranker, and the message says why.
// The order of examples does not count. One thread.
Result<Model> train_model(const FeatureTable& table, std::span<const Example> examples,
                          uint64_t lexicon_fingerprint, const TrainOptions& options = {});

}  // namespace maillon::rank
