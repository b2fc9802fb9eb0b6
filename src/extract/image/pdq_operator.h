// What PDQ does to a side of the picture before its cosine transform, as one operator:
// blur by two box filters, then keep 64 centres. Per kept pixel it is a short run of
// weights, so nothing is computed that is thrown away.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace maillon::extract {

inline constexpr std::size_t kPdqSide = 64;   // pixels a side after blur and decimation
inline constexpr std::size_t kPdqWaves = 16;  // cosines a side that become bits

// The width of the box filter over a side of n pixels: n / 128, rounded up.
constexpr std::size_t box_window(std::size_t n) {
  return (n + 2 * kPdqSide - 1) / (2 * kPdqSide);
}

// Where the box around pixel `at` begins and ends (past the last), cut at the borders.
// One of even width reaches one pixel further to the right.
struct Window {
  std::size_t begin, end;
};
constexpr Window box_around(std::size_t at, std::size_t n) {
  const std::size_t width = box_window(n), right = width / 2, left = width - 1 - right;
  return {at > left ? at - left : 0, at + right + 1 < n ? at + right + 1 : n};
}

// The pixel of a side of n that decimation keeps as number `out` of 64.
constexpr std::size_t kept_pixel(std::size_t out, std::size_t n) {
  return (2 * out + 1) * n / (2 * kPdqSide);
}

// Kept pixel i is the sum of weights[t] * pixel[begin + t] for t < taps, where the
// weights of i stand from i * taps. Those past the last that counts are 0.
// Where no border cuts a box, weights are whole multiples of `unit`: is_whole says so if
// 16 bits hold their sums over bytes, and `multiples` has them in the same places.
struct Band {
  std::size_t side = 0, taps = 0;
  std::array<uint32_t, kPdqSide> begin{};
  std::vector<float> weights;
  float unit = 0;
  std::array<bool, kPdqSide> is_whole{};
  std::vector<uint16_t> multiples;
};

// The operator for a side of n >= 1 pixels.
Band build_band(std::size_t n);

// The cosine transform's rows 1..16 of 64, as the reference rounds them.
using PdqWaves = std::array<std::array<float, kPdqSide>, kPdqWaves>;
const PdqWaves& pdq_waves();

}  // namespace maillon::extract
