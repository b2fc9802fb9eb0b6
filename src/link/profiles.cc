#include "link/profiles.h"

#include <algorithm>

#include "base/parallel.h"
#include "link/radix_sort.h"

namespace maillon::link {
namespace {

constexpr std::size_t kMaxMembers = 64;  // of a family are asked for its profile
// A feature in more profiles than this says nothing about which one it is.
constexpr std::size_t kMaxProfilesPerFeature = 16;

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

void set_totals(std::span<const Worth> worth, Profiles& profiles) {
  profiles.total.assign(profiles.size(), 0);
  profiles.whole.assign(profiles.size(), 0);
  for (std::size_t p = 0; p < profiles.size(); ++p) {
    for (const uint32_t f : profiles.features_of(p)) {
      profiles.total[p] += weight_in_total(worth[f]);
      profiles.whole[p] += worth[f].rarity;
    }
  }
}

void index_holders(std::span<const Worth> worth, Profiles& profiles) {
  profiles.held.assign(worth.size(), {});
  for (const uint32_t f : profiles.feature) ++profiles.held[f].holders;
  uint32_t end = 0;
  for (uint32_t f = 0; f < profiles.held.size(); ++f) {
    Profiles::Held& held = profiles.held[f];
    if (held.holders == 0) continue;
    held.own = worth[f].weight;
    held.whole = worth[f].rarity;
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

}  // namespace

void weigh_profiles(std::span<const Worth> worth, Profiles& profiles) {
  set_totals(worth, profiles);
  index_holders(worth, profiles);
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
  }
  weigh_profiles(wording.worth, profiles);
  return profiles;
}

}  // namespace maillon::link
