// Communities without a setting: the resolution is found from the graph.
#pragma once

#include <cstdint>
#include <vector>

#include "network/graph.h"

namespace maillon::network {

struct ResolvedCommunities {
  std::vector<uint32_t> community;  // as from find_communities
  double resolution = 1.0;          // of modularity; what `community` was found with
  int steps = 0;                    // resolutions tried
};

// Leiden by modularity at the resolution under which modularity is the likelihood
// of the planted partition that it finds (Newman 2016, "Equivalence between
// modularity optimization and maximum likelihood methods for community
// detection"). resolution.cc explains the search.
ResolvedCommunities find_resolved_communities(const WeighedGraph& graph, uint64_t seed);

}  // namespace maillon::network
