#include "rank/ranker/post_input.h"

#include <gtest/gtest.h>

#include "rank/neutral/lexicon_test_words.h"

namespace maillon::rank {
namespace {

const std::vector<std::string> kIds{"A", "B", "C"};

SignHit hit(uint32_t indicator, const FieldText& field, std::string_view words) {
  const auto begin = static_cast<uint32_t>(field.text.find(words));
  return {indicator, HitState::seen, field.field, begin,
          begin + static_cast<uint32_t>(words.size())};
}

TEST(post_input, indicators_that_hang_on_who_is_named_are_left_out) {
  const NeutralLexicon lexicon = small_lexicon();
  const std::vector<FieldText> fields{{Field::title, "Work abroad"},
                                      {Field::body, "Women wanted. Passport kept."}};
  const std::vector<SignHit> hits{hit(0, fields[1], "Women wanted"),
                                  hit(1, fields[1], "Passport kept")};
  const std::vector<uint16_t> shown{0, 1, 2};  // 2 rests on facts
  const PostInput input = PostInputMaker(lexicon).make(fields, hits, shown, kIds);
  EXPECT_EQ(input.text, "Work abroad\nWomen wanted. Passport kept.");
  EXPECT_EQ(input.indicators, (std::vector<std::string>{"B", "C"}));
}

TEST(post_input, one_hit_that_names_nobody_is_enough) {
  const NeutralLexicon lexicon = small_lexicon();
  const std::vector<FieldText> fields{{Field::body, "Women wanted. Anyone wanted."}};
  const std::vector<SignHit> hits{hit(0, fields[0], "Women wanted"),
                                  hit(0, fields[0], "Anyone wanted")};
  const std::vector<uint16_t> shown{0};
  EXPECT_EQ(PostInputMaker(lexicon).make(fields, hits, shown, kIds).indicators,
            std::vector<std::string>{"A"});
}

TEST(post_input, places_are_those_of_the_fields) {
  const NeutralLexicon lexicon = small_lexicon();
  const std::vector<FieldText> fields{
      {Field::title, ""}, {Field::body, "abc"}, {Field::image_text, "def"}};
  const PostInput input = PostInputMaker(lexicon).make(fields, TextReading{}, kIds);
  EXPECT_EQ(input.place_of(1), (std::pair<Field, uint32_t>{Field::body, 1}));
  EXPECT_EQ(input.place_of(5), (std::pair<Field, uint32_t>{Field::image_text, 1}));
}

}  // namespace
}  // namespace maillon::rank
