#include "link/profiles.h"

#include <algorithm>
#include <numeric>

#include "base/parallel.h"
#include "link/chance.h"
#include "link/families.h"
#include "link/intersect.h"
#include "link/radix_sort.h"

namespace maillon::link {
namespace {

constexpr std::size_t kMaxMembers = 64;  // of a family are asked for its profile
constexpr std::size_t kBlock = 1U << 15;
constexpr uint32_t kNone = 0xffffffff;
// Profiles of one template, not of siblings: this much of the lighter (a family of
// truncated posts) and of the heavier one, of 1024.
constexpr int32_t kMergeLighter = 614;
constexpr int32_t kMergeHeavier = 409;
constexpr int32_t kMergeWholeLighter = 819;  // by rarity, where phrases are common to all
// A feature in more profiles than this says nothing about which one it is.
constexpr std::size_t kMaxProfilesPerFeature = 16;

// Profiles in columns; profile p belongs to cluster label[p].
struct Profiles {
  std::vector<uint32_t> label;
  std::vector<uint64_t> offsets{0};
  std::vector<uint32_t> feature;  // ascending within a profile
  std::vector<int64_t> total;     // weight of the profile
  std::vector<int64_t> whole;     // its rarity
  // What feature f weighs if some profile holds it (else nothing), and which ones do:
  // holder[first] and on. None are listed for a crowded feature. One look at memory for
  // each feature of a text.
  struct Held {
    int32_t own = 0, whole = 0;
    uint32_t first = 0, holders = 0;
  };
  std::vector<Held> held;
  std::vector<uint32_t> holder;

