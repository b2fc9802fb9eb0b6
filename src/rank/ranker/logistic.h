// Logistic regression with an L2 penalty, by coordinate descent in the dual (Yu, Huang and Lin
// 2011, "Dual coordinate descent methods for logistic regression and maximum entropy models"),
// written for rows whose features all have one value within a group. One thread, a fixed order:
// the same rows give the same bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "rank/ranker/features.h"

namespace maillon::rank {

// exp from additions and multiplications only: the same on every machine. Relative error < 1e-15
// between -700 and 700; clamped outside.
double stable_exp(double x);
// 1 / (1 + exp(-x)).
double sigmoid(double x);

// What is learned from: some rows of a FeatureTable, their labels and costs, over dense columns.
// Bins that fewer than two groups of examples have are left out: one family's own words say
// nothing about others, and are the nearest thing to an identity.
class TrainingRows {
 public:
  // `rows` are row numbers of the table, in the order to learn in; group[i], positive[i] and
  // cost[i] (> 0, relative) belong to rows[i]. `scale`, if not empty, is a factor of each bin's
  // value; groups then have length one over the features that are kept.
  TrainingRows(const FeatureTable& table, std::span<const uint32_t> rows,
               std::span<const uint64_t> group, std::span<const uint8_t> positive,
               std::span<const float> cost, std::span<const float> scale = {});

  std::size_t size() const { return cost_.size(); }
  std::size_t columns() const { return bin_of_.size(); }
  // The bin of a column; the commonest come first, so that the busy part of the weights is small.
  uint32_t bin_of(std::size_t column) const { return bin_of_[column]; }

 private:
  friend class LogisticSolver;
  void number_columns(const FeatureTable& table, std::span<const uint32_t> rows,
                      std::span<const uint64_t> group);

  std::vector<uint32_t> bin_of_, column_of_;  // column_of_: by bin, + 1; 0 for none
  std::vector<uint32_t> column_;
  std::vector<std::size_t> end_;  // by row and group, as in FeatureTable
  std::vector<double> value_;     // by row and group
  std::vector<double> scale_;     // by column
  std::vector<double> square_;    // of each row, with the 1 of the bias
  std::vector<double> cost_;
  std::vector<int8_t> sign_;
};

class LogisticSolver {
 public:
  // `rows` must live as long.
  explicit LogisticSolver(const TrainingRows& rows);

  // Minimises |w|^2 / 2 + strength * sum of cost * log(1 + exp(-y w.x)), from where the last call
  // ended. Stops when a pass moves less than `tolerance` of all dual variables' room, or after
  // `max_passes`. The bias is a feature of value 1 and shrunk with the rest.
  void solve(double strength, double tolerance = 1e-3, int max_passes = 100);

  double bias() const { return bias_; }
  std::span<const double> weights() const { return weight_; }  // by column
  // Length of the objective's gradient at the weights; 0 at the optimum. For tests.
  double gradient_norm(double strength) const;

 private:
  double margin(std::size_t row) const;
  void add(std::size_t row, double step);
  double move(std::size_t row, double room);

  const TrainingRows& rows_;
  std::vector<double> weight_;
  std::vector<double> logit_;  // of the dual variables, as a part of their room
  double bias_ = 0;
};

}  // namespace maillon::rank
