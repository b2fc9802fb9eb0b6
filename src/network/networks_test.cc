// Each test is a drawing of what analysts see, and what they expect of it.
#include "network/networks.h"

#include <gtest/gtest.h>

#include "base/hash.h"
#include "base/parallel.h"
#include "network/planted.h"
#include "network/test_graphs.h"

namespace maillon::network {
namespace {

using Labels = std::vector<uint32_t>;

constexpr double kWording = 5;  // a link by wording alone: 97 %
constexpr double kPhone = 14;
constexpr double kWallet = 30;

Labels networks_of(const Drawing& d) {
  return find_networks(d.graph(), {}, {});
}
uint32_t count_networks(const Drawing& d) {
  return count_labels(networks_of(d));
}

// Groups of `size`, tied to the next by `bridges` links of `bits` from different posts.
Drawing draw_groups(uint32_t groups, uint32_t size, uint32_t bridges, double bits, bool ring) {
  Drawing d;
  for (uint32_t g = 0; g < groups; ++g) d.ring_of_four(g * size, size, kPhone);
  for (uint32_t g = 0; g + (ring ? 0 : 1) < groups; ++g) {
    for (uint32_t i = 0; i < bridges; ++i) {
      d.link(g * size + 3 * i + 1, (g + 1) % groups * size + 5 * i + 2, bits);
    }
  }
  return d;
}

struct NetworkRow {
  const char* name;
  Drawing drawing;
  uint32_t want;
};

TEST(FindNetworks, draws_the_line_where_an_analyst_would) {
  Drawing star;
  for (uint32_t leaf = 1; leaf <= 10000; ++leaf) star.link(0, leaf, kWording);
  Drawing two_posts, below;
  two_posts.link(0, 1, kWording);
  below.link(0, 1, 2);
  // Phone 1, then posts with both phones, then phone 2, and so on.
  Drawing rotated;
  for (uint32_t p = 0; p < 30; ++p) rotated.ring_of_four(p * 18, 20, kPhone);

  const NetworkRow rows[] = {
      {"two dense groups, one weak bridge", draw_groups(2, 50, 1, kWording, false), 2},
      {"two dense groups, one wallet", draw_groups(2, 50, 1, kWallet, false), 1},
      {"two dense groups, three strong bridges", draw_groups(2, 50, 3, kPhone, false), 1},
      {"two dense groups, three bridges of wording", draw_groups(2, 50, 3, kWording, false), 1},
      {"large groups, one phone in one post", draw_groups(2, 2000, 1, kPhone, false), 2},
      {"a chain of 20 groups, three links each", draw_groups(20, 50, 3, kPhone, false), 1},
      {"a chain of 100 groups, three links each", draw_groups(100, 50, 3, kPhone, false), 1},
      {"a chain of 20 groups, weak bridges", draw_groups(20, 50, 1, kWording, false), 20},
      {"a ring of 30 groups, weak bridges", draw_groups(30, 10, 1, kWording, true), 30},
      {"a ring of 30 groups, strong bridges", draw_groups(30, 10, 2, kPhone, true), 1},
      {"rotated phones, two posts in common", rotated, 1},
      {"a star of 10,000 leaves", star, 1},
      {"two posts, a link that stands", two_posts, 1},
      {"two posts, a link below the threshold", below, 2},
  };
  for (const NetworkRow& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(count_networks(row.drawing), row.want);
  }
}

TEST(FindNetworks, a_ring_of_equal_cliques_is_cut_at_the_weak_bridges) {
  Drawing d;
  for (uint32_t c = 0; c < 40; ++c) {
    d.clique(c * 10, 10, kWording);
    d.link(c * 10, (c * 10 + 19) % 400, kWording);
  }
  const Labels found = networks_of(d);
  for (uint32_t v = 0; v < 400; ++v) EXPECT_EQ(found[v], v / 10);
}

TEST(FindNetworks, what_is_elsewhere_changes_nothing) {
  const Drawing alone = draw_groups(3, 30, 1, kWording, false);
  const Labels want = networks_of(alone);
  Drawing crowded = alone;
  const Drawing crowd = draw_random(5000, 20000, 1);
  for (std::size_t i = 0; i < crowd.a.size(); ++i) {
    crowded.link(crowd.a[i] + alone.nodes, crowd.b[i] + alone.nodes, kPhone);
  }
  const Labels found = networks_of(crowded);
  EXPECT_EQ(Labels(found.begin(), found.begin() + alone.nodes), want);
}

// A selector may stand as a node of its own, with no size.
TEST(FindNetworks, takes_selectors_as_nodes_of_no_size) {
  Drawing d;
  for (uint32_t post = 0; post < 60; ++post) d.link(post, post < 30 ? 60 : 61, kPhone);
  Labels size(62, 1);
  size[60] = size[61] = 0;
  EXPECT_EQ(count_labels(find_networks(d.graph(), size, {})), 2U);
  d.link(7, 61, kPhone);  // one post with both numbers
  EXPECT_EQ(count_labels(find_networks(d.graph(), size, {})), 1U);
}

TEST(FindNetworks, asks_more_when_told_so) {
  const WeighedGraph g = draw_groups(2, 50, 1, 9, false).graph();
  NetworkSettings strict;
  strict.join_bits = 6 * kBit;
  EXPECT_EQ(count_labels(find_networks(g, {}, {})), 1U);
  EXPECT_EQ(count_labels(find_networks(g, {}, strict)), 2U);
}

TEST(FindNetworks, gives_the_same_for_any_threads_and_any_order_of_links) {
  Drawing d = draw_random(20000, 30000, 3);
  Labels want;
  for (const int threads : {1, 2, 7}) {
    const ThreadLimit limit(threads);
    d.shuffle(static_cast<uint64_t>(threads));
    const Labels found = networks_of(d);
    if (want.empty()) want = found;
    EXPECT_TRUE(found == want) << threads;
  }
}

// Operations whose posts are tied by wording (half of it) and phones; links of
// wording say 96 %, and one in 25 does go to a stranger. Groups have far more wrong
// links than any one of them could bear; none of them may weld.
TEST(FindNetworks, wrong_links_that_are_as_many_as_they_say_weld_nothing) {
  PlantedSettings settings;
  settings.nodes = 20000;
  settings.mixing = 0.02;
  settings.min_community = 5;
  const PlantedGraph planted = make_planted_graph(settings);
  Drawing d{settings.nodes, planted.a, planted.b, {}};
  for (std::size_t i = 0; i < d.a.size(); ++i) {
    const bool wording =
        planted.community[d.a[i]] != planted.community[d.b[i]] || mix64(i) % 2 == 0;
    d.weight.push_back(static_cast<int32_t>((wording ? 4.6 : kPhone) * kBit));
  }
  const Labels found = networks_of(d);
  EXPECT_GE(normalized_mutual_information(found, planted.community), 0.98);
  std::vector<uint32_t> size(count_labels(found)), want(size.size() + settings.nodes);
  for (const uint32_t c : found) ++size[c];
  for (const uint32_t c : planted.community) ++want[c];
  EXPECT_LE(*std::max_element(size.begin(), size.end()),
            2 * *std::max_element(want.begin(), want.end()));
}

}  // namespace
}  // namespace maillon::network
