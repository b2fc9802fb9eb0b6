#include "rank/ranker/active.h"

#include <algorithm>
#include <random>
#include <set>

#include <gtest/gtest.h>

namespace maillon::rank {
namespace {

TEST(ChooseNext, takes_the_least_certain_one_of_a_family_and_lets_strata_take_turns) {
  const std::vector<Candidate> candidates{
      {1, 10, 1, 0.50}, {2, 10, 1, 0.51},  // one family
      {3, 11, 1, 0.52}, {4, 12, 1, 0.47}, {5, 13, 2, 0.90}, {6, 14, 2, 0.05}, {7, 15, 3, 0.99},
  };
  EXPECT_EQ(choose_next(candidates, 5), (std::vector<std::size_t>{0, 4, 6, 2, 5}));
  EXPECT_EQ(choose_next(candidates), (std::vector<std::size_t>{0, 4, 6, 2, 5, 3}));
  EXPECT_TRUE(choose_next({}).empty());
  EXPECT_TRUE(choose_next(candidates, 0).empty());
}

TEST(ChooseNext, any_order_gives_the_same_posts) {
  std::mt19937 dice(3);
  std::vector<Candidate> candidates;
  for (uint64_t i = 0; i < 500; ++i) {
    candidates.push_back({i, dice() % 90, dice() % 4, static_cast<double>(dice() % 20) / 20});
  }
  std::vector<uint64_t> want;
  for (int round = 0; round < 5; ++round) {
    std::vector<uint64_t> got;
    std::set<uint64_t> families;
    for (const std::size_t i : choose_next(candidates)) {
      got.push_back(candidates[i].key);
      EXPECT_TRUE(families.insert(candidates[i].family).second);
    }
    if (want.empty()) want = got;
    EXPECT_EQ(got, want);
    EXPECT_EQ(got.size(), 10U);
    std::shuffle(candidates.begin(), candidates.end(), dice);
  }
}

}  // namespace
}  // namespace maillon::rank
