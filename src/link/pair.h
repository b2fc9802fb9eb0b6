// All evidence for two posts: the ledger of `explain`.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "link/evidence.h"

namespace maillon::link {

// A signal that one post carries, and the group that it is linked within.
struct Carried {
  uint32_t signal = 0;
  uint32_t group = kNoGroup;
  bool is_read = false;  // in a picture only: EvidenceInput::carrier_read
};

struct EvidenceItem {
  uint32_t signal = 0;
  int32_t bits = 0;      // as counted, 1/1024; 0 for a hub, across groups, or if `is_implied`
  int32_t uncapped = 0;  // what its rarity alone would say: log2(posts / carriers)
  bool is_implied = false;
  bool is_read = false;  // one of the two has it from a picture only, and it counts for less
};

// Whoever takes one picture of an album can take them all: of several pictures that two
// posts share only the strongest counts, and the others are implied by it.
struct PairEvidence {
  std::vector<EvidenceItem> items;  // signals that both carry, strongest first
  int32_t bits = 0;                 // their sum
  int32_t log_odds = 0;             // prior + bits, at most kJointCeiling
  bool by_one = false;              // a single item is enough to link
  uint8_t kinds = 0;                // of items that count: bit 0 wording, bit k SelectorKind k
};

// However much comes together, somebody may have copied all of it.
inline constexpr double kJointCeiling = 0.9999;

// What two posts share. Lists ascending by signal. `selectors` as in EvidenceInput:
// signals from selectors.size() on are families. `rows` is the number of posts.
PairEvidence weigh_pair(std::span<const Carried> a, std::span<const Carried> b,
                        std::span<const Selector> selectors, const Signals& signals,
                        std::size_t rows);

}  // namespace maillon::link
