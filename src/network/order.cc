#include "network/order.h"

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <utility>

#include "base/check.h"

namespace maillon::network {

std::vector<Stay> find_route(std::span<const int64_t> seen_at, std::span<const uint32_t> place,
                             int64_t pause) {
  CHECK(seen_at.size() == place.size());
  std::vector<std::pair<uint32_t, int64_t>> seen;
  for (std::size_t i = 0; i < place.size(); ++i) {
    if (seen_at[i] != kNoTime && place[i] != kNoPlace) seen.emplace_back(place[i], seen_at[i]);
  }
  std::sort(seen.begin(), seen.end());
  std::vector<Stay> stays;
  for (const auto& [where, when] : seen) {
    // Unsigned: the years 0 and 9999, or worse, may stand in one heap.
    const bool goes_on =
        !stays.empty() && stays.back().place == where &&
        static_cast<uint64_t>(when) - static_cast<uint64_t>(stays.back().last_seen) <=
            static_cast<uint64_t>(std::max<int64_t>(pause, 0));
    if (!goes_on) stays.push_back({where, when, when, 0});
    stays.back().last_seen = when;
    ++stays.back().posts;
  }
  std::sort(stays.begin(), stays.end(), [](const Stay& x, const Stay& y) {
    return std::tie(x.first_seen, x.last_seen, x.place) <
           std::tie(y.first_seen, y.last_seen, y.place);
  });
  return stays;
}

}  // namespace maillon::network
