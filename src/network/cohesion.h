// How well a network holds together, and what would split it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "network/graph.h"

namespace maillon::network {

struct Link {
  uint32_t a = 0, b = 0;  // a < b
  int32_t weight = 0;
  friend auto operator<=>(const Link&, const Link&) = default;
};

struct Cohesion {
  uint64_t links = 0;       // inside the network
  int64_t weight = 0;       // their sum
  Link strongest, weakest;  // ties: the lowest a, then b; all zero without links
  // Links whose removal disconnects the network, and posts likewise (Tarjan 1974;
  // Hopcroft, Tarjan 1973); both sorted.
  std::vector<Link> bridges;
  std::vector<uint32_t> articulations;
  // The weakest seam found: the links between the smaller side and the rest,
  // sorted. Empty for a network of one post, or one that is already in pieces.
  std::vector<Link> split;
  std::vector<uint32_t> split_side;  // the posts of the side with less weight, sorted
  int64_t split_weight = 0;
  // The conductance of that seam, in [0, 1]: its weight over the weight of all link
  // ends on the smaller side. 0: falls apart by itself; a clique has about a half or more.
  double cohesion = 1.0;
};

// `members` are nodes of the graph, sorted, each once; only links among them count.
// Seams looked at: every bridge; the cuts around the lightest links of the maximum
// spanning tree; and for at most `exact_up_to` members every phase of Stoer and
// Wagner (1997), among which is the smallest cut (15 ms for 300). Near-linear above.
inline constexpr uint32_t kExactCut = 300;
Cohesion find_cohesion(const WeighedGraph& graph, std::span<const uint32_t> members,
                       uint32_t exact_up_to = kExactCut);

}  // namespace maillon::network
