#include "simulate/evaluate.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "simulate/random.h"

namespace maillon::simulate {
namespace {

using Labels = std::vector<std::string_view>;

// One label a letter, '.' = a post that stands alone.
Labels labels(std::string_view letters) {
  Labels result;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    result.push_back(letters[i] == '.' ? std::string_view() : letters.substr(i, 1));
  }
  return result;
}

Scores score(std::string_view truth, std::string_view found) {
  return evaluate_clusters(labels(truth), labels(found));
}

// The definitions, over all pairs of posts.
Scores score_by_pairs(const Labels& truth, const Labels& found) {
  const auto together = [](const Labels& of, std::size_t i, std::size_t j) {
    return i == j || (!of[i].empty() && of[i] == of[j]);
  };
  double both = 0, in_truth = 0, in_found = 0, precision = 0, recall = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    double same = 0, mates_truth = 0, mates_found = 0;
    for (std::size_t j = 0; j < truth.size(); ++j) {
      const bool t = together(truth, i, j), f = together(found, i, j);
      same += t && f;
      mates_truth += t;
      mates_found += f;
      if (j <= i) continue;
      both += t && f;
      in_truth += t;
      in_found += f;
    }
    precision += same / mates_found;
    recall += same / mates_truth;
  }
  Scores scores;
  const auto n = static_cast<double>(truth.size());
  scores.bcubed_precision = precision / n;
  scores.bcubed_recall = recall / n;
  scores.pairwise_precision = in_found > 0 ? both / in_found : 1;
  scores.pairwise_recall = in_truth > 0 ? both / in_truth : 1;
  return scores;
}

TEST(EvaluateClusters, ExamplesOfBaggaAndBaldwin1998) {
  // Truth: 1-5, 6-7, 8-12. Two wrong merges, of which the second costs more.
  const Scores one = score("aaaaabbccccc", "xxxxxyyyyyyy");
  EXPECT_DOUBLE_EQ(one.bcubed_precision, 16.0 / 21);
  EXPECT_DOUBLE_EQ(one.bcubed_recall, 1);
  const Scores two = score("aaaaabbccccc", "xxxxxyyxxxxx");
  EXPECT_DOUBLE_EQ(two.bcubed_precision, 7.0 / 12);
  EXPECT_DOUBLE_EQ(two.bcubed_recall, 1);
  EXPECT_DOUBLE_EQ(two.bcubed_f1, 2 * (7.0 / 12) / (7.0 / 12 + 1));
}

TEST(EvaluateClusters, ExampleOfManningRaghavanAndSchuetze2008) {
  // Their figure 16.4: 17 points, 20 true positive, 20 false positive, 24 missed pairs.
  const Scores scores = score("xxxxxoxoooodxxddd", "11111122222233333");
  EXPECT_DOUBLE_EQ(scores.pairwise_precision, 0.5);
  EXPECT_DOUBLE_EQ(scores.pairwise_recall, 20.0 / 44);
  EXPECT_NEAR(scores.pairwise_f1, 0.476, 0.0005);
}

TEST(EvaluateClusters, Borders) {
  struct Case {
    const char *truth, *found;
    double pairwise_precision, pairwise_recall, bcubed_precision, bcubed_recall;
  };
  const Case kCases[] = {
      {"", "", 1, 1, 1, 1},         {"a", "x", 1, 1, 1, 1},         {"....", "....", 1, 1, 1, 1},
      {"aabb", "xxyy", 1, 1, 1, 1}, {"aabb", "....", 1, 0, 1, 0.5}, {"....", "xxxx", 0, 1, 0.25, 1},
      {"abcd", "....", 1, 1, 1, 1},  // a cluster of one is a post that stands alone
  };
  for (const Case& row : kCases) {
    SCOPED_TRACE(std::string(row.truth) + " " + row.found);
    const Scores scores = score(row.truth, row.found);
    EXPECT_DOUBLE_EQ(scores.pairwise_precision, row.pairwise_precision);
    EXPECT_DOUBLE_EQ(scores.pairwise_recall, row.pairwise_recall);
    EXPECT_DOUBLE_EQ(scores.bcubed_precision, row.bcubed_precision);
    EXPECT_DOUBLE_EQ(scores.bcubed_recall, row.bcubed_recall);
  }
  const Scores none = score("aabb", "xyyx");
  EXPECT_DOUBLE_EQ(none.pairwise_f1, 0);
}

