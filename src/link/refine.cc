#include "link/refine.h"

#include <algorithm>

#include "base/parallel.h"
#include "link/chance.h"
#include "link/disjoint_sets.h"
#include "link/profile_search.h"

namespace maillon::link {
namespace {

constexpr std::size_t kLabelBlock = 1U << 15;
// Profiles of one template, not of siblings: this much of the lighter (a family of
// truncated posts) and of the heavier one, of 1024.
constexpr int32_t kMergeLighter = 614;
constexpr int32_t kMergeHeavier = 409;
constexpr int32_t kMergeWholeLighter = 819;  // by rarity, where phrases are common to all

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
  DisjointSets templates(profiles.size());
  Candidates candidates(profiles);
  for (uint32_t p = 0; p < profiles.size(); ++p) {
    for (const uint32_t q : candidates.find(profiles.features_of(p), kNoProfile)) {
      if (q != p && is_one_template(wording, profiles, p, q, candidates)) templates.join(p, q);
    }
  }
  return templates.labels();
}

}  // namespace

std::vector<uint32_t> refine_by_profiles(const Wording& wording, const std::vector<uint32_t>& label,
                                         int32_t least_share) {
  const Profiles profiles = build_profiles(wording, label);
  const std::vector<uint32_t> merged = merge_profiles(wording, profiles);
  std::vector<uint32_t> profile_of(label.size(), kNoProfile);  // by cluster label
  for (uint32_t p = 0; p < profiles.size(); ++p) profile_of[profiles.label[p]] = p;
  std::vector<uint32_t> refined(label.size());
  parallel_blocks(label.size(), kLabelBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
    Candidates candidates(profiles);
    for (std::size_t i = begin; i < end; ++i) {
      const auto t = static_cast<uint32_t>(i);
      const uint32_t best =
          best_profile(wording, profiles, candidates, t, profile_of[label[t]], least_share);
      refined[t] = best == kNoProfile ? t : profiles.label[merged[best]];
    }
  });
  return refined;
}

}  // namespace maillon::link
