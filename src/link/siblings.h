// Sibling templates: two wordings that share much of their text and are not one.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "link/wording.h"

namespace maillon::link {

// Splits clusters into parts that are clearly more alike within than between, both
// parts having at least two posts. `copies`: posts with exactly that text. Labels in
// and out as in agglomerate.h. Only clusters of up to kMaxSiblings texts are looked
// at: all pairs of a cluster are compared.
inline constexpr std::size_t kMaxSiblings = 40;
std::vector<uint32_t> split_siblings(const Wording& wording, const std::vector<uint32_t>& label,
                                     std::span<const uint32_t> copies);

}  // namespace maillon::link
