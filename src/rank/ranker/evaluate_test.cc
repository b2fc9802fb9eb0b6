#include "rank/ranker/evaluate.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "rank/ranker/families_test_posts.h"

namespace maillon::rank {
namespace {

TEST(Measure, table) {
  const Figures f =
      measure(std::vector<double>{0.9, 0.8, 0.4, 0.1}, std::vector<uint8_t>{1, 0, 1, 0});
  EXPECT_EQ(f.examples, 4U);
  EXPECT_EQ(f.positives, 2U);
  EXPECT_DOUBLE_EQ(f.precision, 0.5);
  EXPECT_DOUBLE_EQ(f.recall, 0.5);
  EXPECT_DOUBLE_EQ(f.f1, 0.5);
  EXPECT_DOUBLE_EQ(f.pr_auc, 0.5 * 1 + 0.5 * 2 / 3);
  EXPECT_NEAR(f.brier, (0.01 + 0.64 + 0.36 + 0.01) / 4, 1e-12);
}

TEST(Measure, one_probability_for_all_has_the_base_rate) {
  EXPECT_DOUBLE_EQ(measure(std::vector<double>(4, 0.5), std::vector<uint8_t>{1, 0, 0, 0}).pr_auc,
                   0.25);
  EXPECT_EQ(measure({}, {}).f1, 0);
}

TEST(DealFolds, keeps_groups_whole_and_spreads_labels) {
  const Posts posts = make_families({.families = 60, .copies = 5});
  const std::vector<uint8_t> fold = deal_folds(posts.examples, 5);
  std::map<uint64_t, std::set<uint8_t>> of_group;
  std::map<uint8_t, std::set<uint64_t>> positives;
  for (std::size_t i = 0; i < fold.size(); ++i) {
    of_group[posts.examples[i].group].insert(fold[i]);
    if (posts.examples[i].positive) positives[fold[i]].insert(posts.examples[i].group);
  }
  for (const auto& [group, folds] : of_group) EXPECT_EQ(folds.size(), 1U);
  ASSERT_EQ(positives.size(), 5U);
  std::vector<std::size_t> sizes;
  for (const auto& [number, groups] : positives) sizes.push_back(groups.size());
  const auto [least, most] = std::minmax_element(sizes.begin(), sizes.end());
  EXPECT_LE(*most - *least, 1U);
}

// The reason for splitting by family: labels of families are noisy, and a learner that has seen
// one copy of an advert knows the label of the next without having learned anything else.
TEST(CrossValidate, splitting_copies_at_random_flatters) {
  Posts posts = make_families({.families = 80, .copies = 6, .noise = 0.25});
  const auto by_family = cross_validate(posts.table, posts.examples);
  for (std::size_t i = 0; i < posts.examples.size(); ++i) posts.examples[i].group = i;
  const auto at_random = cross_validate(posts.table, posts.examples);
  ASSERT_TRUE(by_family.has_value() && at_random.has_value());
  EXPECT_GT(at_random->figures.f1, by_family->figures.f1 + 0.1);
  EXPECT_GT(at_random->figures.pr_auc, by_family->figures.pr_auc + 0.1);
  EXPECT_LT(at_random->figures.brier, by_family->figures.brier);
}

TEST(CrossValidate, does_not_depend_on_the_order_of_examples) {
  const Posts posts = make_families({.families = 30, .copies = 3, .noise = 0.1});
  const Posts other = reversed(posts);
  const auto one = cross_validate(posts.table, posts.examples);
  const auto two = cross_validate(other.table, other.examples);
  ASSERT_TRUE(one.has_value() && two.has_value());
  EXPECT_EQ(one->figures.pr_auc, two->figures.pr_auc);
  EXPECT_EQ(one->calibration.slope, two->calibration.slope);
  std::vector<double> back(two->probability.rbegin(), two->probability.rend());
  EXPECT_EQ(one->probability, back);
}

TEST(CrossValidate, says_what_is_missing) {
  const Posts few = make_families({.families = 14, .copies = 4});
  const auto silent = cross_validate(few.table, few.examples);
  ASSERT_FALSE(silent.has_value());
  EXPECT_NE(silent.error().message.find("stays silent"), std::string::npos);
  EXPECT_NE(silent.error().message.find("needs 8 of each"), std::string::npos);
  EXPECT_TRUE(cross_validate(few.table, few.examples, {.min_groups = 4}).has_value());
  EXPECT_FALSE(cross_validate(few.table, few.examples, {.folds = 1}).has_value());
  EXPECT_FALSE(cross_validate(few.table, few.examples, {.strengths = {}}).has_value());
  EXPECT_FALSE(cross_validate({}, {}).has_value());
  Posts heavy = make_families({.families = 30, .copies = 2});
  heavy.examples[3].weight = -1;
  EXPECT_FALSE(cross_validate(heavy.table, heavy.examples).has_value());
}

}  // namespace
}  // namespace maillon::rank
