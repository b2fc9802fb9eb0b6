#include "rank/ranker/evaluate.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

#include <fmt/format.h>

#include "base/check.h"
#include "base/hash.h"
#include "rank/ranker/learning_set.h"

namespace maillon::rank {
namespace {

constexpr double kDecide = 0.5;

struct Group {
  uint64_t id = 0;
  uint32_t positives = 0, negatives = 0;
  uint32_t size() const { return positives + negatives; }
};

std::vector<Group> count_groups(std::span<const Example> examples) {
  std::map<uint64_t, Group> groups;
  for (const Example& example : examples) {
    Group& group = groups[example.group];
    group.id = example.group;
    ++(example.positive ? group.positives : group.negatives);
  }
  std::vector<Group> out;
  for (const auto& [id, group] : groups) out.push_back(group);
  return out;
}

double ratio(double part, double whole) {
  return whole > 0 ? part / whole : 0;
}

// Average precision; posts of one probability are one step.
double average_precision(std::span<const double> probability, std::span<const uint8_t> positive) {
  std::vector<uint32_t> order(probability.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t x, uint32_t y) { return probability[x] > probability[y]; });
  double sum = 0, found = 0, found_before = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    found += positive[order[i]];
    const bool last_of_tie =
        i + 1 == order.size() || probability[order[i + 1]] < probability[order[i]];
    if (!last_of_tie) continue;
    sum += (found - found_before) * found / static_cast<double>(i + 1);
    found_before = found;
  }
  return ratio(sum, found);
}

// Held-out scores of every example under every strength.
class HeldOut {
 public:
  HeldOut(const FeatureTable& table, std::span<const Example> examples, const TrainOptions& options)
      : table_(table),
        options_(options),
        set_(order_examples(examples)),
        fold_(deal_folds(examples, options.folds)),
        score_(options.strengths.size(), std::vector<double>(examples.size())) {
    for (const Example& example : examples) positive_.push_back(example.positive ? 1 : 0);
    for (uint32_t fold = 0; fold < options.folds; ++fold) score_fold(fold);
  }

  // Held-out examples' probabilities, each fold judged by what the others chose.
  std::vector<double> probabilities() const {
    std::vector<double> out(positive_.size());
    for (uint32_t fold = 0; fold < options_.folds; ++fold) {
      const auto [strength, calibration] = choose(fold);
      for (std::size_t i = 0; i < out.size(); ++i) {
        if (fold_[i] == fold) out[i] = calibration(score_[strength][i]);
      }
    }
    return out;
  }

  struct Choice {
    std::size_t strength = 0;
    Calibration calibration;
  };
  // The likeliest over all folds but one (any number above all folds: over all of them).
  Choice choose(uint32_t without) const {
    Choice best;
    double least = 0;
    for (std::size_t s = 0; s < score_.size(); ++s) {
      std::vector<double> score;
      std::vector<uint8_t> positive;
      for (const uint32_t i : set_.row) {
        if (fold_[i] == without) continue;
        score.push_back(score_[s][i]);
        positive.push_back(positive_[i]);
      }
      const Calibration calibration = fit_calibration(score, positive);
      const double loss = log_loss(calibration, score, positive);
      if (s > 0 && loss >= least) continue;
      least = loss;
      best = {s, calibration};
    }
    return best;
  }

  // In the order of keys, so that sums come out the same for any order of examples.
  Figures figures(std::span<const double> probability) const {
    std::vector<double> ordered;
    for (const uint32_t row : set_.row) ordered.push_back(probability[row]);
    return measure(ordered, set_.positive);
  }

 private:
  void score_fold(uint32_t fold) {
    const TrainingRows rows = set_.training_rows(table_, fold_, fold);
    LogisticSolver solver(rows);
    std::vector<float> weight(kFeatureBins);
    for (std::size_t s = 0; s < score_.size(); ++s) {
      solver.solve(options_.strengths[s]);
      for (std::size_t c = 0; c < rows.columns(); ++c) {
        weight[rows.bin_of(c)] = static_cast<float>(solver.weights()[c]);
      }
      for (std::size_t i = 0; i < fold_.size(); ++i) {
        if (fold_[i] == fold) score_[s][i] = solver.bias() + score_row(table_, i, weight);
      }
    }
  }

