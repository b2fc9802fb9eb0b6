// Pairs of texts -> clusters, without chaining.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "link/families.h"
#include "link/wording.h"

namespace maillon::link {

// Joins texts along the pairs that share at least kPairShare, the most alike first. Two
// clusters are joined only if members of both, not just the pair, are alike on average:
// kClusterShare. So one wrong pair cannot weld two families together, however many posts
// there are. The pairs must be in the order of (a, b). Returns a cluster label per text (its
// smallest text).
std::vector<uint32_t> agglomerate(const Wording& wording, std::span<const WordingPair> pairs);

}  // namespace maillon::link
