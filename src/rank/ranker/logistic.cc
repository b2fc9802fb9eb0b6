#include "rank/ranker/logistic.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "base/check.h"
#include "base/hash.h"

namespace maillon::rank {
namespace {

constexpr double kStartLogit = -5;  // nearly 0 of the room: nearly no weights
constexpr int kMaxNewton = 30;

// The order of a pass: shuffled anew for each, always in the same way.
void shuffle(std::vector<uint32_t>& order, uint64_t pass) {
  uint64_t state = mix64(pass + 1);
  for (std::size_t i = order.size(); i > 1; --i) {
    state += 0x9e3779b97f4a7c15ULL;
    const uint64_t other = (mix64(state) >> 32) * i >> 32;
    std::swap(order[i - 1], order[other]);
  }
}

// Root of u + base + curve * sigmoid(u), which rises everywhere: Newton, kept between the bounds
// that sigmoid's own set.
double solve_logit(double u, double base, double curve) {
  double low = -base - curve, high = -base;
  u = std::clamp(u, low, high);
  for (int i = 0; i < kMaxNewton; ++i) {
    const double s = sigmoid(u), slope = 1 + curve * s * (1 - s);
    const double at = u + base + curve * s;
    (at > 0 ? high : low) = u;
    double next = u - at / slope;
    if (!(next > low && next < high)) next = (low + high) / 2;
    const bool close = std::abs(next - u) < 1e-6;
    u = next;
    if (close) break;
  }
  return u;
}

}  // namespace

double stable_exp(double x) {
  constexpr double kLn2High = 0x1.62e42feep-1, kLn2Low = 0x1.a39ef35793c76p-33;
  x = std::clamp(x, -700.0, 700.0);
  const double k = std::floor(x * 1.4426950408889634 + 0.5);
  const double r = (x - k * kLn2High) - k * kLn2Low;
  double sum = 1;
  for (int n = 14; n >= 1; --n) sum = 1 + sum * r / n;
  const auto exponent = static_cast<uint64_t>(static_cast<int64_t>(k) + 1023) << 52;
  return sum * std::bit_cast<double>(exponent);
}

double sigmoid(double x) {
  const double e = stable_exp(-std::abs(x));
  return x >= 0 ? 1 / (1 + e) : e / (1 + e);
}

TrainingRows::TrainingRows(const FeatureTable& table, std::span<const uint32_t> rows,
                           std::span<const uint64_t> group, std::span<const uint8_t> positive,
                           std::span<const float> cost, std::span<const float> scale) {
  CHECK(rows.size() == group.size() && rows.size() == positive.size() &&
        rows.size() == cost.size());
  number_columns(table, rows, group);
  for (const uint32_t bin : bin_of_) {
    scale_.push_back(scale.empty() ? 1 : static_cast<double>(scale[bin]));
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    double square = 1;
    for (std::size_t g = 0; g < kFeatureGroups; ++g) {
      const std::span<const uint32_t> bins = table.bins(rows[i], g);
      const std::size_t before = column_.size();
      for (const uint32_t bin : bins) {
        if (column_of_[bin] != 0) column_.push_back(column_of_[bin] - 1);
      }
      // A feature may stand there several times: the row then has it so many times over.
      std::sort(column_.begin() + static_cast<std::ptrdiff_t>(before), column_.end());
      double length = 0, of_row = 0;
      for (std::size_t c = before; c < column_.size();) {
        std::size_t next = c;
        while (next < column_.size() && column_[next] == column_[c]) ++next;
        const double one = scale_[column_[c]], times = static_cast<double>(next - c);
        length += times * one * one;
        of_row += times * times * one * one;
        c = next;
      }
      const double value =
          !scale.empty() && length > 0 ? 1 / std::sqrt(length) : feature_value(bins.size());
      value_.push_back(value);
      end_.push_back(column_.size());
      square += value * value * of_row;
    }
    square_.push_back(square);
    cost_.push_back(static_cast<double>(cost[i]));
    sign_.push_back(positive[i] != 0 ? 1 : -1);
  }
}

void TrainingRows::number_columns(const FeatureTable& table, std::span<const uint32_t> rows,
                                  std::span<const uint64_t> group) {
  struct Bin {
    uint32_t rows = 0;
    bool shared = false;  // by two groups
    uint64_t group = 0;
  };
  std::vector<Bin> seen(kFeatureBins);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t g = 0; g < kFeatureGroups; ++g) {
      for (const uint32_t number : table.bins(rows[i], g)) {
        Bin& bin = seen[number];
        bin.shared |= bin.rows > 0 && bin.group != group[i];
        bin.group = group[i];
        ++bin.rows;
      }
    }
  }
  for (uint32_t bin = 0; bin < kFeatureBins; ++bin) {
    if (seen[bin].shared) bin_of_.push_back(bin);
  }
  std::stable_sort(bin_of_.begin(), bin_of_.end(),
                   [&](uint32_t x, uint32_t y) { return seen[x].rows > seen[y].rows; });
  column_of_.resize(kFeatureBins);
  for (uint32_t column = 0; column < bin_of_.size(); ++column) {
    column_of_[bin_of_[column]] = column + 1;
  }
}

