#include "network/leiden.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <unordered_map>

#include "base/check.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "network/leiden_run.h"

namespace maillon::network {
namespace {

// Components above this are worked on one after the other, with threads inside.
constexpr std::size_t kLargeComponent = 32768;
constexpr std::size_t kKnownWorths = 1 << 14;  // sizes whose logarithm is kept
constexpr std::size_t kPatience = 1000000;     // small components: until nobody gains

std::vector<int64_t> find_masses(const WeighedGraph& graph, std::span<const uint32_t> node_size,
                                 LeidenSettings::Quality quality) {
  std::vector<int64_t> mass(graph.nodes(), 1);
  if (quality == LeidenSettings::modularity) {
    for (uint32_t v = 0; v < graph.nodes(); ++v) {
      mass[v] = 0;
      for (uint64_t i = graph.offsets[v]; i < graph.offsets[v + 1]; ++i) mass[v] += graph.weight[i];
    }
  } else if (!node_size.empty()) {
    std::copy(node_size.begin(), node_size.end(), mass.begin());
  }
  return mass;
}

double product_rate(const std::vector<int64_t>& mass, const LeidenSettings& settings) {
  if (settings.quality == LeidenSettings::cpm) return settings.resolution * kBit;
  int64_t total = 0;
  for (const int64_t m : mass) total += m;
  return total == 0 ? 0 : settings.resolution / static_cast<double>(total);
}

LogCost log_cost(const LeidenSettings& settings, std::size_t known) {
  return {std::llround(settings.resolution * kBit), known};
}

// Runs on the members of one component and writes their communities, named by
// one of the nodes of each.
template <class Cost>
void run_component(const WeighedGraph& graph, const std::vector<int64_t>& mass, const Cost& cost,
                   const LeidenSettings& settings, std::vector<uint32_t> members,
                   std::vector<uint32_t>& place, std::vector<uint32_t>& community) {
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
  for (int round = 0; round < settings.max_rounds; ++round) {
    if (!improve(level, cost, of, kPatience)) break;
  }
  for (std::size_t i = 0; i < members.size(); ++i) community[members[i]] = members[of[i]];
}

template <class Cost>
void run_components(const WeighedGraph& graph, const std::vector<int64_t>& mass, const Cost& cost,
                    const LeidenSettings& settings, std::vector<uint32_t>& community) {
  const Groups groups = group_components(graph);
  std::vector<uint32_t> place(graph.nodes());
  const auto run = [&](std::size_t g) {
    run_component(graph, mass, cost, settings, {groups[g].begin(), groups[g].end()}, place,
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

}  // namespace

std::vector<uint32_t> find_communities(const WeighedGraph& graph,
                                       std::span<const uint32_t> node_size,
                                       const LeidenSettings& settings) {
  CHECK(node_size.empty() || node_size.size() == graph.nodes());
  const std::vector<int64_t> mass = find_masses(graph, node_size, settings.quality);
  std::vector<uint32_t> community(graph.nodes());
  if (settings.quality == LeidenSettings::evidence) {
    run_components(graph, mass, log_cost(settings, kKnownWorths), settings, community);
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
  std::unordered_map<uint32_t, int64_t> masses;
  std::unordered_map<uint32_t, double> own_pairs;
  for (uint32_t v = 0; v < graph.nodes(); ++v) {
    masses[community[v]] += mass[v];
    const auto m = static_cast<double>(mass[v]);
    own_pairs[community[v]] += m * m;
  }
  // Summed in the order of the labels, not of the table.
  std::vector<std::pair<uint32_t, int64_t>> sorted(masses.begin(), masses.end());
  std::sort(sorted.begin(), sorted.end());
  if (settings.quality == LeidenSettings::evidence) {
    const LogCost cost = log_cost(settings, 0);
    for (const auto& [label, m] : sorted) inside += static_cast<double>(cost.worth(m));
    return inside / kBit;
  }
  const double rate = product_rate(mass, settings);
  for (const auto& [label, m] : sorted) {
    const double whole = static_cast<double>(m) * static_cast<double>(m);
    const bool pairs_only = settings.quality == LeidenSettings::cpm;
    inside -= rate / 2 * (whole - (pairs_only ? own_pairs[label] : 0.0));
  }
  return inside / kBit;
}

}  // namespace maillon::network
