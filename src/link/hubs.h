// Selectors that are infrastructure: a booking agency, a site's support number.
#pragma once

#include <cstdint>
#include <vector>

#include "link/carriers.h"

namespace maillon::link {

// 1 per selector that is a hub: its carriers have contacts of their own which
// divide them into many small groups, and no common wording; or it stands in half of a
// case of thousands under words of all kinds. Any other selector whose carriers have
// nothing else to go by is no hub: operators that keep one number and nothing else exist. People's
// decisions (input.hub_decision) win.
std::vector<uint8_t> find_hubs(const EvidenceInput& input, const CarriedBy& carried);

}  // namespace maillon::link
