// What the texts of a cluster have in common: features that at least two in five of the
// members have.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "link/wording.h"

namespace maillon::link {

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

// The profiles of the clusters of two texts or more; labels as in agglomerate.h.
Profiles build_profiles(const Wording& wording, const std::vector<uint32_t>& label);

// Sets from the features (numbers below worth.size()) all else: total, whole, held, holder.
void weigh_profiles(std::span<const Worth> worth, Profiles& profiles);

}  // namespace maillon::link
