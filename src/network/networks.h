// From weighed links to networks: which posts belong to one operation.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "network/graph.h"

namespace maillon::network {

struct NetworkSettings {
  // What a lone post must bring to join a group, in 1/1024 bits above the prior.
  // log2(0.95 / 0.05): the posterior of 95 % at which a link stands.
  int32_t join_bits = 4350;
  uint64_t seed = 0;
};

// The network of each node, dense numbers in the order of their smallest node;
// a node that joins nobody has a number of its own.
//
// Links weigh posterior bits: log2 of the odds that both posts have one operator,
// prior included. `node_size`: as in leiden.h (0 for a selector that stands as a
// node of its own); empty: 1 each.
//
// Two groups of a and b posts are one network when the links between them weigh
// more than join_bits + log2(a * b / (a + b)). So a leaf needs one link that
// stands, two groups of 50 need 4.6 bits more, and length or size alone never
// cuts a chain. networks.cc says where this comes from.
std::vector<uint32_t> find_networks(const WeighedGraph& graph, std::span<const uint32_t> node_size,
                                    const NetworkSettings& settings);

}  // namespace maillon::network
