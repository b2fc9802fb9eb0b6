// Scores to probabilities (Platt 1999, with the targets and the Newton steps of Lin, Lin and Weng
// 2007, "A note on Platt's probabilistic outputs").
#pragma once

#include <cstdint>
#include <span>

namespace maillon::rank {

struct Calibration {
  double slope = 1, offset = 0;
  double operator()(double score) const;  // within (0, 1)
};

// The calibration under which the labels are likeliest. Scores must be finite, and held out: of a
// model that did not see the labels. No scores give slope 0.
Calibration fit_calibration(std::span<const double> score, std::span<const uint8_t> positive);

// Mean of -log of the probability that was given to what is true. 0 for none.
double log_loss(const Calibration& calibration, std::span<const double> score,
                std::span<const uint8_t> positive);

}  // namespace maillon::rank