  std::size_t size() const { return label.size(); }
  std::span<const uint32_t> features_of(std::size_t p) const {
    return std::span(feature).subspan(offsets[p], offsets[p + 1] - offsets[p]);
  }
};

// Features that at least two fifths of the (sampled) members have.
void append_profile(const Wording& wording, std::span<const uint32_t> members,
                    std::vector<uint32_t>& out) {
  std::vector<uint32_t> all;
  const std::size_t asked = std::min(members.size(), kMaxMembers);
  for (std::size_t i = 0; i < asked; ++i) {
    const auto features = wording.table.features_of(members[i * members.size() / asked]);
    all.insert(all.end(), features.begin(), features.end());
  }
  std::sort(all.begin(), all.end());
  for (std::size_t i = 0; i < all.size();) {
    std::size_t j = i + 1;
    while (j < all.size() && all[j] == all[i]) ++j;
    if (5 * (j - i) >= 2 * asked && j - i >= 2) out.push_back(all[i]);
    i = j;
  }
}

void index_holders(const Wording& wording, Profiles& profiles) {
  profiles.held.resize(wording.table.features());
  for (const uint32_t f : profiles.feature) ++profiles.held[f].holders;
  uint32_t end = 0;
  for (uint32_t f = 0; f < profiles.held.size(); ++f) {
    Profiles::Held& held = profiles.held[f];
    if (held.holders == 0) continue;
    held.own = wording.worth[f].weight;
    held.whole = wording.worth[f].rarity;
    held.first = end;
    if (held.holders <= kMaxProfilesPerFeature) end += held.holders;
    held.holders = held.holders <= kMaxProfilesPerFeature ? held.holders : 0;
  }
  profiles.holder.resize(end);
  std::vector<uint8_t> placed(profiles.held.size(), 0);
  for (uint32_t p = 0; p < profiles.size(); ++p) {
    for (const uint32_t f : profiles.features_of(p)) {
      const Profiles::Held& held = profiles.held[f];
      if (held.holders > 0) profiles.holder[held.first + placed[f]++] = p;
    }
  }
}

Profiles build_profiles(const Wording& wording, const std::vector<uint32_t>& label) {
  std::vector<uint64_t> keys;
  for (uint32_t t = 0; t < label.size(); ++t)
    keys.push_back(static_cast<uint64_t>(label[t]) << 32 | t);
  radix_sort(keys, 32);
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < keys.size();) {
    std::size_t j = i + 1;
    while (j < keys.size() && keys[j] >> 32 == keys[i] >> 32) ++j;
    if (j - i >= 2) {
      starts.push_back(i);
      starts.push_back(j);
    }
    i = j;
  }
  const std::size_t count = starts.size() / 2;
  std::vector<std::vector<uint32_t>> lists(count);
  parallel_for(count, [&](std::size_t p) {
    std::vector<uint32_t> members;
    for (std::size_t i = starts[2 * p]; i < starts[2 * p + 1]; ++i) {
      members.push_back(static_cast<uint32_t>(keys[i]));
    }
    append_profile(wording, members, lists[p]);
  });
  Profiles profiles;
  for (std::size_t p = 0; p < count; ++p) {
    profiles.label.push_back(static_cast<uint32_t>(keys[starts[2 * p]] >> 32));
    profiles.feature.insert(profiles.feature.end(), lists[p].begin(), lists[p].end());
    profiles.offsets.push_back(profiles.feature.size());
    int64_t total = 0;
    int64_t whole = 0;
    for (const uint32_t f : lists[p]) {
      total += weight_in_total(wording.worth[f]);
      whole += wording.worth[f].rarity;
    }
    profiles.total.push_back(total);
    profiles.whole.push_back(whole);
  }
  index_holders(wording, profiles);
  return profiles;
}

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
  const std::vector<uint32_t>& find(std::span<const uint32_t> features, uint32_t always) {
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
    if (always != kNone && std::find(best_.begin(), best_.end(), always) == best_.end()) {
      best_.push_back(always);
    }
    return best_;
  }
  // What the features of the last find() share with profile p: exactly, and at most.
  Shared shared_with(uint32_t p) const {
    Shared shared = shared_[p];
    for_each_common(crowded_, profiles_.features_of(p), [&](uint32_t f) {
      shared.own += profiles_.held[f].own;
      shared.whole += profiles_.held[f].whole;
    });
    return shared;
  }
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

uint32_t find_root(std::vector<uint32_t>& parent, uint32_t p) {
  while (parent[p] != p) p = parent[p] = parent[parent[p]];
  return p;
}

// How two profiles come to be of one template.
enum class Sameness : uint8_t { none, as_whole, by_own };
Sameness find_sameness(const Profiles& profiles, uint32_t p, uint32_t q, const Shared& shared) {
  const auto [lighter, heavier] = std::minmax(profiles.total[p], profiles.total[q]);
  const auto [light, heavy] = std::minmax(profiles.whole[p], profiles.whole[q]);
  const bool own = lighter > 0 && shared.own * 1024 >= kMergeLighter * lighter &&
                   shared.own * 1024 >= kMergeHeavier * heavier;
  const bool whole = shared.whole * 1024 >= kMergeWholeLighter * light &&
                     shared.whole * 1024 >= kMergeLighter * heavy;
  return own ? Sameness::by_own : whole ? Sameness::as_whole : Sameness::none;
}

bool is_one_template(const Wording& wording, const Profiles& profiles, uint32_t p, uint32_t q,
                     const Candidates& candidates) {
  if (find_sameness(profiles, p, q, candidates.at_most(q)) == Sameness::none) return false;
  const Sameness sameness = find_sameness(profiles, p, q, candidates.shared_with(q));
  return sameness == Sameness::by_own ||
         (sameness == Sameness::as_whole &&
          !is_chance(wording, profiles.features_of(p), profiles.features_of(q)));
}

// Profiles that hold most of each other are one template; the smaller number stays.
std::vector<uint32_t> merge_profiles(const Wording& wording, const Profiles& profiles) {
  std::vector<uint32_t> parent(profiles.size());
  std::iota(parent.begin(), parent.end(), 0);
  Candidates candidates(profiles);
  for (uint32_t p = 0; p < profiles.size(); ++p) {
    for (const uint32_t q : candidates.find(profiles.features_of(p), kNone)) {
      if (q == p || !is_one_template(wording, profiles, p, q, candidates)) continue;
      const uint32_t a = find_root(parent, p);
      const uint32_t b = find_root(parent, q);
      parent[std::max(a, b)] = std::min(a, b);
    }
  }
  for (uint32_t p = 0; p < parent.size(); ++p) parent[p] = find_root(parent, p);
  return parent;
}

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

// The profile that shares most with the text, of those that share enough of it;
// kNone if there is none. A profile that shares enough only by phrases that everyone
// uses must share more of them than chance brings together.
uint32_t best_profile(const Wording& wording, const Profiles& profiles, Candidates& candidates,
                      uint32_t t, uint32_t present, int32_t least_share) {
  if (!may_belong(wording, profiles, t, least_share)) return kNone;
  const auto features = wording.table.features_of(t);
  struct Best {
    uint32_t profile = kNone;
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

}  // namespace

std::vector<uint32_t> refine_by_profiles(const Wording& wording, const std::vector<uint32_t>& label,
                                         int32_t least_share) {
  const Profiles profiles = build_profiles(wording, label);
  const std::vector<uint32_t> merged = merge_profiles(wording, profiles);
  std::vector<uint32_t> profile_of(label.size(), kNone);  // by cluster label
  for (uint32_t p = 0; p < profiles.size(); ++p) profile_of[profiles.label[p]] = p;
  std::vector<uint32_t> refined(label.size());
  parallel_blocks(label.size(), kBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
    Candidates candidates(profiles);
    for (std::size_t i = begin; i < end; ++i) {
      const auto t = static_cast<uint32_t>(i);
      const uint32_t best =
          best_profile(wording, profiles, candidates, t, profile_of[label[t]], least_share);
      refined[t] = best == kNone ? t : profiles.label[merged[best]];
    }
  });
  return refined;
}

}  // namespace maillon::link
