// Connected components of a heap of links.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace maillon::network {

// The smallest node of each node's component; a node without links is its own.
// Link i ties a[i] to b[i]. Spans must be equally long and name nodes below
// `nodes` (CHECKed). Union-find with path halving, the minimum index as root:
// one pass over the links, 4 bytes a node, no order of links matters.
std::vector<uint32_t> find_components(uint32_t nodes, std::span<const uint32_t> a,
                                      std::span<const uint32_t> b);

}  // namespace maillon::network
