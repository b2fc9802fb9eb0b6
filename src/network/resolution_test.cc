#include "network/resolution.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "base/parallel.h"
#include "network/leiden.h"
#include "network/planted.h"
#include "network/test_graphs.h"

namespace maillon::network {
namespace {

TEST(FindResolvedCommunities, finds_planted_communities_where_modularity_merges_them) {
  for (const double mixing : {0.1, 0.3, 0.5}) {
    PlantedSettings settings;
    settings.nodes = 10000;
    settings.max_community = 100;
    settings.mixing = mixing;
    const PlantedGraph planted = make_planted_graph(settings);
    const std::vector<int32_t> weight(planted.a.size(), kBit);
    const WeighedGraph g = build_graph(settings.nodes, planted.a, planted.b, weight);
    const ResolvedCommunities found = find_resolved_communities(g, 0);
    const double nmi = normalized_mutual_information(found.community, planted.community);
    EXPECT_GE(nmi, mixing < 0.5 ? 0.99 : 0.95) << mixing;
    const double plain =
        normalized_mutual_information(find_communities(g, {}, {}), planted.community);
    EXPECT_LT(plain, nmi - 0.01) << mixing;
    EXPECT_GT(found.resolution, 4) << mixing;
  }
}

// Few and large communities, half of all links lead outside: there the communities of the
// highest likelihood are pieces of those that were planted (NMI .72).
TEST(FindResolvedCommunities, does_not_take_pieces_for_communities) {
  PlantedSettings settings;
  settings.nodes = 20000;
  settings.mixing = 0.5;
  const PlantedGraph planted = make_planted_graph(settings);
  const std::vector<int32_t> weight(planted.a.size(), kBit);
  const ResolvedCommunities found =
      find_resolved_communities(build_graph(settings.nodes, planted.a, planted.b, weight), 0);
  EXPECT_GE(normalized_mutual_information(found.community, planted.community), 0.92);
  EXPECT_GT(found.bits_saved, 0);
}

TEST(FindResolvedCommunities, knows_a_graph_without_communities) {
  for (const uint64_t seed : {1U, 2U, 3U}) {
    Drawing d = draw_random(3000, 12000, seed);
    std::fill(d.weight.begin(), d.weight.end(), kBit);
    EXPECT_LE(find_resolved_communities(d.graph(), 0).bits_saved, 0) << seed;
  }
}

TEST(FindResolvedCommunities, a_ring_of_cliques_comes_apart_however_long_it_is) {
  for (const uint32_t cliques : {10U, 100U, 1000U}) {
    Drawing d;
    for (uint32_t c = 0; c < cliques; ++c) {
      d.clique(c * 5, 5, 1);
      d.link(c * 5, (c * 5 + 9) % (cliques * 5), 1);
    }
    const ResolvedCommunities found = find_resolved_communities(d.graph(), 0);
    for (uint32_t v = 0; v < d.nodes; ++v) ASSERT_EQ(found.community[v], v / 5) << cliques;
  }
}

void expect_the_same_for_any_threads_and_order(uint32_t nodes, const std::vector<int>& threads) {
  PlantedSettings settings;
  settings.nodes = nodes;
  const PlantedGraph planted = make_planted_graph(settings);
  Drawing d{nodes, planted.a, planted.b, std::vector<int32_t>(planted.a.size(), 3000)};
  ResolvedCommunities want;
  for (const int n : threads) {
    const ThreadLimit limit(n);
    d.shuffle(static_cast<uint64_t>(n));
    const ResolvedCommunities found = find_resolved_communities(d.graph(), 0);
    if (want.community.empty()) want = found;
    EXPECT_TRUE(found.community == want.community) << n;
    EXPECT_EQ(found.resolution, want.resolution) << n;
    EXPECT_EQ(found.bits_saved, want.bits_saved) << n;
  }
}

TEST(FindResolvedCommunities, gives_the_same_for_any_threads_and_any_order_of_links) {
  expect_the_same_for_any_threads_and_order(12000, {1, 2, 7});
}

// Large enough for the third refinement.
TEST(FindResolvedCommunitiesSlow, gives_the_same_for_any_threads_and_any_order_of_links) {
  expect_the_same_for_any_threads_and_order(150000, {1, 7});
}

TEST(FindResolvedCommunities, of_graphs_that_say_nothing) {
  EXPECT_TRUE(find_resolved_communities(build_graph(0, {}, {}, {}), 0).community.empty());
  EXPECT_EQ(count_labels(find_resolved_communities(build_graph(3, {}, {}, {}), 0).community), 3U);
  Drawing pair;
  pair.link(0, 1, 5);
  EXPECT_EQ(find_resolved_communities(pair.graph(), 3).community, (std::vector<uint32_t>{0, 0}));
  Drawing clique;
  clique.clique(0, 20, 5);
  EXPECT_EQ(count_labels(find_resolved_communities(clique.graph(), 0).community), 1U);
}

}  // namespace
}  // namespace maillon::network
