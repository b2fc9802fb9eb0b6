#include "network/leiden.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "base/hash.h"
#include "base/parallel.h"
#include "network/components.h"
#include "network/planted.h"
#include "network/quality.h"
#include "network/test_graphs.h"

namespace maillon::network {
namespace {

using Labels = std::vector<uint32_t>;

LeidenSettings settings_of(LeidenSettings::Quality quality, double resolution) {
  LeidenSettings s;
  s.quality = quality;
  s.resolution = resolution;
  return s;
}

const LeidenSettings kAll[] = {
    settings_of(LeidenSettings::modularity, 1),  settings_of(LeidenSettings::modularity, 3),
    settings_of(LeidenSettings::cpm, 2),         settings_of(LeidenSettings::cpm, 8),
    settings_of(LeidenSettings::evidence, 4.25), settings_of(LeidenSettings::evidence, 8)};

// Expected wrong bits inside of communities: each component by itself.
double noise_slowly(const WeighedGraph& g, const Labels& label, double factor) {
  Labels from, to;
  std::vector<double> noise(g.nodes(), 0);
  for (uint32_t v = 0; v < g.nodes(); ++v) {
    for (uint64_t i = g.offsets[v]; i < g.offsets[v + 1]; ++i) {
      from.push_back(v);
      to.push_back(g.target[i]);
      noise[v] += static_cast<double>(noise_of(g.weight[i])) / 1024;
    }
  }
  const Labels component = find_components(g.nodes(), from, to);
  double sum = 0;
  for (uint32_t u = 0; u < g.nodes(); ++u) {
    double all = 0, together = 0;
    for (uint32_t v = 0; v < g.nodes(); ++v) {
      if (component[u] != component[v]) continue;
      all += noise[v];
      if (label[u] == label[v]) together += noise[v];
    }
    if (all > 0) sum += factor / 2 * noise[u] * together / all;
  }
  return sum;
}

// The qualities by their definitions, over all pairs of nodes.
double quality_slowly(const WeighedGraph& g, const Labels& label, const LeidenSettings& s) {
  const uint32_t n = g.nodes();
  std::vector<std::vector<double>> w(n, std::vector<double>(n, 0));
  std::vector<double> k(n, 0);
  double total = 0;
  for (uint32_t v = 0; v < n; ++v) {
    for (uint64_t i = g.offsets[v]; i < g.offsets[v + 1]; ++i) {
      w[v][g.target[i]] = g.weight[i] / 1024.0;
      k[v] += g.weight[i] / 1024.0;
      total += g.weight[i] / 1024.0;
    }
  }
  double q = 0;
  for (uint32_t u = 0; u < n; ++u) {
    for (uint32_t v = 0; v < n; ++v) {
      if (label[u] != label[v]) continue;
      q += w[u][v] / 2;
      if (s.quality == LeidenSettings::modularity) q -= s.resolution * k[u] * k[v] / total / 2;
      if (s.quality == LeidenSettings::cpm && u != v) q -= s.resolution / 2;
    }
  }
  for (uint32_t c = 0; c < n && s.quality == LeidenSettings::evidence; ++c) {
    const auto size = std::count(label.begin(), label.end(), c);
    if (size > 0) q += s.resolution + std::log2(static_cast<double>(size));
  }
  if (s.quality == LeidenSettings::evidence) q -= noise_slowly(g, label, s.noise);
  return q;
}

// Calls fn with every partition of n nodes (restricted growth strings).
template <class Fn>
void for_each_partition(uint32_t n, const Fn& fn) {
  Labels label(n, 0);
  const auto grow = [&](auto&& self, uint32_t v, uint32_t used) -> void {
    if (v == n) return fn(label);
    for (uint32_t c = 0; c <= used; ++c) {
      label[v] = c;
      self(self, v + 1, std::max(used, c + 1));
    }
  };
  grow(grow, 0, 0);
}

TEST(Log2, agrees_with_the_library) {
  for (uint64_t n = 1; n < 100000; n += 1 + n / 50) {
    EXPECT_NEAR(static_cast<double>(log2_1024(n)), 1024 * std::log2(static_cast<double>(n)), 0.76)
        << n;
  }
  EXPECT_EQ(log2_1024(1), 0);
  EXPECT_EQ(log2_1024(uint64_t{1} << 62), 62 * 1024);
}

TEST(NoiseOf, agrees_with_its_definition) {
  for (int64_t w = 1; w < 60000; w += 37) {
    const double bits = static_cast<double>(w) / 1024;
    const double want = static_cast<double>(w) / (1 + std::exp2(bits));
    EXPECT_NEAR(static_cast<double>(noise_of(w)), want, 0.05 * want + 1) << w;
  }
}

TEST(PartitionQuality, agrees_with_the_definition) {
  for (uint64_t seed = 0; seed < 50; ++seed) {
    const WeighedGraph g = draw_random(12, 30, seed).graph();
    Labels label(12);
    for (uint32_t v = 0; v < 12; ++v) label[v] = static_cast<uint32_t>(mix64(seed * 99 + v) % 4);
    for (const LeidenSettings& s : kAll) {
      EXPECT_NEAR(partition_quality(g, {}, label, s), quality_slowly(g, label, s), 0.01);
    }
  }
}

// Leiden is a heuristic: on graphs small enough to try all partitions it must find
// the best nearly always, and never fall far below it.
TEST(FindCommunities, comes_to_the_best_of_all_partitions_of_small_graphs) {
  int runs = 0, best_found = 0;
  for (uint64_t seed = 0; seed < 12; ++seed) {
    const WeighedGraph g = draw_random(7, 6 + seed % 14, seed).graph();
    for (const LeidenSettings& s : kAll) {
      double best = -1e300;
      for_each_partition(
          7, [&](const Labels& l) { best = std::max(best, partition_quality(g, {}, l, s)); });
      const double found = partition_quality(g, {}, find_communities(g, {}, s), s);
      EXPECT_LE(found, best + 1e-9);
      EXPECT_GE(found, best - 0.1 * std::abs(best) - 12) << seed;
      ++runs;
      best_found += found > best - 1e-6;
    }
  }
  EXPECT_GE(best_found, runs * 9 / 10);
}

// Zachary's karate club (1977), whose best modularity is known: 0.4198 (Brandes et al. 2008,
// "On modularity clustering").
TEST(FindCommunities, finds_the_best_known_partition_of_the_karate_club) {
  const Labels later[34] = {{1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31},
                            {2, 3, 7, 13, 17, 19, 21, 30},
                            {3, 7, 8, 9, 13, 27, 28, 32},
                            {7, 12, 13},
                            {6, 10},
                            {6, 10, 16},
                            {16},
                            {},
                            {30, 32, 33},
                            {33},
                            {},
                            {},
                            {},
                            {33},
                            {32, 33},
                            {32, 33},
                            {},
                            {},
                            {32, 33},
                            {33},
                            {32, 33},
                            {},
                            {32, 33},
                            {25, 27, 29, 32, 33},
                            {25, 27, 31},
                            {31},
                            {29, 33},
                            {33},
                            {31, 33},
                            {32, 33},
                            {32, 33},
                            {32, 33},
                            {33},
                            {}};
  Drawing d;
  for (uint32_t v = 0; v < 34; ++v) {
    for (const uint32_t u : later[v]) d.link(v, u, 1);
  }
  ASSERT_EQ(d.a.size(), 78U);
  const LeidenSettings plain;
  const Labels found = find_communities(d.graph(), {}, plain);
  EXPECT_EQ(count_labels(found), 4U);
  EXPECT_NEAR(partition_quality(d.graph(), {}, found, plain) / 78, 0.4198, 1e-4);
}

TEST(FindCommunities, leaves_no_node_that_would_gain_by_moving) {
  for (uint64_t seed = 0; seed < 10; ++seed) {
    const WeighedGraph g = draw_random(30, 75, seed).graph();
    for (const LeidenSettings& s : kAll) {
      const Labels found = find_communities(g, {}, s);
      const double quality = partition_quality(g, {}, found, s);
      for (uint32_t v = 0; v < g.nodes(); ++v) {
        for (uint32_t c = 0; c <= 30; ++c) {
          Labels moved = found;
          moved[v] = c;
          EXPECT_LE(partition_quality(g, {}, moved, s), quality + 1e-6) << seed << " " << v;
        }
      }
    }
  }
}

TEST(FindCommunities, are_connected_and_numbered_by_their_first_node) {
  for (uint64_t seed = 0; seed < 40; ++seed) {
    const Drawing d = draw_random(300, 250 + 20 * seed, seed);
    const WeighedGraph g = d.graph();
    for (const LeidenSettings& s : kAll) {
      const Labels found = find_communities(g, {}, s);
      Labels a, b;
      for (uint32_t v = 0; v < g.nodes(); ++v) {
        for (uint64_t i = g.offsets[v]; i < g.offsets[v + 1]; ++i) {
          if (found[v] != found[g.target[i]]) continue;
          a.push_back(v);
          b.push_back(g.target[i]);
        }
      }
      const Labels pieces = find_components(g.nodes(), a, b);
      EXPECT_EQ(count_labels(pieces), count_labels(found));
      uint32_t next = 0;
      for (const uint32_t c : found) {
        EXPECT_LE(c, next);
        next = std::max(next, c + 1);
      }
    }
  }
}

PlantedGraph large_planted_graph() {
  PlantedSettings planted;
  planted.nodes = 18000;  // above the sizes at which threads and batches begin
  planted.mixing = 0.4;
  return make_planted_graph(planted);
}

TEST(FindCommunities, gives_the_same_for_any_threads_and_any_order_of_links) {
  const PlantedGraph planted = large_planted_graph();
  Drawing d{18000, planted.a, planted.b, std::vector<int32_t>(planted.a.size(), 3000)};
  for (const LeidenSettings& s :
       {settings_of(LeidenSettings::modularity, 10), settings_of(LeidenSettings::evidence, 8)}) {
    Labels want;
    for (const int threads : {1, 2, 7}) {
      const ThreadLimit limit(threads);
      d.shuffle(static_cast<uint64_t>(threads));
      const Labels found = find_communities(d.graph(), {}, s);
      if (want.empty()) want = found;
      EXPECT_TRUE(found == want) << threads;
    }
  }
}

TEST(FindCommunities, another_seed_is_another_order_and_nearly_the_same_quality) {
  const WeighedGraph g = draw_random(2000, 6000, 5).graph();
  LeidenSettings s = settings_of(LeidenSettings::modularity, 1);
  const Labels first = find_communities(g, {}, s);
  s.seed = 7;
  const Labels other = find_communities(g, {}, s);
  EXPECT_NE(first, other);
  EXPECT_EQ(find_communities(g, {}, s), other);
  EXPECT_NEAR(partition_quality(g, {}, first, s) / partition_quality(g, {}, other, s), 1, 0.03);
}

TEST(FindCommunities, counts_nodes_by_their_size) {
  Drawing d;
  d.link(0, 1, 5);
  const WeighedGraph g = d.graph();
  const LeidenSettings cpm = settings_of(LeidenSettings::cpm, 1);
  EXPECT_EQ(find_communities(g, Labels{2, 2}, cpm), (Labels{0, 0}));  // 5 > 1 * 2 * 2
  EXPECT_EQ(find_communities(g, Labels{2, 3}, cpm), (Labels{0, 1}));
  EXPECT_EQ(find_communities(g, Labels{0, 9}, cpm), (Labels{0, 0}));
}

TEST(FindCommunities, of_graphs_without_links) {
  for (const LeidenSettings& s : kAll) {
    EXPECT_EQ(find_communities(build_graph(0, {}, {}, {}), {}, s), Labels{});
    EXPECT_EQ(find_communities(build_graph(3, {}, {}, {}), {}, s), (Labels{0, 1, 2}));
  }
}

}  // namespace
}  // namespace maillon::network
