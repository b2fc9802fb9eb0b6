// Strangers who share a signal: how many there are, by class of signal, and which.
#pragma once

#include <cstdint>
#include <vector>

#include "link/evidence.h"

namespace maillon::link {

// Estimates what sharing a selector can prove alone, class by class, into
// signals.classes, and divides the selectors among the operators that share them, in
// signals.selector_group and state. Needs the groups of selectors, hubs set aside.
// `component`: the rows that strict rules tie together.
void divide_selectors(const EvidenceInput& input, const std::vector<uint32_t>& component,
                      Signals& signals);

// The same for families of wording, when copiers are known.
void divide_families(const EvidenceInput& input, const std::vector<uint32_t>& component,
                     Signals& signals);

}  // namespace maillon::link
