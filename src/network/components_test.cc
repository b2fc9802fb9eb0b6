#include "network/components.h"

#include <numeric>

#include <gtest/gtest.h>

#include "network/test_graphs.h"

namespace maillon::network {
namespace {

using Labels = std::vector<uint32_t>;

// Spreads the smallest label along links until nothing changes.
Labels find_components_slowly(uint32_t nodes, const Drawing& d) {
  Labels label(nodes);
  std::iota(label.begin(), label.end(), 0U);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < d.a.size(); ++i) {
      const uint32_t least = std::min(label[d.a[i]], label[d.b[i]]);
      changed |= label[d.a[i]] != least || label[d.b[i]] != least;
      label[d.a[i]] = label[d.b[i]] = least;
    }
  }
  return label;
}

TEST(FindComponents, names_each_component_by_its_smallest_node) {
  const Labels a{5, 3, 1}, b{4, 5, 1};
  EXPECT_EQ(find_components(7, a, b), (Labels{0, 1, 2, 3, 3, 3, 6}));
  EXPECT_EQ(find_components(0, {}, {}), Labels{});
  EXPECT_EQ(find_components(2, {}, {}), (Labels{0, 1}));
}

TEST(FindComponents, agrees_with_the_slow_way_in_any_order) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    const uint32_t nodes = 1 + static_cast<uint32_t>(seed % 50);
    Drawing d = draw_random(nodes, seed % 70, seed);
    const Labels want = find_components_slowly(nodes, d);
    EXPECT_EQ(find_components(nodes, d.a, d.b), want) << seed;
    d.shuffle(seed);
    EXPECT_EQ(find_components(nodes, d.a, d.b), want) << seed;
  }
}

TEST(FindComponents, walks_a_long_thread_from_either_end) {
  constexpr uint32_t kNodes = 200000;
  Labels a(kNodes - 1), b(kNodes - 1);
  for (uint32_t i = 0; i + 1 < kNodes; ++i) {
    a[i] = kNodes - 1 - i;
    b[i] = kNodes - 2 - i;
  }
  EXPECT_EQ(find_components(kNodes, a, b), Labels(kNodes, 0));
  EXPECT_EQ(find_components(kNodes, b, a), Labels(kNodes, 0));
}

// Enough links for paths to be made flat several times over; sparse to dense, and a list
// whose last links tie what the first left apart.
TEST(FindComponents, agrees_with_a_slow_way_where_most_links_tie_nothing_new) {
  for (const std::size_t links : {9000U, 20000U, 90000U}) {
    Drawing d = draw_random(12000, links, links);
    for (uint32_t v = 0; v < 3000; ++v) d.link(12000 + v, 12000 + (v * v + 7) % 3000, 1);
    for (uint32_t v = 0; v < 40; ++v) d.link(v * 300, 12000 + v * 70, 1);
    const Labels want = find_components_slowly(d.nodes, d);
    EXPECT_EQ(find_components(d.nodes, d.a, d.b), want) << links;
    d.shuffle(links);
    EXPECT_EQ(find_components(d.nodes, d.a, d.b), want) << links;
  }
}

TEST(FindComponentsDeathTest, refuses_nodes_that_are_not_there) {
  const Labels a{0}, b{3};
  EXPECT_DEATH(find_components(3, a, b), "CHECK failed");
}

}  // namespace
}  // namespace maillon::network