  const FeatureTable& table_;
  const TrainOptions& options_;
  LearningSet set_;
  std::vector<uint8_t> fold_, positive_;
  std::vector<std::vector<double>> score_;
};

Result<void> check(std::span<const Example> examples, const Figures& counts,
                   const TrainOptions& options) {
  if (options.folds < 2 || options.folds > 255 || options.min_groups < 1 ||
      options.strengths.empty()) {
    return fail(Code::invalid_input,
                "the ranker needs 2 to 255 folds, a least number of families "
                "above 0 and one strength of the penalty");
  }
  for (const double strength : options.strengths) {
    if (!(strength > 0 && strength <= 1e6)) {
      return fail(Code::invalid_input, "the strength of the penalty must be above 0");
    }
  }
  for (const Example& example : examples) {
    if (!(example.weight > 0 && example.weight <= 1e6F)) {
      return fail(Code::invalid_input, "the weight of a decision must be above 0");
    }
  }
  if (std::min(counts.positive_groups, counts.negative_groups) < options.min_groups) {
    return fail(Code::invalid_input,
                fmt::format("the ranker stays silent: there are decisions for posts of {} families "
                            "and against posts of {}, and it needs {} of each; decide about more",
                            counts.positive_groups, counts.negative_groups, options.min_groups));
  }
  return {};
}

}  // namespace

Figures measure(std::span<const double> probability, std::span<const uint8_t> positive) {
  CHECK(probability.size() == positive.size());
  Figures f;
  f.examples = static_cast<uint32_t>(positive.size());
  double chosen = 0, right = 0, squares = 0;
  for (std::size_t i = 0; i < positive.size(); ++i) {
    const double truth = positive[i], miss = probability[i] - truth;
    f.positives += positive[i];
    squares += miss * miss;
    if (probability[i] < kDecide) continue;
    ++chosen;
    right += truth;
  }
  f.precision = ratio(right, chosen);
  f.recall = ratio(right, f.positives);
  f.f1 = ratio(2 * right, chosen + f.positives);
  f.pr_auc = average_precision(probability, positive);
  f.brier = ratio(squares, f.examples);
  return f;
}

std::vector<uint8_t> deal_folds(std::span<const Example> examples, uint32_t folds) {
  std::vector<Group> groups = count_groups(examples);
  std::sort(groups.begin(), groups.end(), [](const Group& x, const Group& y) {
    return std::make_tuple(y.size(), mix64(x.id + 1), x.id) <
           std::make_tuple(x.size(), mix64(y.id + 1), y.id);
  });
  std::map<uint64_t, uint8_t> fold_of;
  for (const bool with_positives : {true, false}) {
    std::vector<uint32_t> rows(folds);
    for (const Group& group : groups) {
      if ((group.positives > 0) != with_positives) continue;
      const auto least = std::min_element(rows.begin(), rows.end());
      *least += group.size();
      fold_of[group.id] = static_cast<uint8_t>(least - rows.begin());
    }
  }
  std::vector<uint8_t> out;
  for (const Example& example : examples) out.push_back(fold_of[example.group]);
  return out;
}

Result<CrossValidation> cross_validate(const FeatureTable& table, std::span<const Example> examples,
                                       const TrainOptions& options) {
  CHECK(table.rows() == examples.size());
  Figures counts;
  for (const Group& group : count_groups(examples)) {
    ++counts.groups;
    counts.positive_groups += group.positives > 0 ? 1 : 0;
    counts.negative_groups += group.negatives > 0 ? 1 : 0;
  }
  TRY_OK(check(examples, counts, options));
  const HeldOut held_out(table, examples, options);
  const HeldOut::Choice best = held_out.choose(options.folds);
  CrossValidation out;
  out.probability = held_out.probabilities();
  out.strength = options.strengths[best.strength];
  out.calibration = best.calibration;
  out.figures = held_out.figures(out.probability);
  out.figures.groups = counts.groups;
  out.figures.positive_groups = counts.positive_groups;
  out.figures.negative_groups = counts.negative_groups;
  out.figures.folds = options.folds;
  return out;
}

}  // namespace maillon::rank
