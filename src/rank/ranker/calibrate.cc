#include "rank/ranker/calibrate.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "network/stable_log.h"
#include "rank/ranker/logistic.h"

namespace maillon::rank {
namespace {

// log(1 + exp(x)).
double softplus(double x) {
  return std::max(x, 0.0) + network::stable_log(1 + stable_exp(-std::abs(x)));
}

// Both labels are taken to have been seen once more than they were, on either side: a few scores
// that are told apart without a miss do not make certainty.
struct Targets {
  double high = 0, low = 0;
  double of(uint8_t positive) const { return positive != 0 ? high : low; }
};

double objective(const Calibration& c, const Targets& targets, std::span<const double> score,
                 std::span<const uint8_t> positive) {
  double sum = 0;
  for (std::size_t i = 0; i < score.size(); ++i) {
    const double x = c.slope * score[i] + c.offset;
    sum += softplus(x) - targets.of(positive[i]) * x;
  }
  return sum;
}

struct Slope {
  double first = 0, second = 0, xx = 1e-12, xy = 0, yy = 1e-12;
};

Slope derive(const Calibration& c, const Targets& targets, std::span<const double> score,
             std::span<const uint8_t> positive) {
  Slope d;
  for (std::size_t i = 0; i < score.size(); ++i) {
    const double p = c(score[i]), rest = p - targets.of(positive[i]), curve = p * (1 - p);
    d.first += score[i] * rest;
    d.second += rest;
    d.xx += score[i] * score[i] * curve;
    d.xy += score[i] * curve;
    d.yy += curve;
  }
  return d;
}

// Halves the step until it makes the objective smaller than `best`; false if none does.
bool step_down(Calibration& c, double& best, const Calibration& step, const Targets& targets,
               std::span<const double> score, std::span<const uint8_t> positive) {
  double part = 1;
  for (int halvings = 0; halvings < 34; ++halvings, part /= 2) {
    const Calibration next{c.slope + part * step.slope, c.offset + part * step.offset};
    const double value = objective(next, targets, score, positive);
    if (value >= best) continue;
    c = next;
    best = value;
    return true;
  }
  return false;
}

}  // namespace

double Calibration::operator()(double score) const {
  return sigmoid(slope * score + offset);
}

Calibration fit_calibration(std::span<const double> score, std::span<const uint8_t> positive) {
  CHECK(score.size() == positive.size());
  const auto count = static_cast<double>(
      std::count_if(positive.begin(), positive.end(), [](uint8_t label) { return label != 0; }));
  const double others = static_cast<double>(positive.size()) - count;
  const Targets targets{(count + 1) / (count + 2), 1 / (others + 2)};
  Calibration c{0, network::stable_log((count + 1) / (others + 1))};
  double best = objective(c, targets, score, positive);
  for (int round = 0; round < 100; ++round) {
    const Slope d = derive(c, targets, score, positive);
    if (std::abs(d.first) < 1e-5 && std::abs(d.second) < 1e-5) break;
    const double determinant = d.xx * d.yy - d.xy * d.xy;
    if (!(determinant > 0)) break;
    const double slope = -(d.yy * d.first - d.xy * d.second) / determinant;
    const double offset = -(d.xx * d.second - d.xy * d.first) / determinant;
    if (!step_down(c, best, {slope, offset}, targets, score, positive)) break;
  }
  return c;
}

double log_loss(const Calibration& calibration, std::span<const double> score,
                std::span<const uint8_t> positive) {
  if (score.empty()) return 0;
  return objective(calibration, {1, 0}, score, positive) / static_cast<double>(score.size());
}

}  // namespace maillon::rank
