// Places of a network in the order of time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/records.h"

namespace maillon::network {

inline constexpr uint32_t kNoPlace = 0xffffffff;

// A time during which a place was posted for without a long pause.
struct Stay {
  uint32_t place = 0;
  int64_t first_seen = 0, last_seen = 0;
  uint32_t posts = 0;
  friend bool operator==(const Stay&, const Stay&) = default;
};

// The route of a network: its stays by first_seen, then last_seen, then place.
// seen_at[i] (seconds) and place[i] belong to post i; posts without a time
// (kNoTime) or a place (kNoPlace) are passed over. A pause longer than `pause` seconds in one place
// ends the stay; stays in different places may overlap. Any order of posts gives the same.
std::vector<Stay> find_route(std::span<const int64_t> seen_at, std::span<const uint32_t> place,
                             int64_t pause = 21 * 86400);

}  // namespace maillon::network
