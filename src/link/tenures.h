// Recycled selectors: numbers are given out again, and the new owner has nothing
// to do with the old one.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "link/carriers.h"

namespace maillon::link {

// If the selector's carriers fall into two tenures, the time (Unix seconds) at
// which the second begins, else kNoTime. Two tenures: a long silence between them,
// and neither another selector, nor wording, nor a town, nor a language in common.
int64_t find_handover(const EvidenceInput& input, const CarriedBy& carried,
                      const std::vector<uint8_t>& hubs, uint32_t selector);

}  // namespace maillon::link
