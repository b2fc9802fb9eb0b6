#include "link/profiles.h"

#include <algorithm>
#include <numeric>

#include "base/parallel.h"
#include "link/families.h"
#include "link/radix_sort.h"

namespace maillon::link {
namespace {

constexpr std::size_t kMaxMembers = 64;  // of a family are asked for its profile
constexpr std::size_t kBlock = 1024;
// Profiles of one template, not of siblings: this much of the lighter (a family of
// truncated posts) and of the heavier one, of 1024.
constexpr int32_t kMergeLighter = 614;
constexpr int32_t kMergeHeavier = 409;
// A feature in more profiles than this says nothing about which one it is.
constexpr std::size_t kMaxProfilesPerFeature = 64;

// Profiles in columns; profile p belongs to cluster label[p].
struct Profiles {
  std::vector<uint32_t> label;
  std::vector<uint64_t> offsets{0};
  std::vector<uint32_t> feature;  // ascending within a profile
  std::vector<int64_t> total;     // weight of the profile
  // Inverted: profiles that hold feature f.
  std::vector<uint64_t> holder_offsets;
  std::vector<uint32_t> holder;

  std::size_t size() const { return label.size(); }
  std::span<const uint32_t> features_of(std::size_t p) const {
    return std::span(feature).subspan(offsets[p], offsets[p + 1] - offsets[p]);
  }
  std::span<const uint32_t> holders_of(uint32_t f) const {
    return std::span(holder).subspan(holder_offsets[f], holder_offsets[f + 1] - holder_offsets[f]);
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
    if (5 * (j - i) >= 2 * asked && j - i >= 2 && wording.weight[all[i]] > 0) out.push_back(all[i]);
    i = j;
  }
}

void index_holders(const Wording& wording, Profiles& profiles) {
  profiles.holder_offsets.assign(wording.table.features() + 1, 0);
  for (const uint32_t f : profiles.feature) ++profiles.holder_offsets[f + 1];
  std::partial_sum(profiles.holder_offsets.begin(), profiles.holder_offsets.end(),
                   profiles.holder_offsets.begin());
  profiles.holder.resize(profiles.feature.size());
  std::vector<uint64_t> place = profiles.holder_offsets;
  for (uint32_t p = 0; p < profiles.size(); ++p) {
    for (const uint32_t f : profiles.features_of(p)) profiles.holder[place[f]++] = p;
  }
}

Profiles build_profiles(const Wording& wording, const std::vector<uint32_t>& label) {
  std::vector<uint64_t> keys;
  for (uint32_t t = 0; t < label.size(); ++t)
    keys.push_back(static_cast<uint64_t>(label[t]) << 32 | t);
  radix_sort(keys);
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
    for (const uint32_t f : lists[p]) total += wording.weight[f];
    profiles.total.push_back(total);
  }
  index_holders(wording, profiles);
  return profiles;
}

// Adds up, per profile, the weight of the given features that it holds.
class Tally {
 public:
  explicit Tally(std::size_t profiles) : sum_(profiles, 0) {}
  void count(const Wording& wording, const Profiles& profiles, std::span<const uint32_t> features) {
    for (const uint32_t p : touched_) sum_[p] = 0;
    touched_.clear();
    for (const uint32_t f : features) {
      const auto holders = profiles.holders_of(f);
      if (holders.size() > kMaxProfilesPerFeature) continue;
      for (const uint32_t p : holders) {
        if (sum_[p] == 0) touched_.push_back(p);
        sum_[p] += wording.weight[f];
      }
    }
    std::sort(touched_.begin(), touched_.end());
  }
  const std::vector<uint32_t>& touched() const { return touched_; }
  int64_t sum(uint32_t p) const { return sum_[p]; }

 private:
  std::vector<int64_t> sum_;
  std::vector<uint32_t> touched_;
};

uint32_t find_root(std::vector<uint32_t>& parent, uint32_t p) {
  while (parent[p] != p) p = parent[p] = parent[parent[p]];
  return p;
}

// Profiles that hold most of each other are one template; the smaller number stays.
std::vector<uint32_t> merge_profiles(const Wording& wording, const Profiles& profiles) {
  std::vector<uint32_t> parent(profiles.size());
  std::iota(parent.begin(), parent.end(), 0);
  Tally tally(profiles.size());
  for (uint32_t p = 0; p < profiles.size(); ++p) {
    tally.count(wording, profiles, profiles.features_of(p));
    for (const uint32_t q : tally.touched()) {
      if (q >= p) break;
      const auto [lighter, heavier] = std::minmax(profiles.total[p], profiles.total[q]);
      const int64_t shared = tally.sum(q) * 1024;
      if (shared >= kMergeLighter * lighter && shared >= kMergeHeavier * heavier) {
        const uint32_t a = find_root(parent, p);
        const uint32_t b = find_root(parent, q);
        parent[std::max(a, b)] = std::min(a, b);
      }
    }
  }
  for (uint32_t p = 0; p < parent.size(); ++p) parent[p] = find_root(parent, p);
  return parent;
}

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// The profile that holds most of the text, if it holds enough.
std::size_t best_profile(const Wording& wording, const Profiles& profiles, Tally& tally, uint32_t t,
                         int32_t least_share, int64_t least_bits) {
  tally.count(wording, profiles, wording.table.features_of(t));
  std::size_t best = kNone;
  int64_t best_sum = 0;
  for (const uint32_t p : tally.touched()) {
    const int64_t sum = tally.sum(p);
    const int64_t lighter = std::min(profiles.total[p], wording.total[t]);
    if (sum > best_sum && sum >= least_bits && sum * 1024 >= least_share * lighter) {
      best = p;
      best_sum = sum;
    }
  }
  return best;
}

}  // namespace

std::vector<uint32_t> refine_by_profiles(const Wording& wording, const std::vector<uint32_t>& label,
                                         int32_t least_share, int64_t least_bits) {
  const Profiles profiles = build_profiles(wording, label);
  const std::vector<uint32_t> merged = merge_profiles(wording, profiles);
  std::vector<uint32_t> refined(label.size());
  parallel_blocks(label.size(), kBlock * 32, [&](std::size_t begin, std::size_t end, std::size_t) {
    Tally tally(profiles.size());
    for (std::size_t i = begin; i < end; ++i) {
      const auto t = static_cast<uint32_t>(i);
      const std::size_t best = best_profile(wording, profiles, tally, t, least_share, least_bits);
      refined[t] = best == kNone ? t : profiles.label[merged[best]];
    }
  });
  return refined;
}

}  // namespace maillon::link
