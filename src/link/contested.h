// Copied wording: posts that share a family's text and have another operator.
#pragma once

#include <cstdint>
#include <vector>

#include "link/carriers.h"

namespace maillon::link {

// Per row: 1 if the row is not linked through its wording, because its operator has
// lasting selectors that never meet those of the family's main users, and a life
// of its own outside the family. `component` is the row's component by selectors.
std::vector<uint8_t> find_copiers(const EvidenceInput& input,
                                  const std::vector<uint32_t>& component);

}  // namespace maillon::link
