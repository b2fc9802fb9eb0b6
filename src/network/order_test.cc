#include "network/order.h"

#include <algorithm>
#include <limits>
#include <random>

#include <gtest/gtest.h>

#include "base/civil_time.h"

namespace maillon::network {
namespace {

TEST(FindRoute, tells_stays_in_the_order_of_time) {
  const std::vector<int64_t> seen{0, 2 * kDay, 3 * kDay, 9 * kDay, 40 * kDay, kNoTime, 5 * kDay};
  const std::vector<uint32_t> place{1, 1, 2, 2, 1, 1, kNoPlace};
  const std::vector<Stay> want{
      {1, 0, 2 * kDay, 2}, {2, 3 * kDay, 9 * kDay, 2}, {1, 40 * kDay, 40 * kDay, 1}};
  EXPECT_EQ(find_route(seen, place), want);
}

TEST(FindRoute, a_pause_ends_a_stay_only_when_it_is_longer_than_asked) {
  const std::vector<int64_t> seen{0, 10};
  const std::vector<uint32_t> place{4, 4};
  EXPECT_EQ(find_route(seen, place, 10).size(), 1U);
  EXPECT_EQ(find_route(seen, place, 9).size(), 2U);
}

TEST(FindRoute, holds_at_the_ends_of_time) {
  const std::vector<int64_t> seen{std::numeric_limits<int64_t>::max(),
                                  std::numeric_limits<int64_t>::min() + 1};
  const std::vector<uint32_t> place{4, 4};
  EXPECT_EQ(find_route(seen, place).size(), 2U);
  EXPECT_TRUE(find_route({}, {}).empty());
}

TEST(FindRoute, any_order_of_posts_gives_the_same) {
  std::mt19937_64 dice(3);
  std::vector<std::pair<int64_t, uint32_t>> posts;
  for (int i = 0; i < 300; ++i) {
    posts.emplace_back(static_cast<int64_t>(dice() % 100) * kDay, dice() % 5);
  }
  std::vector<Stay> want;
  for (int round = 0; round < 5; ++round) {
    std::vector<int64_t> seen;
    std::vector<uint32_t> place;
    for (const auto& [when, where] : posts) {
      seen.push_back(when);
      place.push_back(where);
    }
    const std::vector<Stay> got = find_route(seen, place, 2 * kDay);
    if (want.empty()) want = got;
    EXPECT_EQ(got, want);
    uint32_t total = 0;
    for (const Stay& stay : got) total += stay.posts;
    EXPECT_EQ(total, 300U);
    std::shuffle(posts.begin(), posts.end(), dice);
  }
}

}  // namespace
}  // namespace maillon::network
