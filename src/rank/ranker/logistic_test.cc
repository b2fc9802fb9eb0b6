#include "rank/ranker/logistic.h"

#include <cmath>
#include <limits>
#include <random>

#include <gtest/gtest.h>

#include "rank/ranker/calibrate.h"

namespace maillon::rank {
namespace {

TEST(Logistic, exp_and_sigmoid_agree_with_the_library) {
  for (int i = -1890; i <= 1890; ++i) {
    const double x = 0.37 * i;
    EXPECT_NEAR(stable_exp(x) / std::exp(x), 1, 4e-15) << x;
    EXPECT_NEAR(sigmoid(x), 1 / (1 + std::exp(-x)), 1e-15) << x;
  }
  EXPECT_EQ(sigmoid(std::numeric_limits<double>::infinity()), 1);
  EXPECT_GT(sigmoid(-1e9), 0);
}

// Rows of random bins, some of which lean to one label.
struct Made {
  FeatureTable table;
  std::vector<uint32_t> rows;
  std::vector<uint64_t> group;
  std::vector<uint8_t> positive;
  std::vector<float> cost;

  explicit Made(std::size_t size) {
    std::mt19937 dice(2);
    for (std::size_t i = 0; i < size; ++i) {
      const bool yes = dice() % 3 == 0;
      FeatureRow row;
      for (uint32_t bin = 0; bin < 60; ++bin) {
        const uint32_t odds = bin < 6 ? (yes ? 60 : 20) : 15;
        if (dice() % 100 < odds) row.bin.push_back(bin * 7919);
      }
      const auto n = static_cast<uint32_t>(row.bin.size());
      row.end = {n / 2, n, n};
      table.add(row);
      rows.push_back(static_cast<uint32_t>(i));
      group.push_back(i);
      positive.push_back(yes ? 1 : 0);
      cost.push_back(yes ? 2.0F : 1.0F);
    }
  }
  TrainingRows training() const { return {table, rows, group, positive, cost}; }
};

TEST(Logistic, ends_where_the_gradient_is_zero) {
  const Made made(300);
  const TrainingRows rows = made.training();
  LogisticSolver solver(rows);
  for (const double strength : {0.1, 1.0, 10.0, 100.0}) {
    solver.solve(strength, 1e-9, 3000);
    EXPECT_LT(solver.gradient_norm(strength), 1e-3 * strength) << strength;
  }
}

TEST(Logistic, a_warm_start_ends_where_a_cold_one_does) {
  const Made made(300);
  const TrainingRows rows = made.training();
  LogisticSolver warm(rows), cold(rows);
  warm.solve(1);
  warm.solve(10, 1e-8, 3000);
  cold.solve(10, 1e-8, 3000);
  for (std::size_t i = 0; i < rows.columns(); ++i) {
    EXPECT_NEAR(warm.weights()[i], cold.weights()[i], 1e-3);
  }
}

TEST(Logistic, leaves_out_what_one_group_alone_has) {
  Made made(300);
  EXPECT_EQ(made.training().columns(), 60U);
  for (uint64_t& group : made.group) group = 1;
  EXPECT_EQ(made.training().columns(), 0U);
}

TEST(Calibration, finds_the_curve_that_made_the_labels) {
  std::mt19937 dice(4);
  std::vector<double> score;
  std::vector<uint8_t> positive;
  for (int i = 0; i < 20000; ++i) {
    score.push_back(static_cast<double>(dice() % 1000) / 100 - 5);
    positive.push_back(static_cast<double>(dice() % 10000) / 10000 <
                       sigmoid(1.5 * score.back() - 2));
  }
  const Calibration found = fit_calibration(score, positive);
  EXPECT_NEAR(found.slope, 1.5, 0.1);
  EXPECT_NEAR(found.offset, -2, 0.15);
  EXPECT_LT(log_loss(found, score, positive), log_loss({1, 0}, score, positive));
}

TEST(Calibration, stays_finite_where_labels_are_told_apart_without_a_miss_or_not_at_all) {
  const std::vector<double> score{-2, -1, 1, 2};
  const std::vector<uint8_t> apart{0, 0, 1, 1}, none{0, 0, 0, 0}, upside_down{1, 1, 0, 0};
  EXPECT_LT(fit_calibration(score, apart)(2), 0.9);
  EXPECT_GT(fit_calibration(score, apart)(2), 0.5);
  EXPECT_LT(fit_calibration(score, none)(2), 0.5);
  EXPECT_LT(fit_calibration(score, upside_down).slope, 0);
  EXPECT_EQ(fit_calibration({}, {}).slope, 0);
}

}  // namespace
}  // namespace maillon::rank
