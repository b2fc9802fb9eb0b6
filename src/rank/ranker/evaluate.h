// How well a ranker does on wording that it has not seen.
//
// Near-copies of one advert on both sides of a split make any learner look good: it has learned
// the advert. So examples are split by group (template family), never one by one. What is chosen
// (the strength of the penalty, the calibration) is chosen for each fold by the other folds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "rank/ranker/calibrate.h"
#include "rank/ranker/features.h"

namespace maillon::rank {

// A decision about the post in the same row of a FeatureTable.
struct Example {
  uint64_t key = 0;    // of the post: the order of examples does not count, that of keys does
  uint64_t group = 0;  // its template family; posts without one have a number of their own
  bool positive = false;
  float weight = 1;  // > 0
};

struct Figures {
  uint32_t examples = 0, positives = 0;
  uint32_t groups = 0, positive_groups = 0, negative_groups = 0;  // a mixed one counts as both
  uint32_t folds = 0;
  // Of posts whose probability is at least 1/2; 0 where there is nothing to divide by.
  double precision = 0, recall = 0, f1 = 0;
  double pr_auc = 0;  // average precision; a ranker that knows nothing has positives / examples
  double brier = 0;   // mean square of probability less truth; 0 is best
};

// Figures of probabilities that were given without knowledge of the labels. Groups and folds stay
// 0.
Figures measure(std::span<const double> probability, std::span<const uint8_t> positive);

struct TrainOptions {
  uint32_t folds = 5;       // 2 to 255
  uint32_t min_groups = 8;  // with and without positives, each
  // Weight of the examples against the penalty, ascending; the best by cross-validation is taken.
  std::vector<double> strengths{0.25, 1, 4, 16};
};

// The fold of each example: groups stay whole, groups with positives and those without are spread
// evenly, large ones first. Depends on groups and labels only.
std::vector<uint8_t> deal_folds(std::span<const Example> examples, uint32_t folds);

struct CrossValidation {
  std::vector<double> probability;  // of each example, by a model that did not see its group
  Figures figures;                  // of these
  double strength = 0;              // the best over all folds: for the final model
  Calibration calibration;          // of all held-out scores under it
};

// Fails with invalid_input and what is missing when fewer than options.min_groups groups have
// positives, or negatives; a weight is not above 0; or the folds or strengths make no sense.
Result<CrossValidation> cross_validate(const FeatureTable& table, std::span<const Example> examples,
                                       const TrainOptions& options = {});

}  // namespace maillon::rank
