#include "network/graph.h"

#include <limits>
#include <map>
#include <utility>

#include <gtest/gtest.h>

#include "base/parallel.h"
#include "network/test_graphs.h"

namespace maillon::network {
namespace {

bool same(const WeighedGraph& x, const WeighedGraph& y) {
  return x.offsets == y.offsets && x.target == y.target && x.weight == y.weight;
}

TEST(BuildGraph, sums_parallel_links_and_leaves_out_loops_and_nothings) {
  const std::vector<uint32_t> a{0, 1, 2, 2, 0}, b{1, 0, 2, 0, 2};
  const std::vector<int32_t> weight{5, 7, 9, 0, -3};
  const WeighedGraph g = build_graph(4, a, b, weight);
  EXPECT_EQ(g.offsets, (std::vector<uint64_t>{0, 1, 2, 2, 2}));
  EXPECT_EQ(g.target, (std::vector<uint32_t>{1, 0}));
  EXPECT_EQ(g.weight, (std::vector<int32_t>{12, 12}));
}

TEST(BuildGraph, caps_sums) {
  const std::vector<uint32_t> a{0, 0, 1}, b{1, 1, 0};
  const std::vector<int32_t> weight(3, std::numeric_limits<int32_t>::max());
  EXPECT_EQ(build_graph(2, a, b, weight).weight[0], std::numeric_limits<int32_t>::max());
}

TEST(BuildGraph, of_nothing) {
  EXPECT_EQ(build_graph(0, {}, {}, {}).nodes(), 0U);
  EXPECT_TRUE(is_well_formed(build_graph(3, {}, {}, {})));
  EXPECT_EQ(WeighedGraph{}.nodes(), 0U);
}

TEST(BuildGraph, agrees_with_a_map_in_any_order_on_any_threads) {
  for (uint64_t seed = 0; seed < 60; ++seed) {
    const uint32_t nodes = 1 + static_cast<uint32_t>(seed % 40);
    Drawing d = draw_random(nodes, seed * 3, seed);
    std::map<std::pair<uint32_t, uint32_t>, int64_t> want;
    for (std::size_t i = 0; i < d.a.size(); ++i) {
      if (d.a[i] == d.b[i] || d.weight[i] <= 0) continue;
      want[{d.a[i], d.b[i]}] += d.weight[i];
      want[{d.b[i], d.a[i]}] += d.weight[i];
    }
    const WeighedGraph g = d.graph();
    EXPECT_TRUE(is_well_formed(g));
    std::map<std::pair<uint32_t, uint32_t>, int64_t> got;
    for (uint32_t v = 0; v < nodes; ++v) {
      for (uint64_t i = g.offsets[v]; i < g.offsets[v + 1]; ++i)
        got[{v, g.target[i]}] = g.weight[i];
    }
    EXPECT_EQ(got, want) << seed;
    d.shuffle(seed + 1);
    const ThreadLimit threads(seed % 2 == 0 ? 1 : 7);
    EXPECT_TRUE(same(d.graph(), g)) << seed;
  }
}

TEST(IsWellFormed, sees_what_is_wrong) {
  const WeighedGraph good = draw_random(20, 60, 1).graph();
  ASSERT_TRUE(is_well_formed(good));
  WeighedGraph one_sided = good;
  ++one_sided.weight[0];
  EXPECT_FALSE(is_well_formed(one_sided));
  WeighedGraph far = good;
  far.target[0] = 99;
  EXPECT_FALSE(is_well_formed(far));
  WeighedGraph negative = good;
  negative.weight[0] = 0;
  EXPECT_FALSE(is_well_formed(negative));
  WeighedGraph loop = good;
  loop.target[0] = 0;
  EXPECT_FALSE(is_well_formed(loop));
  EXPECT_FALSE(is_well_formed(WeighedGraph{}));
}

}  // namespace
}  // namespace maillon::network
