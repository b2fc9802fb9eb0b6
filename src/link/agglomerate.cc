#include "link/agglomerate.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>

#include "base/parallel.h"
#include "link/disjoint_sets.h"
#include "link/radix_sort.h"

namespace maillon::link {
namespace {

// Each cluster is known by a few members: enough for a mean, few enough that a
// join costs the same in a family of 100,000 as in one of ten.
constexpr std::size_t kSample = 4;
constexpr std::size_t kComponentBlock = 64;  // components

struct Cluster {
  std::array<uint32_t, kSample> sample{};
  uint32_t sampled = 0;
  uint32_t size = 0;
};

class Clusters {
 public:
  explicit Clusters(std::size_t texts) : sets_(texts), cluster_(texts) {
    for (uint32_t t = 0; t < texts; ++t) cluster_[t] = {.sample = {t}, .sampled = 1, .size = 1};
  }
  uint32_t find(uint32_t t) { return sets_.find(t); }
  std::vector<uint32_t> labels() { return sets_.labels(); }
  const Cluster& at(uint32_t root) const { return cluster_[root]; }
  // The smaller label stays; samples of both sides alternate so that both are heard.
  void join(uint32_t a, uint32_t b) {
    if (b < a) std::swap(a, b);
    Cluster merged{.sample = {}, .sampled = 0, .size = cluster_[a].size + cluster_[b].size};
    for (uint32_t i = 0; i < kSample && merged.sampled < kSample; ++i) {
      for (const uint32_t side : {a, b}) {
        if (i < cluster_[side].sampled && merged.sampled < kSample) {
          merged.sample[merged.sampled++] = cluster_[side].sample[i];
        }
      }
    }
    cluster_[a] = merged;
    sets_.join(a, b);
  }

 private:
  DisjointSets sets_;
  std::vector<Cluster> cluster_;
};

bool agree(const Wording& wording, const Cluster& a, const Cluster& b, int32_t least_share) {
  if (a.size == 1 && b.size == 1) return true;  // the pair itself has been compared
  int64_t sum = 0;
  for (uint32_t i = 0; i < a.sampled; ++i) {
    for (uint32_t j = 0; j < b.sampled; ++j)
      sum += compare(wording, a.sample[i], b.sample[j]).share;
  }
  return sum >= int64_t{least_share} * a.sampled * b.sampled;
}

// Stable, so that pairs of one share stay in the order of (a, b).
std::vector<WordingPair> most_alike_first(std::span<const WordingPair> all, int32_t least_share) {
  std::vector<WordingPair> pairs;
  std::copy_if(all.begin(), all.end(), std::back_inserter(pairs),
               [&](const WordingPair& pair) { return pair.share >= least_share; });
  int32_t most = 0;
  for (const WordingPair& pair : pairs) most = std::max(most, pair.share);
  std::vector<std::size_t> place(static_cast<std::size_t>(most) + 2, 0);
  const auto rank = [most](const WordingPair& pair) {
    return static_cast<std::size_t>(most - pair.share);
  };
  for (const WordingPair& pair : pairs) ++place[rank(pair) + 1];
  std::partial_sum(place.begin(), place.end(), place.begin());
  std::vector<WordingPair> sorted(pairs.size());
  for (const WordingPair& pair : pairs) sorted[place[rank(pair)]++] = pair;
  return sorted;
}

// Pairs put together by connected component, their order within one kept, and where each
// component begins.
struct Components {
  std::vector<WordingPair> pairs;
  std::vector<std::size_t> starts;
};

Components split_by_component(std::size_t texts, const std::vector<WordingPair>& pairs) {
  DisjointSets sets(texts);
  for (const WordingPair& pair : pairs) sets.join(pair.a, pair.b);
  std::vector<uint64_t> keys(pairs.size());
  for (std::size_t i = 0; i < pairs.size(); ++i)
    keys[i] = static_cast<uint64_t>(sets.find(pairs[i].a)) << 32 | i;
  radix_sort(keys, 32);
  Components out;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i == 0 || keys[i] >> 32 != keys[i - 1] >> 32) out.starts.push_back(i);
    out.pairs.push_back(pairs[static_cast<uint32_t>(keys[i])]);
  }
  out.starts.push_back(keys.size());
  return out;
}

}  // namespace

std::vector<uint32_t> agglomerate(const Wording& wording, std::span<const WordingPair> pairs) {
  const Components components =
      split_by_component(wording.table.texts(), most_alike_first(pairs, kPairShare));
  Clusters clusters(wording.table.texts());
  // Components have no text in common, so each is joined by itself.
  parallel_blocks(components.starts.size() - 1, kComponentBlock,
                  [&](std::size_t begin, std::size_t end, std::size_t) {
                    for (std::size_t i = components.starts[begin]; i < components.starts[end];
                         ++i) {
                      const WordingPair& pair = components.pairs[i];
                      const uint32_t a = clusters.find(pair.a);
                      const uint32_t b = clusters.find(pair.b);
                      if (a != b && agree(wording, clusters.at(a), clusters.at(b), kClusterShare))
                        clusters.join(a, b);
                    }
                  });
  return clusters.labels();
}

}  // namespace maillon::link
