// Random numbers that are the same on every machine: no <random> distributions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>

#include "base/check.h"
#include "base/hash.h"

namespace maillon::simulate {

// splitmix64. A stream is named by numbers (seed, what, which ...), so that any
// post can be made without making those before it.
class Random {
 public:
  explicit Random(uint64_t state) : state_(state) {}
  static Random of(std::initializer_list<uint64_t> name) {
    uint64_t state = 0x6d61696c6c6f6eULL;
    for (const uint64_t part : name) state = mix64(state + kStep + part * 0xd1342543de82ef95ULL);
    return Random(state);
  }

  uint64_t next() { return mix64(state_ += kStep); }
  // Uniform in [0, n); n > 0. The bias is below n / 2^32.
  uint32_t below(uint32_t n) { return static_cast<uint32_t>((next() >> 32) * uint64_t{n} >> 32); }
  // Uniform in [low, high].
  int between(int low, int high) {
    return low + static_cast<int>(below(static_cast<uint32_t>(high - low + 1)));
  }
  // Uniform in [0, 1), exact.
  double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  bool chance(double p) { return unit() < p; }
  template <class Range>
  const auto& pick(const Range& items) {
    CHECK(std::size(items) > 0);
    return items[below(static_cast<uint32_t>(std::size(items)))];
  }

 private:
  static constexpr uint64_t kStep = 0x9e3779b97f4a7c15ULL;
  uint64_t state_;
};

// A permutation of [0, size) that needs no memory: a Feistel network over the
// next even number of bits, walked until it lands inside.
class Permutation {
 public:
  Permutation(uint64_t size, uint64_t seed) : size_(size), seed_(seed) {
    while ((uint64_t{1} << (2 * half_bits_)) < size) ++half_bits_;
  }
  // `at` < size.
  uint64_t operator()(uint64_t at) const {
    do {
      at = shuffle(at);
    } while (at >= size_);
    return at;
  }

 private:
  uint64_t shuffle(uint64_t at) const {
    const uint64_t mask = (uint64_t{1} << half_bits_) - 1;
    uint64_t left = at >> half_bits_, right = at & mask;
    for (uint64_t round = 0; round < 4; ++round) {
      const uint64_t mixed = left ^ (mix64(right + seed_ + round * 0x9e3779b97f4a7c15ULL) & mask);
      left = right;
      right = mixed;
    }
    return left << half_bits_ | right;
  }

  uint64_t size_, seed_;
  uint32_t half_bits_ = 1;
};

}  // namespace maillon::simulate
