#include "extract/image/pdq_operator.h"

#include <algorithm>
#include <cmath>

namespace maillon::extract {

namespace {

// What the second box adds up: the pixel's weight through every pixel of the first.
std::vector<double> weights_of(std::size_t kept, std::size_t n, std::size_t begin,
                               std::size_t end) {
  std::vector<double> weights(end - begin);
  const Window outer = box_around(kept, n);
  for (std::size_t m = outer.begin; m < outer.end; ++m) {
    const Window inner = box_around(m, n);
    const double share = 1.0 / (static_cast<double>(outer.end - outer.begin) *
                                static_cast<double>(inner.end - inner.begin));
    for (std::size_t k = inner.begin; k < inner.end; ++k) weights[k - begin] += share;
  }
  return weights;
}

// The weights of output i in units, where both boxes are whole.
void count_units(Band& band, std::size_t i, const std::vector<double>& weights) {
  const auto units = static_cast<double>(box_window(band.side) * box_window(band.side));
  band.is_whole[i] = units * 255 < 32768;
  for (std::size_t t = 0; t < weights.size() && band.is_whole[i]; ++t) {
    const double count = std::round(weights[t] * units);
    band.is_whole[i] = std::abs(weights[t] * units - count) < 1e-9;
    band.multiples[i * band.taps + t] = static_cast<uint16_t>(count);
  }
}

}  // namespace

Band build_band(std::size_t n) {
  Band band;
  band.side = n;
  band.taps = std::min(n, 2 * box_window(n) - 1);
  band.weights.resize(kPdqSide * band.taps);
  band.multiples.resize(kPdqSide * band.taps);
  band.unit = static_cast<float>(1.0 / static_cast<double>(box_window(n) * box_window(n)));
  for (std::size_t i = 0; i < kPdqSide; ++i) {
    const std::size_t kept = kept_pixel(i, n);
    const Window outer = box_around(kept, n);
    const std::size_t first = box_around(outer.begin, n).begin;
    const std::size_t end = box_around(outer.end - 1, n).end;
    // Near the end the run is moved back, so that all runs lie within the side.
    const std::size_t begin = std::min(first, n - band.taps);
    band.begin[i] = static_cast<uint32_t>(begin);
    const std::vector<double> weights = weights_of(kept, n, begin, end);
    for (std::size_t t = 0; t < weights.size(); ++t) {
      band.weights[i * band.taps + t] = static_cast<float>(weights[t]);
    }
    count_units(band, i, weights);
  }
  return band;
}

const PdqWaves& pdq_waves() {
  static const PdqWaves waves = [] {
    constexpr double kPi = 3.14159265358979323846;
    PdqWaves table{};
    const auto scale = static_cast<float>(std::sqrt(2.0 / kPdqSide));
    for (std::size_t i = 0; i < kPdqWaves; ++i) {
      for (std::size_t j = 0; j < kPdqSide; ++j) {
        const double turn = (kPi / 2.0 / kPdqSide) * static_cast<double>(i + 1);
        const double wave = std::cos(turn * static_cast<double>(2 * j + 1));
        table[i][j] = static_cast<float>(static_cast<double>(scale) * wave);
      }
    }
    return table;
  }();
  return waves;
}

}  // namespace maillon::extract
