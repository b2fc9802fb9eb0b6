// Clusters repaired by their profiles.
#pragma once

#include <cstdint>
#include <vector>

#include "link/wording.h"

namespace maillon::link {

// Clusters whose profiles are alike become one, and each text goes to the profile that
// holds most of it, if that is at least `least_share` of the lighter of the two. Labels in
// and out as in agglomerate.h.
// Near-linear: only the profiles that share a feature with a text are looked at.
std::vector<uint32_t> refine_by_profiles(const Wording& wording, const std::vector<uint32_t>& label,
                                         int32_t least_share);

}  // namespace maillon::link
