// Pairs of texts -> clusters, without chaining.
#pragma once

#include <cstdint>
#include <vector>

#include "link/families.h"
#include "link/wording.h"

namespace maillon::link {

// Joins texts along the pairs, the most alike first. Two clusters are joined only
// if members of both, not just the pair, are alike on average: `least_share`. So
// one wrong pair cannot weld two families together, however many posts there are.
// The pairs must be in the order of (a, b). Returns a cluster label per text (its smallest text).
std::vector<uint32_t> agglomerate(const Wording& wording, const std::vector<WordingPair>& pairs,
                                  int32_t least_share);

}  // namespace maillon::link
