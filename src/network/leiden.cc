#include "network/leiden.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <numeric>

#include "base/check.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "network/leiden_run.h"

namespace maillon::network {
namespace {

// Components above this are worked on one after the other, with threads inside.
constexpr std::size_t kLargeComponent = 16384;
constexpr std::size_t kKnownWorths = 1 << 14;  // sizes whose logarithm is kept
constexpr std::size_t kPatience = 1000000;     // small components: until nobody gains

std::vector<int64_t> find_masses(const WeighedGraph& graph, std::span<const uint32_t> node_size,
                                 LeidenSettings::Quality quality) {
  std::vector<int64_t> mass(graph.nodes(), 1);
  if (quality != LeidenSettings::modularity && !node_size.empty()) {
    std::copy(node_size.begin(), node_size.end(), mass.begin());
  }
  if (quality == LeidenSettings::cpm) return mass;
  const bool evidence = quality == LeidenSettings::evidence;
  CHECK(!evidence || std::reduce(mass.begin(), mass.end()) < int64_t{1} << kSizeBits);
  parallel_blocks(graph.nodes(), 4096, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t v = begin; v < end; ++v) {
      int64_t sum = 0;
      for (uint64_t i = graph.offsets[v]; i < graph.offsets[v + 1]; ++i) {
        sum += evidence ? noise_of(graph.weight[i]) : graph.weight[i];
      }
      mass[v] = evidence ? pack_mass(mass[v], sum) : sum;
    }
  });
  return mass;
}

double product_rate(const std::vector<int64_t>& mass, const LeidenSettings& settings) {
  if (settings.quality == LeidenSettings::cpm) return settings.resolution * kBit;
  const int64_t total = std::reduce(mass.begin(), mass.end());
  return total == 0 ? 0 : settings.resolution / static_cast<double>(total);
}

LogWorth log_worth(const LeidenSettings& settings, std::size_t known) {
  return {std::llround(settings.resolution * kBit), known};
}

double noise_rate(int64_t component_noise, const LeidenSettings& settings) {
  return settings.noise / static_cast<double>(std::max<int64_t>(component_noise, 1));
}

// The cost within one component.
ProductCost cost_within(const ProductCost& cost, const BaseLevel&, const LeidenSettings&) {
  return cost;
}
EvidenceCost cost_within(const LogWorth& worth, const BaseLevel& level,
                         const LeidenSettings& settings) {
  int64_t noise = 0;
  for (const int64_t m : level.mass) noise += noise_of_mass(m);
  return {&worth, noise_rate(noise, settings)};
}

// Runs on the members of one component and writes their communities, named by
// one of the nodes of each.
template <class Quality>
void run_component(const WeighedGraph& graph, const std::vector<int64_t>& mass,
                   const Quality& quality, const LeidenSettings& settings,
                   std::vector<uint32_t> members, std::vector<uint32_t>& place,
                   std::vector<uint32_t>& community) {
  if (members.size() == 1) {
    community[members[0]] = members[0];
    return;
  }
  if (settings.seed != 0) {
    std::sort(members.begin(), members.end(), [&](uint32_t x, uint32_t y) {
      return mix64(settings.seed ^ mix64(x)) < mix64(settings.seed ^ mix64(y));
    });
  }
  BaseLevel level = cut_out(graph, members, place);
  level.mass.resize(members.size());
  for (std::size_t i = 0; i < members.size(); ++i) level.mass[i] = mass[members[i]];
  std::vector<uint32_t> of = singletons(level.nodes());
  const auto cost = cost_within(quality, level, settings);
  for (int round = 0; round < settings.max_rounds; ++round) {
    if (!improve(level, cost, of, kPatience)) break;
  }
  for (std::size_t i = 0; i < members.size(); ++i) community[members[i]] = members[of[i]];
}

template <class Quality>
void run_components(const WeighedGraph& graph, const std::vector<int64_t>& mass,
                    const Quality& quality, const LeidenSettings& settings,
                    std::vector<uint32_t>& community) {
  const Groups groups = group_components(graph);
  std::vector<uint32_t> place(graph.nodes());
  const auto run = [&](std::size_t g) {
    run_component(graph, mass, quality, settings, {groups[g].begin(), groups[g].end()}, place,
                  community);
  };
  for (std::size_t g = 0; g < groups.size(); ++g) {
    if (groups[g].size() > kLargeComponent) run(g);
  }
  parallel_blocks(groups.size(), 64, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t g = begin; g < end; ++g) {
      if (groups[g].size() <= kLargeComponent) run(g);
    }
  });
}

// The noise expected within communities: in each component, factor / 2 noise *
// (noise of the community)^2.
double noise_inside(const WeighedGraph& graph, const std::vector<int64_t>& mass,
                    std::span<const uint32_t> community, const LeidenSettings& settings) {
  const Groups components = group_components(graph);
  double sum = 0;
  for (std::size_t g = 0; g < components.size(); ++g) {
    std::map<uint32_t, int64_t> noise;
    int64_t total = 0;
    for (const uint32_t v : components[g]) {
      noise[community[v]] += noise_of_mass(mass[v]);
      total += noise_of_mass(mass[v]);
    }
    for (const auto& [label, m] : noise) {
      sum += noise_rate(total, settings) / 2 * static_cast<double>(m) * static_cast<double>(m);
    }
  }
  return sum;
}

}  // namespace

std::vector<uint32_t> find_communities(const WeighedGraph& graph,
                                       std::span<const uint32_t> node_size,
                                       const LeidenSettings& settings) {
  CHECK(node_size.empty() || node_size.size() == graph.nodes());
  const std::vector<int64_t> mass = find_masses(graph, node_size, settings.quality);
  std::vector<uint32_t> community(graph.nodes());
  if (settings.quality == LeidenSettings::evidence) {
    run_components(graph, mass, log_worth(settings, kKnownWorths), settings, community);
  } else {
    run_components(graph, mass, ProductCost{product_rate(mass, settings)}, settings, community);
  }
  split_and_number(graph, community);
  return community;
}

double partition_quality(const WeighedGraph& graph, std::span<const uint32_t> node_size,
                         std::span<const uint32_t> community, const LeidenSettings& settings) {
  CHECK(community.size() == graph.nodes());
  const std::vector<int64_t> mass = find_masses(graph, node_size, settings.quality);
  double inside = 0;
  for (uint32_t v = 0; v < graph.nodes(); ++v) {
    for (uint64_t i = graph.offsets[v]; i < graph.offsets[v + 1]; ++i) {
      if (community[graph.target[i]] == community[v]) inside += graph.weight[i] / 2.0;
    }
  }
  // By label, so that sums do not depend on the order of a table.
  std::map<uint32_t, int64_t> masses;
  std::map<uint32_t, double> own_pairs;
  for (uint32_t v = 0; v < graph.nodes(); ++v) {
    masses[community[v]] += mass[v];
    const auto m = static_cast<double>(mass[v]);
    own_pairs[community[v]] += m * m;
  }
  if (settings.quality == LeidenSettings::evidence) {
    const LogWorth worth = log_worth(settings, 0);
    for (const auto& [label, m] : masses) inside += static_cast<double>(worth(size_of(m)));
    return (inside - noise_inside(graph, mass, community, settings)) / kBit;
  }
  const double rate = product_rate(mass, settings);
  for (const auto& [label, m] : masses) {
    const double whole = static_cast<double>(m) * static_cast<double>(m);
    const bool pairs_only = settings.quality == LeidenSettings::cpm;
    inside -= rate / 2 * (whole - (pairs_only ? own_pairs[label] : 0.0));
  }
  return inside / kBit;
}

}  // namespace maillon::network