TEST(EvaluateClusters, CountsClustersOfTwoOrMore) {
  const Scores scores = score("aaabb.c", "xxyyyy.");
  EXPECT_EQ(scores.posts, 7);
  EXPECT_EQ(scores.truth_clusters, 2);
  EXPECT_EQ(scores.largest_truth, 3);
  EXPECT_EQ(scores.found_clusters, 2);
  EXPECT_EQ(scores.largest_found, 4);
}

TEST(EvaluateClusters, AgreesWithTheDefinitionsInAnyOrder) {
  constexpr std::string_view kLetters = "abcdefghijklmnop";
  for (uint64_t seed = 0; seed < 60; ++seed) {
    Random random(seed);
    const auto kinds = 1 + random.below(16);
    const std::size_t posts = 1 + random.below(60);
    std::string truth, found;
    for (std::size_t i = 0; i < posts; ++i) {
      truth += random.chance(0.2) ? '.' : kLetters[random.below(kinds)];
      found += random.chance(0.2)   ? '.'
               : random.chance(0.5) ? truth.back()
                                    : kLetters[random.below(kinds)];
    }
    const Scores expected = score_by_pairs(labels(truth), labels(found));
    const Scores given = score(truth, found);
    EXPECT_NEAR(given.pairwise_precision, expected.pairwise_precision, 1e-12);
    EXPECT_NEAR(given.pairwise_recall, expected.pairwise_recall, 1e-12);
    EXPECT_NEAR(given.bcubed_precision, expected.bcubed_precision, 1e-12);
    EXPECT_NEAR(given.bcubed_recall, expected.bcubed_recall, 1e-12);
    std::reverse(truth.begin(), truth.end());
    std::reverse(found.begin(), found.end());
    EXPECT_EQ(score(truth, found).bcubed_f1, given.bcubed_f1);
  }
}

TEST(EvaluateClusters, AMillionPostsInOneClusterStayLinear) {
  const Labels truth(1000000, "a"), found(1000000, "x");
  const Scores scores = evaluate_clusters(truth, found);
  EXPECT_EQ(scores.largest_found, 1000000);
  EXPECT_DOUBLE_EQ(scores.pairwise_f1, 1);
  EXPECT_DOUBLE_EQ(scores.bcubed_f1, 1);
}

TEST(EvaluateSelectors, CountsDistinctRowsOfEachKind) {
  using enum SelectorKind;
  const std::vector<PostSelector> truth = {{"1", phone, "+33612345678"},
                                           {"2", phone, "+33612345678"},
                                           {"2", email, "a@b.org"},
                                           {"3", iban, "DE89370400440532013000"}};
  const std::vector<PostSelector> found = {{"2", phone, "+33612345678"},
                                           {"1", phone, "+33612345678"},
                                           {"1", phone, "+33612345678"},
                                           {"9", phone, "+33612345678"},
                                           {"2", handle, "a@b.org"}};
  const auto scores = evaluate_selectors(truth, found);
  ASSERT_EQ(scores.size(), 4U);
  EXPECT_EQ(scores[0].kind, phone);
  EXPECT_DOUBLE_EQ(scores[0].precision, 2.0 / 3);
  EXPECT_DOUBLE_EQ(scores[0].recall, 1);
  EXPECT_DOUBLE_EQ(scores[0].f1, 0.8);
  EXPECT_EQ(scores[1].kind, email);
  EXPECT_DOUBLE_EQ(scores[1].precision, 1);
  EXPECT_DOUBLE_EQ(scores[1].recall, 0);
  EXPECT_DOUBLE_EQ(scores[1].f1, 0);
  EXPECT_EQ(scores[2].kind, handle);
  EXPECT_DOUBLE_EQ(scores[2].precision, 0);
  EXPECT_DOUBLE_EQ(scores[2].recall, 1);
  EXPECT_EQ(scores[3].kind, iban);
  EXPECT_TRUE(evaluate_selectors({}, {}).empty());
}

}  // namespace
}  // namespace maillon::simulate
