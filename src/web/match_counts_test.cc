#include "web/match_counts.h"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace maillon::web {
namespace {

TEST(MatchCounts, CountsAndBeginsAnew) {
  MatchCounts counts;
  EXPECT_FALSE(counts.any());
  counts.asked_by("", "");
  counts.asked_by("", "uploads");
  counts.asked_by("ana", "");
  counts.looked_up("spam", true);
  counts.looked_up("spam", false);
  counts.looked_up("", false);
  counts.answered("GET /m/lookup", 200, 100);
  counts.answered("GET /m/lookup", 401, 50);
  counts.answered("POST /m/text", 503, 10);
  EXPECT_TRUE(counts.any());
  const tasks::MatchInterval taken = counts.take();
  EXPECT_EQ(taken.requests(), 3U);
  ASSERT_EQ(taken.endpoints.size(), 2U);
  EXPECT_EQ(taken.endpoints[0].route, "GET /m/lookup");
  EXPECT_EQ(taken.endpoints[0].answered, 1U);
  EXPECT_EQ(taken.endpoints[0].refused, 1U);
  EXPECT_EQ(taken.endpoints[1].failed, 1U);
  EXPECT_GE(taken.endpoints[0].most_us, 100U);
  ASSERT_EQ(taken.lists.size(), 2U);
  EXPECT_EQ(taken.lists[1].name, "spam");
  EXPECT_EQ(taken.lists[1].matched, 1U);
  EXPECT_EQ(taken.lists[1].not_matched, 1U);
  ASSERT_EQ(taken.clients.size(), 3U);
  EXPECT_EQ(taken.clients[1].token, "uploads");
  EXPECT_EQ(taken.clients[2].account, "ana");
  EXPECT_FALSE(counts.any());
  EXPECT_EQ(counts.take().requests(), 0U);
}

TEST(MatchCounts, NoRequestIsLostBetweenThreads) {
  MatchCounts counts;
  constexpr int kEach = 20'000;
  uint64_t seen = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < kEach; ++i) counts.answered("GET /m/lookup", 200, 5);
    });
  }
  while (seen < kEach) seen += counts.take().requests();
  for (std::thread& thread : threads) thread.join();
  seen += counts.take().requests();
  EXPECT_EQ(seen, 3U * kEach);
}

}  // namespace
}  // namespace maillon::web
