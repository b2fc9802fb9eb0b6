#include "tasks/separate.h"

#include <gtest/gtest.h>

namespace maillon::tasks {
namespace {

using Pairs = std::vector<Apart>;

TEST(Separate, LeavesCommunitiesWithoutAPairAlone) {
  const std::vector<uint32_t> community{0, 0, 1, 1};
  EXPECT_EQ(separate(community, {{0, 1, 5}, {2, 3, 5}}, Pairs{{{0}, {2}}}, 4), community);
  EXPECT_EQ(separate(community, {{0, 1, 5}, {2, 3, 5}}, {}, 4), community);
}

TEST(Separate, KeepsEachPostWithItsStrongestSide) {
  // 0 -9- 1 -3- 2 -9- 3: the weak link in the middle gives.
  const std::vector<SeparateLink> links{{0, 1, 9}, {1, 2, 3}, {2, 3, 9}};
  EXPECT_EQ(separate({0, 0, 0, 0}, links, Pairs{{{0}, {3}}}, 4),
            (std::vector<uint32_t>{0, 0, 1, 1}));
}

TEST(Separate, TakesAPostOutOfAStar) {
  // Node 3 is a signal that 0, 1 and 2 carry.
  const std::vector<SeparateLink> links{{0, 3, 4}, {1, 3, 4}, {2, 3, 4}};
  EXPECT_EQ(separate({0, 0, 0, 0}, links, Pairs{{{1}, {2}}}, 3),
            (std::vector<uint32_t>{0, 0, 1, 0}));
}

TEST(Separate, HoldsEveryPairApartThroughLaterJoins) {
  const std::vector<SeparateLink> links{{0, 1, 9}, {1, 2, 8}, {2, 3, 7}, {0, 3, 6}, {1, 3, 5}};
  const auto got = separate({0, 0, 0, 0}, links, Pairs{{{0}, {2}}, {{1}, {3}}}, 4);
  EXPECT_NE(got[0], got[2]);
  EXPECT_NE(got[1], got[3]);
  EXPECT_EQ(got[0], got[1]);
  EXPECT_EQ(got[2], got[3]);
}

TEST(Separate, HoldsAPartTogetherByTheSignalThatBothSidesCarry) {
  // Node 5 is a signal of 0 to 4, of which 3 and 4 are to go; nothing else ties them.
  const std::vector<SeparateLink> links{{0, 5, 4}, {1, 5, 4}, {2, 5, 4}, {3, 5, 4}, {4, 5, 4}};
  const std::vector<Apart> split{{{3, 4}, {0, 1, 2}}};
  const auto got = separate({0, 0, 0, 0, 0, 0}, links, split, 5);
  EXPECT_EQ((std::vector<uint32_t>(got.begin(), got.begin() + 5)),
            (std::vector<uint32_t>{0, 0, 0, 1, 1}));
  // A third part; what nobody spoke of stays with the first.
  const std::vector<Apart> twice{{{3, 4}, {0, 1}}, {{4}, {3}}};
  EXPECT_EQ(separate({0, 0, 0, 0, 0, 0}, links, twice, 5),
            (std::vector<uint32_t>{0, 0, 0, 1, 2, 0}));
}

TEST(Separate, DoesNotDependOnTheOrderOfLinks) {
  const std::vector<SeparateLink> links{{0, 1, 9}, {2, 1, 9}, {2, 3, 9}, {3, 0, 9}};
  std::vector<SeparateLink> turned(links.rbegin(), links.rend());
  EXPECT_EQ(separate({0, 0, 0, 0}, links, Pairs{{{0}, {2}}}, 4),
            separate({0, 0, 0, 0}, turned, Pairs{{{0}, {2}}}, 4));
}

}  // namespace
}  // namespace maillon::tasks
