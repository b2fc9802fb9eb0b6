#include "link/agglomerate.h"

#include <algorithm>
#include <array>

namespace maillon::link {
namespace {

// Each cluster is known by a few members: enough for a mean, few enough that a
// join costs the same in a family of 100,000 as in one of ten.
constexpr std::size_t kSample = 4;

struct Cluster {
  std::array<uint32_t, kSample> sample{};
  uint32_t sampled = 0;
  uint32_t size = 0;
};

class Clusters {
 public:
  explicit Clusters(std::size_t texts) : parent_(texts), cluster_(texts) {
    for (uint32_t t = 0; t < texts; ++t) {
      parent_[t] = t;
      cluster_[t] = {.sample = {t}, .sampled = 1, .size = 1};
    }
  }
  uint32_t find(uint32_t t) {
    while (parent_[t] != t) {
      parent_[t] = parent_[parent_[t]];
      t = parent_[t];
    }
    return t;
  }
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
    parent_[b] = a;
  }

 private:
  std::vector<uint32_t> parent_;
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

}  // namespace

std::vector<uint32_t> agglomerate(const Wording& wording, std::vector<WordingPair> pairs,
                                  int32_t least_share) {
  std::sort(pairs.begin(), pairs.end(), [](const WordingPair& x, const WordingPair& y) {
    if (x.share != y.share) return x.share > y.share;
    if (x.a != y.a) return x.a < y.a;
    return x.b < y.b;
  });
  Clusters clusters(wording.table.texts());
  for (const WordingPair& pair : pairs) {
    const uint32_t a = clusters.find(pair.a);
    const uint32_t b = clusters.find(pair.b);
    if (a != b && agree(wording, clusters.at(a), clusters.at(b), least_share)) clusters.join(a, b);
  }
  std::vector<uint32_t> label(wording.table.texts());
  for (uint32_t t = 0; t < label.size(); ++t) label[t] = clusters.find(t);
  return label;
}

}  // namespace maillon::link
