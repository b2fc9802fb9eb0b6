#include "rank/fairness/rates.h"

#include <gtest/gtest.h>

namespace maillon::rank {
namespace {

TEST(wilson, matches_published_values) {
  struct Row {
    uint64_t hits, n;
    double low, high;
  };
  // Newcombe 1998, table I (method 3), and Wilson's formula by hand.
  for (const auto& [hits, n, low, high] :
       {Row{81, 263, 0.2553, 0.3662}, Row{15, 148, 0.0624, 0.1605}, Row{0, 20, 0, 0.1611},
        Row{1, 29, 0.0061, 0.1718}}) {
    const Interval got = wilson(hits, n);
    EXPECT_NEAR(got.low, low, 5e-5) << hits << " of " << n;
    EXPECT_NEAR(got.high, high, 5e-5) << hits << " of " << n;
  }
  EXPECT_EQ(wilson(0, 0).low, 0);
  EXPECT_EQ(wilson(0, 0).high, 1);
  EXPECT_EQ(wilson(7, 7).high, 1);
}

Judged post(std::string language, std::optional<bool> outcome) {
  Judged out;
  if (!language.empty()) out.groups[0] = {std::move(language)};
  out.outcome = {outcome};
  return out;
}

std::vector<Judged> some_posts() {
  std::vector<Judged> posts;
  for (int i = 0; i < 40; ++i) posts.push_back(post("en", i < 2));
  for (int i = 0; i < 30; ++i) posts.push_back(post("fr", i < 20));
  for (int i = 0; i < 3; ++i) posts.push_back(post("ru", true));
  posts.push_back(post("", true));
  posts.push_back(post("en", std::nullopt));
  return posts;
}

TEST(rates, small_groups_are_told_together_and_the_rest_as_not_stated) {
  const auto rates = rates_by_group(some_posts(), 1);
  ASSERT_EQ(rates.size(), kAttributes);
  const AttributeRates& of = rates[0];
  ASSERT_EQ(of.groups.size(), 2U);
  EXPECT_EQ(of.groups[0].group, "en");
  EXPECT_EQ(of.groups[0].posts, 41U);
  EXPECT_EQ(of.groups[0].rates[0].n, 40U);
  EXPECT_EQ(of.groups[0].rates[0].hits, 2U);
  EXPECT_EQ(of.others, 1U);
  EXPECT_EQ(of.other.posts, 3U);
  EXPECT_EQ(of.not_stated.posts, 1U);
  EXPECT_EQ(rates[1].not_stated.posts, 75U);
}

TEST(rates, names_the_largest_gap_and_whether_it_may_be_chance) {
  const auto gaps = largest_gaps(rates_by_group(some_posts(), 1), 1);
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0].high, "fr");
  EXPECT_EQ(gaps[0].low, "en");
  EXPECT_NEAR(gaps[0].size, 20.0 / 30 - 2.0 / 40, 1e-12);
  EXPECT_TRUE(gaps[0].apart);
}

}  // namespace
}  // namespace maillon::rank
