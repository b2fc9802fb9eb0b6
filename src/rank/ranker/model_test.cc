#include "rank/ranker/model.h"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "rank/ranker/families_test_posts.h"

namespace maillon::rank {
namespace {

class Trained : public ::testing::Test {
 protected:
  static Result<Model> train(const Posts& posts) {
    return train_model(posts.table, posts.examples, small_lexicon().fingerprint());
  }
  NeutralLexicon lexicon_ = small_lexicon();
  FeatureMaker maker_{lexicon_};
  Posts posts_ = make_families({.families = 60, .copies = 4, .noise = 0.05});
};

TEST_F(Trained, orders_families_that_it_has_not_seen) {
  const auto model = train(posts_);
  ASSERT_TRUE(model.has_value());
  const Posts unseen = make_families({.families = 60, .copies = 1, .seed = 77});
  std::vector<double> probability;
  std::vector<uint8_t> positive;
  FeatureRow row;
  for (std::size_t i = 0; i < unseen.text.size(); ++i) {
    maker_.make(unseen.text[i], {}, row);
    probability.push_back(model->probability(row));
    positive.push_back(unseen.examples[i].positive ? 1 : 0);
  }
  EXPECT_GT(measure(probability, positive).pr_auc, 0.8);
  EXPECT_EQ(model->figures().positive_groups + model->figures().negative_groups, 60U);
  EXPECT_EQ(model->figures().folds, 5U);
}

TEST_F(Trained, contributions_add_up_and_stand_where_they_say) {
  const auto model = train(posts_);
  ASSERT_TRUE(model.has_value());
  const std::string text = "Your passport stays with the agent. A debt, a debt; union and pension.";
  for (const std::size_t most : {0U, 1U, 3U, 1000U}) {
    const Explanation why = model->explain(maker_, text, {}, most);
    double sum = why.bias + why.rest;
    for (const Contribution& part : why.top) sum += part.value;
    EXPECT_NEAR(sum, why.score, 1e-9);
    EXPECT_LE(why.top.size(), most);
  }
  const Explanation why = model->explain(maker_, text, {}, 1000);
  const auto value_of = [&](std::string_view word) {
    for (const Contribution& part : why.top) {
      const TextSpan span = part.spans.at(0);
      if (text.substr(span.begin, span.end - span.begin) == word) return part.value;
    }
    return 0.0;
  };
  EXPECT_GT(value_of("passport"), 0);
  EXPECT_GT(value_of("debt"), 0);
  EXPECT_LT(value_of("union"), 0);
  EXPECT_LT(value_of("pension"), 0);
  for (const Contribution& part : why.top) {
    const TextSpan span = part.spans.at(0);
    const bool debt = text.substr(span.begin, span.end - span.begin) == "debt";
    EXPECT_EQ(part.spans.size(), debt ? 2U : 1U);
  }
}

TEST_F(Trained, indicators_are_features_that_explain_themselves) {
  Posts posts = make_families({.families = 60, .copies = 2});
  FeatureRow row;
  posts.table = {};
  for (std::size_t i = 0; i < posts.text.size(); ++i) {
    const std::vector<std::string> fired{"other", "debt_bondage"};
    maker_.make(posts.text[i], std::span(fired).first(posts.examples[i].positive ? 2 : 1), row);
    posts.table.add(row);
  }
  const auto model = train(posts);
  ASSERT_TRUE(model.has_value());
  const std::vector<std::string> asked{"unknown", "debt_bondage"};
  const Explanation why = model->explain(maker_, "nothing", asked, 1000);
  const auto part = std::find_if(why.top.begin(), why.top.end(),
                                 [](const Contribution& c) { return c.indicator == 2; });
  ASSERT_NE(part, why.top.end());
  EXPECT_GT(part->value, 0);
  EXPECT_TRUE(part->spans.empty());
}

TEST_F(Trained, the_same_examples_in_any_order_give_the_same_bytes) {
  const auto one = train(posts_), other = train(reversed(posts_));
  ASSERT_TRUE(one.has_value() && other.has_value());
  EXPECT_TRUE(one->to_bytes() == other->to_bytes());
}

TEST_F(Trained, swapped_words_of_the_lexicon_move_no_score) {
  // Trained on texts in which one side is always of one name and religion.
  Posts posts = make_families({.families = 60, .copies = 2});
  for (std::size_t i = 0; i < posts.text.size(); ++i) {
    posts.text[i] += posts.examples[i].positive ? " Maria muslim she" : " Ahmed christian he";
  }
  fill_table(posts);
  const auto model = train(posts);
  ASSERT_TRUE(model.has_value());
  const auto score = [&](std::string_view text) {
    return model->explain(maker_, text, {}, 0).score;
  };
  EXPECT_EQ(score("Maria, a Muslim, she wants work"), score("Ahmed, a Christian, he wants work"));
}

TEST_F(Trained, stays_silent_where_nothing_can_be_learned) {
  Posts same = make_families({.families = 40, .copies = 1});
  for (std::string& text : same.text) text = "one and the same text";
  fill_table(same);
  const auto silent = train(same);
  ASSERT_FALSE(silent.has_value());
  EXPECT_NE(silent.error().message.find("no better than chance"), std::string::npos);
}

TEST_F(Trained, bytes_come_back_and_damaged_ones_do_not) {
  const auto model = train(posts_);
  ASSERT_TRUE(model.has_value());
  const std::string bytes = model->to_bytes();
  const auto back = Model::from_bytes(bytes);
  ASSERT_TRUE(back.has_value());
  EXPECT_TRUE(back->to_bytes() == bytes);
  FeatureRow row;
  maker_.make(posts_.text[0], {}, row);
  EXPECT_EQ(back->probability(row), model->probability(row));
  EXPECT_EQ(back->figures().f1, model->figures().f1);
  std::mt19937 dice(9);
  for (int round = 0; round < 200; ++round) {
    std::string damaged = bytes;
    const std::size_t at = dice() % damaged.size();
    damaged[at] = static_cast<char>(damaged[at] ^ (1 + dice() % 255));
    EXPECT_FALSE(Model::from_bytes(damaged).has_value());
    EXPECT_FALSE(Model::from_bytes(bytes.substr(0, at)).has_value());
  }
  EXPECT_FALSE(Model::from_bytes(bytes + '\0').has_value());
  std::string newer = bytes;
  newer[4] = 2;
  EXPECT_EQ(Model::from_bytes(newer).error().code, Code::unsupported);
}

}  // namespace
}  // namespace maillon::rank
