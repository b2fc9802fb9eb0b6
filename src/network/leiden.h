// Communities of a weighed graph: Leiden (Traag, Waltman, van Eck 2019,
// "From Louvain to Leiden: guaranteeing well-connected communities").
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "network/graph.h"

namespace maillon::network {

struct LeidenSettings {
  // What a partition is worth. w is the weight inside communities.
  enum Quality : uint8_t {
    modularity,  // w less resolution * (weighed degrees)^2 / 4m
    cpm,         // w less resolution bits for each pair of nodes in a community
    // w plus (resolution bits + log2(size)) for each community, less the wrong links
    // expected within it: networks.cc says why. Sizes must sum to less than 2^28.
    evidence,
  };
  Quality quality = modularity;
  double resolution = 1.0;
  double noise = 2.0;   // evidence: how often the bits expected from wrong links are taken off
  uint64_t seed = 0;    // order in which the nodes of a level are looked at
  int max_rounds = 10;  // rounds of move, refine, aggregate; stops by itself before that
};

// The community of each node, as dense numbers in the order of their smallest
// node: the first node has 0. Each community is connected by its own links.
// `node_size` says how many things a node stands for (evidence and cpm use it);
// empty: 1 each. 0 is allowed: a helper node, such as a selector.
// Components are worked on in parallel, large ones in parallel inside. The answer
// depends on the graph and the settings only, not on threads.
std::vector<uint32_t> find_communities(const WeighedGraph& graph,
                                       std::span<const uint32_t> node_size,
                                       const LeidenSettings& settings);

// The value that Leiden maximises, for a given partition (any numbers), in bits.
double partition_quality(const WeighedGraph& graph, std::span<const uint32_t> node_size,
                         std::span<const uint32_t> community, const LeidenSettings& settings);

}  // namespace maillon::network
