// Candidate pairs of texts that share rare wording (blocking).
#pragma once

#include <vector>

#include "link/families.h"
#include "link/wording.h"

namespace maillon::link {

// Pairs of texts worth comparing, each with its overlap: neighbours in the lists
// of the features that still have weight. Near-linear: a feature of k texts
// proposes k-1 pairs, and features of incoherent texts propose none. Sorted by
// (a, b); only pairs at or above `least_share` are given.
std::vector<WordingPair> find_wording_pairs(const Wording& wording, int32_t least_share);

}  // namespace maillon::link
