// From weighed links to networks: which posts belong to one operation.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "network/graph.h"

namespace maillon::network {

struct NetworkSettings {
  // What two groups must bring above log2(size) to be one network, in 1/1024 bits.
  // One bit less than log2(0.95 / 0.05), since a * b / (a + b) below is up to one
  // bit less than min(a, b).
  int32_t join_bits = 3326;
  // How many times the bits expected from wrong links must be exceeded.
  double noise = 2.0;
  uint64_t seed = 0;
};

// The network of each node, dense numbers in the order of their smallest node;
// a node that joins nobody has a number of its own.
//
// Links weigh posterior bits: log2 of the odds that both posts have one operator,
// prior included; the caller leaves out what does not stand. `node_size`: as in
// leiden.h (0 for a selector that stands as a node of its own); empty: 1 each.
//
// Two groups of a and b posts are one network when the links between them weigh
// more than join_bits + log2(a * b / (a + b)) + noise * the wrong links expected
// between them. So a leaf needs one link that stands, two groups of 50 need 4.6
// bits more, and size alone never cuts a chain. networks.cc says where this comes from.
std::vector<uint32_t> find_networks(const WeighedGraph& graph, std::span<const uint32_t> node_size,
                                    const NetworkSettings& settings);

}  // namespace maillon::network
