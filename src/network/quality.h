// What it costs to have a node in a community: the one thing in which the
// qualities of Leiden differ.
//
// All of them have the form
//
//     Q = weight inside communities - sum over communities of a function of mass
//
// so that the gain of putting v into C is weight(v, C) - cost(mass(v), mass(C)),
// and cost(m, 0) is 0. Masses add up when nodes are aggregated.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace maillon::network {

// log2(n) in 1/1024, rounded; n > 0. Integers only: the same on every machine.
constexpr int64_t log2_1024(uint64_t n) {
  const int whole = static_cast<int>(std::bit_width(n)) - 1;
  // The fraction, bit by bit: square x in [1, 2); past 2 the bit is 1.
  uint64_t x = whole >= 31 ? n >> (whole - 31) : n << (31 - whole);
  int64_t result = whole;
  for (int bit = 0; bit < 12; ++bit) {
    x = (x * x) >> 31;
    result <<= 1;
    if (x >= uint64_t{1} << 32) {
      x >>= 1;
      result |= 1;
    }
  }
  return (result + 2) >> 2;
}

// Modularity and CPM: rate * mass * mass.
struct ProductCost {
  double rate = 0;
  double operator()(int64_t a, int64_t b) const {
    return rate * static_cast<double>(a) * static_cast<double>(b);
  }
};

// 2^-w as a rate of wrong links: the bits that a link of w bits may be expected to
// bring wrongly, w / (1 + 2^w), both in 1/1024. At least 1.
inline int64_t noise_of(int64_t w) {
  // 2^w by its whole part and sixteenths of a bit; square roots are exact everywhere.
  static constexpr double kSixteenth = 1.0442737824274138;
  const int64_t sixteenths = std::clamp<int64_t>(w / 64, 0, 16 * 60);
  double odds = static_cast<double>(uint64_t{1} << (sixteenths / 16));
  for (int64_t i = 0; i < sixteenths % 16; ++i) odds *= kSixteenth;
  return std::max<int64_t>(1, static_cast<int64_t>(static_cast<double>(w) / (1 + odds)));
}

// Evidence has two masses, size and noise, in one word so that qualities can share
// all code: they add up as long as sizes stay below 2^28 and noise below 2^35.
inline constexpr int kSizeBits = 28;
inline constexpr int64_t pack_mass(int64_t size, int64_t noise) {
  return noise << kSizeBits | size;
}
inline constexpr int64_t size_of(int64_t mass) {
  return mass & ((int64_t{1} << kSizeBits) - 1);
}
inline constexpr int64_t noise_of_mass(int64_t mass) {
  return mass >> kSizeBits;
}

// base + log2(n) for n > 0, 0 for nothing; small n from a table.
class LogWorth {
 public:
  LogWorth(int64_t base, std::size_t known) : base_(base) {
    known_.reserve(known);
    for (std::size_t n = 0; n < known; ++n) known_.push_back(compute(static_cast<int64_t>(n)));
  }
  int64_t operator()(int64_t n) const {
    const auto i = static_cast<std::size_t>(n);
    return i < known_.size() ? known_[i] : compute(n);
  }

 private:
  int64_t compute(int64_t n) const {
    return n <= 0 ? 0 : base_ + log2_1024(static_cast<uint64_t>(n));
  }
  int64_t base_;
  std::vector<int64_t> known_;
};

// Evidence: what two communities were worth apart, and the noise expected between them.
struct EvidenceCost {
  const LogWorth* worth;  // owned by who runs Leiden
  double noise_rate = 0;  // noise factor / noise of the component
  double operator()(int64_t a, int64_t b) const {
    const int64_t x = size_of(a), y = size_of(b);
    const int64_t apart = (*worth)(x) + (*worth)(y) - (*worth)(x + y);
    return static_cast<double>(apart) + noise_rate * static_cast<double>(noise_of_mass(a)) *
                                            static_cast<double>(noise_of_mass(b));
  }
};

}  // namespace maillon::network
