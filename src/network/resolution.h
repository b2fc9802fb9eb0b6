// Communities without a setting: the resolution is found from the graph.
#pragma once

#include <cstdint>
#include <vector>

#include "network/graph.h"

namespace maillon::network {

struct ResolvedCommunities {
  std::vector<uint32_t> community;  // as from find_communities
  double resolution = 1.0;          // of modularity; what `community` was found with
  // How much shorter the graph is told with such communities, theirs told as well (before
  // the last moves, which better it). Not above 0: chance alone may have made them.
  double bits_saved = 0;
  int steps = 0;  // resolutions tried
};

// Leiden by modularity at the resolution whose communities are the best description of
// the graph (minimum description length: Peixoto 2013; Zhang, Peixoto 2020). The search
// begins at the resolution under which modularity is a likelihood (Newman 2016,
// "Equivalence between modularity optimization and maximum likelihood methods for
// community detection"). resolution.cc explains it.
ResolvedCommunities find_resolved_communities(const WeighedGraph& graph, uint64_t seed);

}  // namespace maillon::network
