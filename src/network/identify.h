// Stable identifiers: a network keeps its number when posts are linked again.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/hash.h"

namespace maillon::network {

// A post that belongs to no network.
inline constexpr uint32_t kAlone = 0xffffffff;

struct Identity {
  Key128 post;
  uint32_t network = 0;
  friend bool operator==(const Identity&, const Identity&) = default;
};

struct Identified {
  // The stable number of each community (index: the community's label).
  // kAlone for labels that no post has.
  std::vector<uint32_t> network;
  // (old number, new number), sorted: members of `old` are now in `new`.
  // A merge: `old` is gone and its posts are (partly) in `new`.
  // A split: `old` lives on, or another community took its number, and some of
  // its posts are now in `new`.
  std::vector<std::pair<uint32_t, uint32_t>> merges, splits;
  uint32_t next = 0;  // the first number not given yet
};

// Numbers the communities of a new partition after the previous one.
//
// A community claims the previous network from which it has most members (ties:
// the lower number). Each number is given once, to the claimant with most members
// from it (ties: the one with the smallest post key). A claimant that loses claims
// its next best. Communities without a number are numbered from `next`, the
// largest first (ties: smallest post key).
//
// `previous` is sorted by post, each post once; `keys` is sorted and `community`
// runs beside it (kAlone for none). Posts of `previous` that are not in `keys`
// (undone, purged) count for nobody. New numbers lie above all of `previous` even if `next`
// does not. Labels should be dense: memory goes with the highest. Which labels
// the communities have changes nothing else.
Identified identify_networks(std::span<const Identity> previous, std::span<const Key128> keys,
                             std::span<const uint32_t> community, uint32_t next);

}  // namespace maillon::network
