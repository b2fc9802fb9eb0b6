// What lists of networks are filtered, counted and sorted by, gathered once from the arrays
// of a case so that a question needs no walk over all posts and links.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "tasks/case_data.h"

namespace maillon::tasks {

// Lists of different lengths, one for each network (by its index), back to back.
struct PerNetwork {
  std::vector<uint64_t> offsets{0};
  std::vector<uint32_t> values;

  std::span<const uint32_t> of(uint32_t network) const {
    return std::span(values).subspan(offsets[network], offsets[network + 1] - offsets[network]);
  }
};

struct NetworkFacts {
  // Places in CaseData::links of the accepted links inside, the weakest first (ties: by pair).
  PerNetwork links;
  // Distinct, ascending; what is not stated is left out.
  PerNetwork countries, cities;  // numbers of Posts::words
  PerNetwork languages;          // as in Posts::language
  std::vector<uint32_t> kinds;   // bit k: a post of it has a selector of SelectorKind k
};

// In one walk over the members of the networks and one over the links.
NetworkFacts gather_network_facts(const CaseData& data);

}  // namespace maillon::tasks
