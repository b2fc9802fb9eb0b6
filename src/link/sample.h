// A fair part of a family that does not depend on the order of its members.
#pragma once

#include <span>
#include <vector>

#include "link/template.h"

namespace maillon::link {

// At most kTemplateSample members, spread evenly over all of them in the order of
// their content (by hash), so that a common text is as common in the sample.
std::vector<MemberView> choose_sample(std::span<const MemberView> members);

}  // namespace maillon::link
