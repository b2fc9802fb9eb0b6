#include "link/fields/cluster.h"

#include <algorithm>
#include <array>

#include "link/disjoint_sets.h"

namespace maillon::link {
namespace {

constexpr std::size_t kMembersCompared = 8;
constexpr int32_t kMost = 12 * 1024;  // one pair's say in a mean

struct Cluster {
  std::array<uint32_t, kMembersCompared> sample{};
  uint32_t sampled = 0, size = 0;
};

}  // namespace

std::vector<uint32_t> join_records(std::size_t rows, std::vector<WeighedPair> pairs,
                                   const std::function<int32_t(uint32_t, uint32_t)>& weigh) {
  std::sort(pairs.begin(), pairs.end(), [](const WeighedPair& x, const WeighedPair& y) {
    return x.log_odds != y.log_odds ? x.log_odds > y.log_odds : x.pair < y.pair;
  });
  DisjointSets sets(rows);
  std::vector<Cluster> cluster(rows);
  for (uint32_t row = 0; row < rows; ++row)
    cluster[row] = {.sample = {row}, .sampled = 1, .size = 1};
  const auto agree = [&](const Cluster& a, const Cluster& b) {
    int64_t sum = 0;
    for (uint32_t i = 0; i < a.sampled; ++i) {
      for (uint32_t j = 0; j < b.sampled; ++j)
        sum += std::clamp(weigh(a.sample[i], b.sample[j]), -kMost, kMost);
    }
    return sum > 0;
  };
  for (const WeighedPair& pair : pairs) {
    uint32_t a = sets.find(first_of(pair.pair)), b = sets.find(second_of(pair.pair));
    if (a == b) continue;
    if (cluster[a].size + cluster[b].size > 2 && !agree(cluster[a], cluster[b])) continue;
    if (b < a) std::swap(a, b);
    Cluster merged{.sample = {}, .sampled = 0, .size = cluster[a].size + cluster[b].size};
    for (uint32_t i = 0; i < kMembersCompared && merged.sampled < kMembersCompared; ++i) {
      for (const uint32_t side : {a, b}) {
        if (i < cluster[side].sampled && merged.sampled < kMembersCompared)
          merged.sample[merged.sampled++] = cluster[side].sample[i];
      }
    }
    cluster[a] = merged;
    sets.join(a, b);
  }
  return sets.labels();
}

}  // namespace maillon::link
