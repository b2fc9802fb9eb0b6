// A weighed graph in compressed rows: what every algorithm of this folder reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace maillon::network {

// Bits are kept as integers of 1/1024.
inline constexpr int32_t kBit = 1024;

// Node v's links are target/weight [offsets[v], offsets[v + 1]), by target.
// Each link is there twice, once in each direction; no link ties a node to itself.
struct WeighedGraph {
  std::vector<uint64_t> offsets;  // nodes + 1
  std::vector<uint32_t> target;
  std::vector<int32_t> weight;  // 1/1024 bits, > 0

  uint32_t nodes() const { return offsets.empty() ? 0 : static_cast<uint32_t>(offsets.size() - 1); }
  std::size_t degree(uint32_t node) const {
    return static_cast<std::size_t>(offsets[node + 1] - offsets[node]);
  }
};

// Builds the graph from links a[i] - b[i] of weight[i], in any order.
// Parallel links are summed (the sum is capped at INT32_MAX); links of a node to
// itself and links of no weight (<= 0) are left out. Nodes must be below `nodes`.
WeighedGraph build_graph(uint32_t nodes, std::span<const uint32_t> a, std::span<const uint32_t> b,
                         std::span<const int32_t> weight);

// Do all rows stand in order, with both directions of each link and no loop?
// For tests, and for graphs that come from outside.
bool is_well_formed(const WeighedGraph& graph);

}  // namespace maillon::network
