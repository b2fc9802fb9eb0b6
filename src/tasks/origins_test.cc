#include "tasks/origins.h"

#include <gtest/gtest.h>

namespace maillon::tasks {
namespace {

using report::Origin;
using report::OriginKind;
using report::TextPlace;

RecordBatch make_record(const std::vector<std::pair<Field, std::string>>& stated) {
  RecordBatch record;
  record.begin = record.end = {0};
  for (std::size_t f = 0; f < kFieldCount; ++f) {
    std::string value;
    for (const auto& [field, text] : stated) {
      if (field == static_cast<Field>(f)) value = text;
    }
    record.fields[f].push_back(value);
  }
  return record;
}

const Origin* find(const std::vector<Origin>& origins, Field field) {
  for (const Origin& origin : origins) {
    if (origin.field == field) return &origin;
  }
  return nullptr;
}

TEST(Origins, NameColumnsAndSayWhereTheTextsSayTheSame) {
  collect::ReadPlan plan;
  plan.columns = {"headline", "details", "more", "seller", "fee"};
  plan.field(Field::title) = {0};
  plan.field(Field::body) = {1, 2};
  plan.field(Field::author) = {3};
  plan.field(Field::price) = {4};
  plan.default_source = "board";
  const RecordBatch record = make_record({{Field::title, "Ask for Mira"},
                                          {Field::body, "Mira pays 90, not 1,90 or 900. Miras"},
                                          {Field::author, "Mira"},
                                          {Field::price, "90"},
                                          {Field::source, "board"}});
  const std::vector<Origin> origins = find_origins(plan, record, "en");
  ASSERT_EQ(origins.size(), 6U);
  EXPECT_EQ(find(origins, Field::body)->columns, (std::vector<std::string>{"details", "more"}));
  EXPECT_EQ(find(origins, Field::author)->kind, OriginKind::column);
  EXPECT_EQ(find(origins, Field::author)->columns, std::vector<std::string>{"seller"});
  EXPECT_EQ(find(origins, Field::author)->places,
            (std::vector<TextPlace>{{Field::title, 8, 12}, {Field::body, 0, 4}}));
  EXPECT_EQ(find(origins, Field::price)->places, (std::vector<TextPlace>{{Field::body, 10, 12}}));
  EXPECT_EQ(find(origins, Field::source)->kind, OriginKind::given);
  EXPECT_TRUE(find(origins, Field::source)->columns.empty());
  EXPECT_EQ(find(origins, Field::language)->kind, OriginKind::text);
  EXPECT_EQ(find(origins, Field::city), nullptr);
}

TEST(Origins, KnowLanguagesThatWereStated) {
  collect::ReadPlan plan;
  plan.format = collect::Format::json_lines;
  plan.columns = {"lang"};
  plan.field(Field::language) = {0};
  const auto stated = find_origins(plan, make_record({{Field::language, "fr"}}), "fr");
  ASSERT_EQ(stated.size(), 1U);
  EXPECT_EQ(stated[0].kind, OriginKind::key);
  // What states no language leaves it to the text.
  const auto other = find_origins(plan, make_record({{Field::language, "?"}}), "fr");
  ASSERT_EQ(other.size(), 1U);
  EXPECT_EQ(other[0].kind, OriginKind::text);
  EXPECT_TRUE(find_origins(plan, make_record({}), "").empty());
}

TEST(Origins, ValuesOfUnspacedScriptsStandAnywhere) {
  const auto places = find_value(Field::body, "我们在东京招聘", "东京");
  ASSERT_EQ(places.size(), 1U);
  EXPECT_EQ(places[0].begin, 9U);
  EXPECT_TRUE(find_value(Field::body, "Reading, Readings", "Reading").size() == 1);
  EXPECT_TRUE(find_value(Field::body, "text", "").empty());
  EXPECT_EQ(find_value(Field::body, std::string(400, 'a'), "a").size(), 0U);
  std::string many;
  for (int i = 0; i < 400; ++i) many += "a ";
  EXPECT_EQ(find_value(Field::body, many, "a").size(), kMostPlaces);
}

}  // namespace
}  // namespace maillon::tasks
