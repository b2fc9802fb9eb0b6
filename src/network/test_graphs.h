// Small graphs for the tests of this folder.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "network/graph.h"

namespace maillon::network {

// Links drawn by hand or by dice, in the order in which they were added.
struct Drawing {
  uint32_t nodes = 0;
  std::vector<uint32_t> a, b;
  std::vector<int32_t> weight;

  void link(uint32_t x, uint32_t y, double bits) {
    a.push_back(x);
    b.push_back(y);
    weight.push_back(static_cast<int32_t>(bits * kBit));
    nodes = std::max({nodes, x + 1, y + 1});
  }
  void clique(uint32_t first, uint32_t size, double bits) {
    for (uint32_t x = first; x < first + size; ++x) {
      for (uint32_t y = x + 1; y < first + size; ++y) link(x, y, bits);
    }
  }
  // A dense group of a heap: each post tied to the next four, as an expander is.
  void ring_of_four(uint32_t first, uint32_t size, double bits) {
    for (uint32_t i = 0; i < size; ++i) {
      for (uint32_t step = 1; step <= 4; ++step) {
        link(first + i, first + (i * step + step * step) % size, bits);
      }
    }
  }
  void shuffle(uint64_t seed) {
    std::mt19937_64 dice(seed);
    for (std::size_t i = a.size(); i > 1; --i) {
      const std::size_t j = dice() % i;
      std::swap(a[i - 1], a[j]);
      std::swap(b[i - 1], b[j]);
      std::swap(weight[i - 1], weight[j]);
      if (dice() % 2 == 0) std::swap(a[i - 1], b[i - 1]);
    }
  }
  WeighedGraph graph() const { return build_graph(nodes, a, b, weight); }
};

// Links between random nodes, with repeats and loops.
inline Drawing draw_random(uint32_t nodes, std::size_t links, uint64_t seed) {
  std::mt19937_64 dice(seed);
  Drawing d;
  d.nodes = nodes;
  for (std::size_t i = 0; i < links; ++i) {
    d.link(static_cast<uint32_t>(dice() % nodes), static_cast<uint32_t>(dice() % nodes),
           static_cast<double>(dice() % 2000) / 100);
  }
  return d;
}

inline uint32_t count_labels(std::vector<uint32_t> label) {
  std::sort(label.begin(), label.end());
  return static_cast<uint32_t>(std::unique(label.begin(), label.end()) - label.begin());
}

}  // namespace maillon::network
