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

// Evidence: a community of n is worth base + log2(n), an empty one nothing. The
// worths of sizes below `known` are kept in a table.
class LogCost {
 public:
  LogCost(int64_t base, std::size_t known) : base_(base) {
    known_.reserve(known);
    for (std::size_t n = 0; n < known; ++n) known_.push_back(worth_of(static_cast<int64_t>(n)));
  }
  double operator()(int64_t a, int64_t b) const {
    return static_cast<double>(worth(a) + worth(b) - worth(a + b));
  }
  int64_t worth(int64_t n) const {
    const auto i = static_cast<std::size_t>(n);
    return i < known_.size() ? known_[i] : worth_of(n);
  }

 private:
  int64_t worth_of(int64_t n) const {
    return n <= 0 ? 0 : base_ + log2_1024(static_cast<uint64_t>(n));
  }
  int64_t base_;
  std::vector<int64_t> known_;
};

}  // namespace maillon::network