LogisticSolver::LogisticSolver(const TrainingRows& rows)
    : rows_(rows), weight_(rows.columns()), logit_(rows.size(), kStartLogit) {}

double LogisticSolver::margin(std::size_t row) const {
  double sum = bias_;
  std::size_t at = row == 0 ? 0 : rows_.end_[row * kFeatureGroups - 1];
  for (std::size_t g = 0; g < kFeatureGroups; ++g) {
    const std::size_t k = row * kFeatureGroups + g;
    double part = 0;
    for (; at < rows_.end_[k]; ++at) {
      part += weight_[rows_.column_[at]] * rows_.scale_[rows_.column_[at]];
    }
    sum += part * rows_.value_[k];
  }
  return rows_.sign_[row] * sum;
}

// Weights += step * x.
void LogisticSolver::add(std::size_t row, double step) {
  std::size_t at = row == 0 ? 0 : rows_.end_[row * kFeatureGroups - 1];
  for (std::size_t g = 0; g < kFeatureGroups; ++g) {
    const std::size_t k = row * kFeatureGroups + g;
    const double part = step * rows_.value_[k];
    for (; at < rows_.end_[k]; ++at) {
      weight_[rows_.column_[at]] += part * rows_.scale_[rows_.column_[at]];
    }
  }
  bias_ += step;
}

// The best dual variable of the row while all others stay; `room` is what it may be at most.
// Returns by how much it moved.
double LogisticSolver::move(std::size_t row, double room) {
  const double old = room * sigmoid(logit_[row]), square = rows_.square_[row];
  const double logit = solve_logit(logit_[row], margin(row) - square * old, square * room);
  const double change = room * sigmoid(logit) - old;
  if (std::abs(change) <= 1e-7 * room) return 0;
  logit_[row] = logit;
  add(row, rows_.sign_[row] * change);
  return std::abs(change);
}

void LogisticSolver::solve(double strength, double tolerance, int max_passes) {
  std::fill(weight_.begin(), weight_.end(), 0.0);
  bias_ = 0;
  double all_room = 0;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const double room = strength * rows_.cost_[i];
    all_room += room;
    add(i, rows_.sign_[i] * room * sigmoid(logit_[i]));
  }
  std::vector<uint32_t> order(rows_.size());
  std::iota(order.begin(), order.end(), 0U);
  for (int pass = 0; pass < max_passes; ++pass) {
    shuffle(order, static_cast<uint64_t>(pass));
    double moved = 0;
    for (const uint32_t row : order) moved += move(row, strength * rows_.cost_[row]);
    if (moved <= tolerance * all_room) return;
  }
}

double LogisticSolver::gradient_norm(double strength) const {
  LogisticSolver rest(rows_);
  rest.weight_ = weight_;
  rest.bias_ = bias_;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    rest.add(i, -rows_.sign_[i] * strength * rows_.cost_[i] * sigmoid(-margin(i)));
  }
  double square = rest.bias_ * rest.bias_;
  for (const double w : rest.weight_) square += w * w;
  return std::sqrt(square);
}

}  // namespace maillon::rank
