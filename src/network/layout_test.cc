#include "network/layout.h"

#include <cmath>

#include <gtest/gtest.h>

#include "base/parallel.h"

namespace maillon::network {
namespace {

WeighedGraph two_stars(uint32_t leaves) {
  std::vector<uint32_t> a, b;
  std::vector<int32_t> weight;
  for (uint32_t star = 0; star < 2; ++star) {
    for (uint32_t i = 1; i <= leaves; ++i) {
      a.push_back(star * (leaves + 1));
      b.push_back(star * (leaves + 1) + i);
      weight.push_back(kBit);
    }
  }
  return build_graph(2 * (leaves + 1), a, b, weight);
}

double distance(Point a, Point b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

TEST(Layout, same_places_for_any_number_of_threads) {
  const WeighedGraph graph = two_stars(400);
  std::vector<Point> first;
  for (const int threads : {1, 2, 3}) {
    const ThreadLimit limit(threads);
    const std::vector<Point> places = lay_out(graph, {.seed = 7, .rounds = 20});
    if (first.empty()) first = places;
    EXPECT_EQ(places, first) << threads;
  }
  EXPECT_NE(lay_out(graph, {.seed = 8, .rounds = 20}), first);
}

TEST(Layout, tied_nodes_are_nearer_than_others) {
  const WeighedGraph graph = two_stars(20);
  const std::vector<Point> places = lay_out(graph, {});
  double own = 0, other = 0;
  for (uint32_t i = 1; i <= 20; ++i) {
    own += distance(places[0], places[i]);
    other += distance(places[21], places[i]);
  }
  EXPECT_LT(own, other / 1.5);
}

TEST(Layout, nodes_do_not_lie_on_each_other) {
  const std::vector<Point> places = lay_out(two_stars(60), {});
  for (std::size_t i = 0; i < places.size(); ++i) {
    ASSERT_TRUE(std::isfinite(places[i].x) && std::isfinite(places[i].y));
    for (std::size_t j = 0; j < i; ++j) EXPECT_GT(distance(places[i], places[j]), 2) << i << j;
  }
}

TEST(Layout, small_and_empty_graphs) {
  EXPECT_TRUE(lay_out(build_graph(0, {}, {}, {}), {}).empty());
  EXPECT_EQ(lay_out(build_graph(1, {}, {}, {}), {}).size(), 1U);
  EXPECT_EQ(place_around({3, 4}, 5, 40).size(), 5U);
  EXPECT_EQ(place_around({3, 4}, 1, 40)[0], (Point{43, 4}));
}

}  // namespace
}  // namespace maillon::network
