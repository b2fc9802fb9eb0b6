#include "network/description.h"

#include <cmath>
#include <map>
#include <vector>

#include <gtest/gtest.h>

#include "network/leiden_run.h"
#include "network/planted.h"
#include "network/test_graphs.h"

namespace maillon::network {
namespace {

using Labels = std::vector<uint32_t>;

Level<int64_t> level_of(const WeighedGraph& g, const Labels& set_of, uint32_t sets) {
  Labels place(g.nodes());
  BaseLevel base = cut_out(g, singletons(g.nodes()), place);
  base.mass.assign(g.nodes(), 0);
  for (uint32_t v = 0; v < g.nodes(); ++v) {
    for (const auto& half : base.links(v)) base.mass[v] += half.weight;
  }
  return aggregate(base, std::span<const uint32_t>(set_of), sets);
}

double saved_by(const WeighedGraph& g, const Labels& of) {
  double total = 0;
  for (const int32_t w : g.weight) total += w;
  const Labels ones(g.nodes(), 1);
  return nats_saved(level_of(g, singletons(g.nodes()), g.nodes()), of, ones,
                    total / static_cast<double>(g.target.size()), total);
}

WeighedGraph graph_of(const PlantedGraph& planted) {
  const auto nodes = static_cast<uint32_t>(planted.community.size());
  return build_graph(nodes, planted.a, planted.b, std::vector<int32_t>(planted.a.size(), kBit));
}

// Two triangles: each link inside is twice as frequent as expected (6 ln 2), and six times
// one of two communities has to be said (6 ln 2), and two rates (1/2 ln 4 each).
TEST(NatsSaved, of_two_triangles) {
  Drawing d;
  d.clique(0, 3, 5);
  d.clique(3, 3, 5);
  EXPECT_NEAR(saved_by(d.graph(), {0, 0, 0, 1, 1, 1}), -2 * std::log(2), 1e-9);
  EXPECT_NEAR(saved_by(d.graph(), Labels(6, 0)), -std::log(7) / 2, 1e-9);
}

TEST(NatsSaved, agrees_with_the_definition) {
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const WeighedGraph g = draw_random(30, 90, seed).graph();
    Labels of(30);
    for (uint32_t v = 0; v < 30; ++v) of[v] = (v * 7 + v * v) % static_cast<uint32_t>(1 + seed % 6);
    double total = 0, between = 0, expected_between = 0, want = 0;
    std::map<uint32_t, double> mass, inside, size;
    for (const int32_t w : g.weight) total += w;
    for (uint32_t v = 0; v < 30; ++v) {
      ++size[of[v]];
      for (uint64_t i = g.offsets[v]; i < g.offsets[v + 1]; ++i) {
        mass[of[v]] += g.weight[i];
        (of[v] == of[g.target[i]] ? inside[of[v]] : between) += g.weight[i];
      }
    }
    const double unit = total / static_cast<double>(g.target.size());
    expected_between = total;
    for (const auto& [c, m] : mass) {
      expected_between -= m * m / total;
      if (inside[c] > 0) want += inside[c] / unit / 2 * std::log(inside[c] * total / (m * m));
    }
    for (const auto& [c, n] : size)
      want -= n * std::log(30 / n) + std::log(1 + inside[c] / unit / 2) / 2;
    if (between > 0) want += between / unit / 2 * std::log(between / expected_between);
    EXPECT_NEAR(saved_by(g, of), want, 1e-6) << seed;
  }
}

TEST(NatsSaved, is_the_same_on_every_level) {
  PlantedSettings settings;
  settings.max_community = 60;
  const PlantedGraph planted = make_planted_graph(settings);
  const WeighedGraph g = graph_of(planted);
  double total = 0;
  for (const int32_t w : g.weight) total += w;
  // Sets of two or three nodes of one community.
  Labels set_of(g.nodes()), community, size;
  std::map<std::pair<uint32_t, uint32_t>, uint32_t> sets;
  for (uint32_t v = 0; v < g.nodes(); ++v) {
    const auto [at, is_new] =
        sets.try_emplace({planted.community[v], v / 20}, static_cast<uint32_t>(sets.size()));
    if (is_new) {
      community.push_back(planted.community[v]);
      size.push_back(0);
    }
    set_of[v] = at->second;
    ++size[at->second];
  }
  const auto count = static_cast<uint32_t>(sets.size());
  const double above = nats_saved(level_of(g, set_of, count), community, size,
                                  total / static_cast<double>(g.target.size()), total);
  EXPECT_NEAR(above, saved_by(g, planted.community), 1e-6);
  EXPECT_GT(above, 0);
}

TEST(NatsSaved, more_by_what_was_planted_than_by_halves_or_unions_of_it) {
  PlantedSettings settings;
  settings.nodes = 5000;
  const PlantedGraph planted = make_planted_graph(settings);
  const WeighedGraph g = graph_of(planted);
  Labels halves = planted.community, unions = planted.community;
  for (uint32_t v = 0; v < g.nodes(); ++v) {
    halves[v] = 2 * halves[v] + v % 2;
    unions[v] /= 2;
  }
  const double best = saved_by(g, planted.community);
  EXPECT_GT(best, saved_by(g, halves));
  EXPECT_GT(best, saved_by(g, unions));
}

}  // namespace
}  // namespace maillon::network
