#include "link/profile_search.h"

#include <algorithm>

#include "link/chance.h"
#include "link/intersect.h"

namespace maillon::link {
namespace {

// Could any profile hold enough of the text? What its features in profiles weigh
// together bounds what one profile can share with it. Most texts of a heap are
// nobody's, and this tells it without looking at a single profile.
bool may_belong(const Wording& wording, const Profiles& profiles, uint32_t t, int32_t least_share) {
  int64_t own = 0;
  int64_t whole = 0;
  for (const uint32_t f : wording.table.features_of(t)) {
    own += profiles.held[f].own;
    whole += profiles.held[f].whole;
  }
  if (own >= kLeastOwnBits) return true;
  return joint_share(0, 1, whole, (whole + wording.whole[t]) / 2) >= least_share;
}

}  // namespace

const std::vector<uint32_t>& Candidates::find(std::span<const uint32_t> features, uint32_t always) {
  for (const uint32_t p : touched_) shared_[p] = {};
  touched_.clear();
  crowded_.clear();
  crowd_ = {};
  for (std::size_t i = 0; i < features.size(); ++i) {
    if (i + kAhead < features.size()) __builtin_prefetch(&profiles_.held[features[i + kAhead]]);
    const Profiles::Held& held = profiles_.held[features[i]];
    if (held.whole == 0) continue;
    if (held.holders == 0) {
      crowded_.push_back(features[i]);
      crowd_.own += held.own;
      crowd_.whole += held.whole;
      continue;
    }
    for (uint32_t k = 0; k < held.holders; ++k) {
      const uint32_t p = profiles_.holder[held.first + k];
      if (shared_[p].whole == 0) touched_.push_back(p);
      shared_[p].own += held.own;
      shared_[p].whole += held.whole;
    }
  }
  best_ = touched_;
  const std::size_t kept = std::min(best_.size(), kMaxCandidates);
  std::partial_sort(best_.begin(), best_.begin() + static_cast<std::ptrdiff_t>(kept), best_.end(),
                    [&](uint32_t a, uint32_t b) {
                      const int64_t x = shared_[a].own + shared_[a].whole;
                      const int64_t y = shared_[b].own + shared_[b].whole;
                      return x != y ? x > y : a < b;
                    });
  best_.resize(kept);
  if (always != kNoProfile && std::find(best_.begin(), best_.end(), always) == best_.end()) {
    best_.push_back(always);
  }
  return best_;
}

Shared Candidates::shared_with(uint32_t p) const {
  Shared shared = shared_[p];
  for_each_common(crowded_, profiles_.features_of(p), [&](uint32_t f) {
    shared.own += profiles_.held[f].own;
    shared.whole += profiles_.held[f].whole;
  });
  return shared;
}

uint32_t best_profile(const Wording& wording, const Profiles& profiles, Candidates& candidates,
                      uint32_t t, uint32_t present, int32_t least_share) {
  if (!may_belong(wording, profiles, t, least_share)) return kNoProfile;
  const auto features = wording.table.features_of(t);
  struct Best {
    uint32_t profile = kNoProfile;
    int64_t whole = 0;
  };
  Best best;
  Best best_by_own;
  for (const uint32_t p : candidates.find(features, present)) {
    const int64_t own_total = std::min(profiles.total[p], wording.total[t]);
    const int64_t whole_total = (profiles.whole[p] + wording.whole[t]) / 2;
    const Shared bound = candidates.at_most(p);
    if (bound.whole <= best_by_own.whole) continue;
    if (joint_share(bound.own, own_total, bound.whole, whole_total) < least_share) continue;
    const Shared shared = candidates.shared_with(p);
    if (joint_share(shared.own, own_total, shared.whole, whole_total) < least_share) continue;
    if (shared.whole > best.whole) best = {p, shared.whole};
    if (joint_share(shared.own, own_total, 0, 1) < least_share) continue;
    if (shared.whole > best_by_own.whole) best_by_own = {p, shared.whole};
  }
  if (best.profile == best_by_own.profile) return best.profile;
  const bool chance = is_chance(wording, features, profiles.features_of(best.profile));
  return chance ? best_by_own.profile : best.profile;
}

}  // namespace maillon::link
