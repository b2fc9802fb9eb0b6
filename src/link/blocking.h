// Candidate pairs of texts that share rare wording (blocking).
#pragma once

#include <vector>

#include "link/families.h"
#include "link/wording.h"

namespace maillon::link {

// Candidates (8 bytes, twice) that are in memory at once while pairs are looked for.
inline constexpr std::size_t kMostCandidates = std::size_t{1} << 26;

// Pairs of texts worth comparing, each with its overlap: neighbours in the lists
// of the features that still have weight. Near-linear: a feature of k texts
// proposes k-1 pairs, and features of incoherent texts propose none. Sorted by
// (a, b); only pairs at or above `least_share` are given. The same for any `most_keys`.
std::vector<WordingPair> find_wording_pairs(const Wording& wording, int32_t least_share,
                                            std::size_t most_keys = kMostCandidates);

}  // namespace maillon::link
