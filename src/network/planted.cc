#include "network/planted.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <random>
#include <unordered_map>
#include <utility>

#include "base/hash.h"

namespace maillon::network {
namespace {

// Numbers from a seed that are the same on every machine (std::uniform_* are not).
class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(mix64(seed + 0x9e3779b97f4a7c15ULL)) {}
  uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    return mix64(state_);
  }
  double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  uint32_t below(std::size_t n) { return static_cast<uint32_t>(next() % n); }
  // A power law with this exponent between low and high (continuous, by inversion).
  double power(double low, double high, double exponent) {
    const double e = 1.0 - exponent;
    const double a = std::pow(low, e), b = std::pow(high, e);
    return std::pow(a + unit() * (b - a), 1.0 / e);
  }
  void shuffle(std::vector<uint32_t>& values) {
    for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
  }

 private:
  uint64_t state_;
};

double power_mean(double low, double high, double exponent) {
  const auto integral = [&](double e) {
    return std::abs(e) < 1e-9 ? std::log(high / low) : (std::pow(high, e) - std::pow(low, e)) / e;
  };
  return integral(2.0 - exponent) / integral(1.0 - exponent);
}

// Degrees with the wanted mean: the lowest degree is found by bisection.
std::vector<uint32_t> draw_degrees(const PlantedSettings& s, Dice& dice) {
  double low = 0.5, high = s.mean_degree;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (power_mean(middle, s.max_degree, s.degree_exponent) < s.mean_degree ? low : high) = middle;
  }
  std::vector<uint32_t> degree(s.nodes);
  for (uint32_t& d : degree) {
    const double drawn = dice.power(low, s.max_degree, s.degree_exponent);
    d = static_cast<uint32_t>(drawn);
    if (dice.unit() < drawn - d) ++d;  // rounded so that the mean stays
  }
  return degree;
}

std::vector<uint32_t> draw_communities(const PlantedSettings& s, Dice& dice) {
  std::vector<uint32_t> community;
  community.reserve(s.nodes);
  for (uint32_t c = 0; community.size() < s.nodes; ++c) {
    auto size = static_cast<std::size_t>(
        dice.power(s.min_community, s.max_community + 1.0, s.community_exponent));
    const std::size_t left = s.nodes - community.size();
    if (left < size + s.min_community) size = left;
    community.insert(community.end(), size, c);
  }
  return community;
}

// Pairs the stubs at random; loops are dropped. Both ends outside of one
// community where `apart` is given.
void pair_stubs(std::vector<uint32_t>& stubs, Dice& dice, const std::vector<uint32_t>* apart,
                PlantedGraph& graph) {
  dice.shuffle(stubs);
  for (std::size_t i = 0; i + 1 < stubs.size(); i += 2) {
    const uint32_t x = stubs[i];
    for (int tries = 0; tries < 20; ++tries) {
      const uint32_t y = stubs[i + 1];
      const bool good = x != y && (apart == nullptr || (*apart)[x] != (*apart)[y]);
      if (good) break;
      const std::size_t rest = stubs.size() - (i + 1);
      std::swap(stubs[i + 1], stubs[i + 1 + dice.below(rest)]);
    }
    const uint32_t y = stubs[i + 1];
    if (x == y || (apart != nullptr && (*apart)[x] == (*apart)[y])) continue;
    graph.a.push_back(std::min(x, y));
    graph.b.push_back(std::max(x, y));
  }
}

void drop_repeats(PlantedGraph& graph) {
  std::vector<std::pair<uint32_t, uint32_t>> links(graph.a.size());
  for (std::size_t i = 0; i < links.size(); ++i) links[i] = {graph.a[i], graph.b[i]};
  std::sort(links.begin(), links.end());
  links.erase(std::unique(links.begin(), links.end()), links.end());
  graph.a.resize(links.size());
  graph.b.resize(links.size());
  for (std::size_t i = 0; i < links.size(); ++i) {
    graph.a[i] = links[i].first;
    graph.b[i] = links[i].second;
  }
}

}  // namespace

PlantedGraph make_planted_graph(const PlantedSettings& settings) {
  Dice dice(settings.seed);
  const std::vector<uint32_t> degree = draw_degrees(settings, dice);
  const std::vector<uint32_t> sorted = draw_communities(settings, dice);

  // Which node is in which community is drawn, so that numbers tell nothing.
  std::vector<uint32_t> node(settings.nodes);
  std::iota(node.begin(), node.end(), 0U);
  dice.shuffle(node);
  PlantedGraph graph;
  graph.community.resize(settings.nodes);
  for (uint32_t i = 0; i < settings.nodes; ++i) graph.community[node[i]] = sorted[i];

  std::vector<uint32_t> inner, outer;
  for (uint32_t i = 0; i < settings.nodes; ++i) {
    const uint32_t v = node[i];
    const double inside = (1.0 - settings.mixing) * degree[v];
    auto k = static_cast<uint32_t>(inside);
    if (dice.unit() < inside - k) ++k;
    inner.insert(inner.end(), k, v);
    outer.insert(outer.end(), degree[v] - k, v);
    if (i + 1 == settings.nodes || sorted[i + 1] != sorted[i]) {
      pair_stubs(inner, dice, nullptr, graph);
      inner.clear();
    }
  }
  pair_stubs(outer, dice, &graph.community, graph);
  drop_repeats(graph);
  return graph;
}

double normalized_mutual_information(std::span<const uint32_t> a, std::span<const uint32_t> b) {
  std::unordered_map<uint64_t, uint64_t> both;
  std::unordered_map<uint32_t, uint64_t> only_a, only_b;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ++both[uint64_t{a[i]} << 32 | b[i]];
    ++only_a[a[i]];
    ++only_b[b[i]];
  }
  const auto n = static_cast<double>(a.size());
  const auto entropy = [n](const auto& counts) {
    // Sorted, so that the sum does not depend on the table's order.
    std::vector<uint64_t> sizes;
    for (const auto& [key, count] : counts) sizes.push_back(count);
    std::sort(sizes.begin(), sizes.end());
    double sum = 0;
    for (const uint64_t size : sizes) {
      const double p = static_cast<double>(size) / n;
      sum -= p * std::log2(p);
    }
    return sum;
  };
  const double h_a = entropy(only_a), h_b = entropy(only_b);
  if (h_a + h_b <= 0) return 1.0;
  return 2.0 * (h_a + h_b - entropy(both)) / (h_a + h_b);
}

}  // namespace maillon::network
