// Which profile does a text belong to?
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "link/profiles.h"

namespace maillon::link {

inline constexpr uint32_t kNoProfile = 0xffffffff;

// What a list of features shares with a profile, both ways of weighing.
struct Shared {
  int64_t own = 0, whole = 0;
};

// Finds the profiles that hold most of the given features, by those features that
// tell profiles apart, and what exactly is shared with each. A feature is looked up
// once for all profiles; only those that many profiles hold are asked for one by one.
class Candidates {
 public:
  explicit Candidates(const Profiles& profiles) : profiles_(profiles), shared_(profiles.size()) {}
  // At most kMaxCandidates, the best first, and `always` (if it is one) besides.
  const std::vector<uint32_t>& find(std::span<const uint32_t> features, uint32_t always);
  // What the features of the last find() share with profile p: exactly, and at most.
  Shared shared_with(uint32_t p) const;
  Shared at_most(uint32_t p) const {
    return {shared_[p].own + crowd_.own, shared_[p].whole + crowd_.whole};
  }

 private:
  static constexpr std::size_t kMaxCandidates = 4;
  static constexpr std::size_t kAhead = 12;  // features asked of memory before they are used
  const Profiles& profiles_;
  std::vector<Shared> shared_;  // per profile, without crowded features
  std::vector<uint32_t> touched_, best_;
  std::vector<uint32_t> crowded_;  // features that many profiles hold
  Shared crowd_;                   // what they weigh together
};

// The profile that shares most with text t, of those that share at least `least_share` (of
// 1024) of the lighter of the two; `present` (a profile or kNoProfile) is looked at in any
// case. kNoProfile if there is none. A profile that shares enough only by phrases that
// everyone uses must share more of them than chance brings together.
uint32_t best_profile(const Wording& wording, const Profiles& profiles, Candidates& candidates,
                      uint32_t t, uint32_t present, int32_t least_share);

}  // namespace maillon::link
