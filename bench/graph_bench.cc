// Components, communities and networks of large graphs, each with its answer checked:
// a benchmark that finds something else than what was planted fails.
//
//   maillon_bench --benchmark_filter=graph
#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "network/components.h"
#include "network/graph.h"
#include "network/leiden.h"
#include "network/networks.h"
#include "network/planted.h"
#include "network/resolution.h"

namespace {

using namespace maillon::network;  // NOLINT(google-build-using-namespace)

constexpr uint32_t kNodes = 1000000;

// One planted graph for each mixing (in hundredths), made once.
const PlantedGraph& planted_graph(int64_t mixing) {
  static std::map<int64_t, PlantedGraph> graphs;
  auto [at, is_new] = graphs.try_emplace(mixing);
  if (is_new) {
    PlantedSettings settings;
    settings.nodes = kNodes;
    settings.mixing = static_cast<double>(mixing) / 100;
    at->second = make_planted_graph(settings);
  }
  return at->second;
}

WeighedGraph weighed(const PlantedGraph& planted, int32_t weight) {
  return build_graph(kNodes, planted.a, planted.b, std::vector<int32_t>(planted.a.size(), weight));
}

void check_nmi(benchmark::State& state, const std::vector<uint32_t>& found,
               const PlantedGraph& planted, double least) {
  const double nmi = normalized_mutual_information(found, planted.community);
  state.counters["nmi"] = nmi;
  state.counters["communities"] = *std::max_element(found.begin(), found.end()) + 1.0;
  if (nmi < least) state.SkipWithError("the planted communities were not found");
}

// The same links in no order and with their ends swapped at random.
PlantedGraph shuffled(const PlantedGraph& planted) {
  PlantedGraph s = planted;
  std::mt19937_64 dice(1);
  for (std::size_t i = s.a.size(); i > 1; --i) {
    const std::size_t j = dice() % i;
    std::swap(s.a[i - 1], s.a[j]);
    std::swap(s.b[i - 1], s.b[j]);
    if (dice() % 2 == 0) std::swap(s.a[i - 1], s.b[i - 1]);
  }
  return s;
}

// From a list of links: in the order of their ends (0), or in none (1).
void graph_components(benchmark::State& state) {
  const PlantedGraph& made = planted_graph(state.range(0));
  const PlantedGraph planted = state.range(1) == 0 ? made : shuffled(made);
  std::vector<uint32_t> label;
  for (auto _ : state) {
    label = find_components(kNodes, planted.a, planted.b);
    benchmark::DoNotOptimize(label.data());
  }
  for (std::size_t i = 0; i < planted.a.size(); ++i) {
    if (label[planted.a[i]] != label[planted.b[i]]) state.SkipWithError("a link is cut");
  }
  state.counters["links_per_second"] = benchmark::Counter(
      static_cast<double>(planted.a.size()) * static_cast<double>(state.iterations()),
      benchmark::Counter::kIsRate);
}
BENCHMARK(graph_components)->ArgsProduct({{10, 50}, {0, 1}})->Unit(benchmark::kMillisecond);

void graph_build(benchmark::State& state) {
  const PlantedGraph& planted = planted_graph(30);
  for (auto _ : state) benchmark::DoNotOptimize(weighed(planted, kBit).target.data());
  if (!is_well_formed(weighed(planted, kBit))) state.SkipWithError("not well formed");
}
BENCHMARK(graph_build)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

// Leiden with the resolution found by the program.
void graph_resolved_leiden(benchmark::State& state) {
  const PlantedGraph& planted = planted_graph(state.range(0));
  const WeighedGraph graph = weighed(planted, kBit);
  ResolvedCommunities found;
  for (auto _ : state) found = find_resolved_communities(graph, 0);
  state.counters["resolution"] = found.resolution;
  check_nmi(state, found.community, planted, 0.98);
}
BENCHMARK(graph_resolved_leiden)
    ->Arg(10)
    ->Arg(30)
    ->Arg(50)
    ->Unit(benchmark::kSecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

// Leiden by modularity at a given resolution, one pass.
void graph_leiden_pass(benchmark::State& state) {
  const PlantedGraph& planted = planted_graph(state.range(0));
  const WeighedGraph graph = weighed(planted, kBit);
  LeidenSettings settings;
  settings.resolution = 150;
  settings.max_rounds = 1;
  std::vector<uint32_t> found;
  for (auto _ : state) found = find_communities(graph, {}, settings);
  check_nmi(state, found, planted, 0.94);
}
BENCHMARK(graph_leiden_pass)
    ->Arg(30)
    ->Unit(benchmark::kSecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

// Networks by evidence: phones inside of operations, one link of wording in 50 astray.
void graph_networks(benchmark::State& state) {
  const PlantedGraph& planted = planted_graph(2);
  std::vector<int32_t> weight(planted.a.size());
  for (std::size_t i = 0; i < weight.size(); ++i) {
    const bool inside = planted.community[planted.a[i]] == planted.community[planted.b[i]];
    weight[i] = inside && i % 2 == 0 ? 14 * kBit : 4700;
  }
  const WeighedGraph graph = build_graph(kNodes, planted.a, planted.b, weight);
  std::vector<uint32_t> found;
  for (auto _ : state) found = find_networks(graph, {}, {});
  check_nmi(state, found, planted, 0.98);
}
BENCHMARK(graph_networks)->Unit(benchmark::kSecond)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace
