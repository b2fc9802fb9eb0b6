#include "network/cohesion.h"

#include <algorithm>
#include <limits>

#include <gtest/gtest.h>

#include "network/components.h"
#include "network/test_graphs.h"

namespace maillon::network {
namespace {

using Labels = std::vector<uint32_t>;

Labels all_of(const WeighedGraph& g) {
  Labels members(g.nodes());
  for (uint32_t v = 0; v < g.nodes(); ++v) members[v] = v;
  return members;
}
std::vector<Link> links_of(const WeighedGraph& g) {
  std::vector<Link> links;
  for (uint32_t v = 0; v < g.nodes(); ++v) {
    for (uint64_t i = g.offsets[v]; i < g.offsets[v + 1]; ++i) {
      if (v < g.target[i]) links.push_back({v, g.target[i], g.weight[i]});
    }
  }
  return links;
}
// Components of the nodes other than `gone`, without the link `cut`.
uint32_t count_pieces(const WeighedGraph& g, uint32_t gone, const Link& cut) {
  Labels a, b;
  for (const Link& link : links_of(g)) {
    if (link == cut || link.a == gone || link.b == gone) continue;
    a.push_back(link.a);
    b.push_back(link.b);
  }
  return count_labels(find_components(g.nodes(), a, b)) - (gone < g.nodes() ? 1 : 0);
}
constexpr uint32_t kNobody = 0xffffffff;

TEST(FindCohesion, of_two_cliques_with_a_bridge) {
  Drawing d;
  d.clique(0, 5, 8);
  d.clique(5, 5, 8);
  d.link(2, 7, 3);
  const WeighedGraph g = d.graph();
  const Cohesion c = find_cohesion(g, all_of(g));
  const Link bridge{2, 7, 3 * kBit};
  EXPECT_EQ(c.links, 21U);
  EXPECT_EQ(c.weight, (20 * 8 + 3) * kBit);
  EXPECT_EQ(c.strongest, (Link{0, 1, 8 * kBit}));
  EXPECT_EQ(c.weakest, bridge);
  EXPECT_EQ(c.bridges, std::vector<Link>{bridge});
  EXPECT_EQ(c.articulations, (Labels{2, 7}));
  EXPECT_EQ(c.split, std::vector<Link>{bridge});
  EXPECT_EQ(c.split_side.size(), 5U);
  EXPECT_EQ(c.split_weight, 3 * kBit);
  EXPECT_DOUBLE_EQ(c.cohesion, 3.0 / 163.0);
}

TEST(FindCohesion, a_seam_of_several_links_is_found_though_nothing_is_a_bridge) {
  Drawing d;
  d.clique(0, 12, 8);
  d.clique(12, 12, 8);
  d.link(2, 14, 7);
  d.link(3, 15, 7);
  const WeighedGraph g = d.graph();
  for (const uint32_t exact_up_to : {kExactCut, 0U}) {
    const Cohesion c = find_cohesion(g, all_of(g), exact_up_to);
    EXPECT_TRUE(c.bridges.empty());
    EXPECT_EQ(c.split, (std::vector<Link>{{2, 14, 7 * kBit}, {3, 15, 7 * kBit}}));
    EXPECT_LT(c.cohesion, 0.02);
  }
}

TEST(FindCohesion, of_the_smallest_networks) {
  const WeighedGraph lone = build_graph(3, {}, {}, {});
  EXPECT_EQ(find_cohesion(lone, Labels{1}).cohesion, 1.0);
  EXPECT_EQ(find_cohesion(lone, {}).cohesion, 1.0);
  EXPECT_EQ(find_cohesion(lone, Labels{0, 2}).cohesion, 0.0);  // in pieces already
  Drawing d;
  d.link(0, 1, 4);
  const Cohesion pair = find_cohesion(d.graph(), Labels{0, 1});
  EXPECT_EQ(pair.cohesion, 1.0);
  EXPECT_EQ(pair.bridges.size(), 1U);
  EXPECT_TRUE(pair.articulations.empty());
}

TEST(FindCohesion, only_links_among_members_count) {
  Drawing d;
  d.clique(0, 6, 5);
  const Cohesion c = find_cohesion(d.graph(), Labels{1, 3, 4});
  EXPECT_EQ(c.links, 3U);
  EXPECT_EQ(c.strongest, (Link{1, 3, 5 * kBit}));
}

TEST(FindCohesion, agrees_with_taking_away_links_and_posts_one_by_one) {
  for (uint64_t seed = 0; seed < 100; ++seed) {
    const WeighedGraph g = draw_random(15, 10 + seed % 25, seed).graph();
    const Cohesion c = find_cohesion(g, all_of(g));
    const uint32_t whole = count_pieces(g, kNobody, {});
    std::vector<Link> bridges;
    for (const Link& link : links_of(g)) {
      if (count_pieces(g, kNobody, link) > whole) bridges.push_back(link);
    }
    EXPECT_EQ(c.bridges, bridges) << seed;
    Labels articulations;
    for (uint32_t v = 0; v < g.nodes(); ++v) {
      if (count_pieces(g, v, {}) > whole) articulations.push_back(v);
    }
    EXPECT_EQ(c.articulations, articulations) << seed;
  }
}

// The seam's own figures against its definition, and never worse than the best cut
// around one side of a smallest cut.
TEST(FindCohesion, the_seam_is_what_it_says_and_near_the_best_of_all_cuts) {
  int best_found = 0, tried = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    const WeighedGraph g = draw_random(10, 25, seed).graph();
    if (count_pieces(g, kNobody, {}) != 1) continue;
    const std::vector<Link> links = links_of(g);
    const auto conductance = [&](uint32_t side) {
      int64_t cut = 0, ends = 0, all = 0;
      for (const Link& link : links) {
        const bool x = (side >> link.a & 1) != 0, y = (side >> link.b & 1) != 0;
        if (x != y) cut += link.weight;
        ends += (x ? link.weight : 0) + (y ? link.weight : 0);
        all += 2 * link.weight;
      }
      return static_cast<double>(cut) / static_cast<double>(std::min(ends, all - ends));
    };
    double best = 1;
    for (uint32_t side = 1; side < 1023; ++side) best = std::min(best, conductance(side));
    const Cohesion c = find_cohesion(g, all_of(g));
    uint32_t side = 0;
    for (const uint32_t v : c.split_side) side |= 1U << v;
    EXPECT_DOUBLE_EQ(c.cohesion, conductance(side)) << seed;
    int64_t weight = 0;
    for (const Link& link : c.split) weight += link.weight;
    EXPECT_EQ(weight, c.split_weight);
    EXPECT_LE(c.cohesion, 2 * best + 0.2) << seed;
    best_found += c.cohesion < best + 1e-9;
    ++tried;
  }
  EXPECT_GE(tried, 20);
  EXPECT_GE(best_found * 3, tried);
}

TEST(FindCohesion, a_thread_of_30000_posts_and_a_hub_end_soon) {
  Drawing thread, hub;
  for (uint32_t v = 0; v < 30000; ++v) thread.link(v, v + 1, 5);
  for (uint32_t v = 1; v < 30000; ++v) hub.link(0, v, 5);
  const WeighedGraph g = thread.graph(), h = hub.graph();
  const Cohesion c = find_cohesion(g, all_of(g));
  EXPECT_EQ(c.bridges.size(), 30000U);
  EXPECT_EQ(c.split.size(), 1U);
  EXPECT_NEAR(static_cast<double>(c.split_side.size()), 15000, 2);  // in the middle
  EXPECT_EQ(find_cohesion(h, all_of(h)).articulations, Labels{0});
}

}  // namespace
}  // namespace maillon::network
