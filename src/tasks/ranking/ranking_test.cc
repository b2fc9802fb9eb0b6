#include "tasks/ranking/ranking.h"

#include <gtest/gtest.h>

namespace maillon::tasks {
namespace {

TEST(network_score, is_the_mean_of_the_better_half) {
  const std::vector<float> post{0.9F, 0.1F, 0.5F, kNoScore, 0.3F};
  struct Row {
    std::vector<uint32_t> rows;
    float score;
  };
  for (const auto& [rows, score] : {Row{{0, 1, 2, 4}, 0.7F}, Row{{0, 1, 2}, 0.7F},
                                    Row{{1, 3}, 0.1F}, Row{{3}, kNoScore}, Row{{}, kNoScore}}) {
    EXPECT_FLOAT_EQ(network_score(post, rows), score) << rows.size();
  }
}

TEST(ranking, says_what_changed_since) {
  const RankingInputs kept{"d", "c", "n", "p", "1"};
  RankingInputs now = kept;
  EXPECT_EQ(why_ranking_stale(kept, now), "");
  now.decisions = "other";
  EXPECT_NE(why_ranking_stale(kept, now).find("decisions"), std::string::npos);
  now.posts = "other";
  EXPECT_NE(why_ranking_stale(kept, now).find("posts"), std::string::npos);
}

}  // namespace
}  // namespace maillon::tasks
