#include <gtest/gtest.h>

#include "collect/json_text.h"
#include "collect/test_reading.h"

namespace maillon::collect {
namespace {

ReadPlan json_plan(Format format, std::string key = "") {
  ReadPlan plan;
  plan.format = format;
  plan.array_key = std::move(key);
  plan.columns = {"id", "text", "where.city", "images", "price"};
  plan.field(Field::id) = {0};
  plan.field(Field::body) = {1};
  plan.field(Field::city) = {2};
  plan.field(Field::images) = {3};
  plan.field(Field::price) = {4};
  return plan;
}

using Lines = std::vector<std::string>;

Lines read_json(std::string_view bytes, const ReadPlan& plan) {
  const ReadAll read = check_reading(bytes, plan);
  EXPECT_EQ(read.error, "");
  std::vector<std::pair<uint64_t, std::string>> lines;
  for (std::size_t i = 0; i < read.records.size(); ++i) {
    std::string line;
    for (const Field field : {Field::id, Field::body, Field::city, Field::images, Field::price}) {
      if (field != Field::id) line += "|";
      line += read.records.field(field, i);
    }
    lines.emplace_back(read.records.begin[i], line);
  }
  for (const QuarantineRow& row : read.bad) {
    lines.emplace_back(row.begin, "!" + std::to_string(row.line) + " " +
                                      std::string(bytes.substr(row.begin, row.end - row.begin)));
  }
  std::sort(lines.begin(), lines.end());
  Lines out;
  for (auto& [begin, line] : lines) out.push_back(std::move(line));
  return out;
}

struct JsonRow {
  std::string_view bytes;
  Lines lines;
};

TEST(JsonLines, ValuesBecomeTexts) {
  const ReadPlan plan = json_plan(Format::json_lines);
  const JsonRow rows[] = {
      {R"({"id":1,"text":"a"})", {"1|a|||"}},
      {R"({"text":"a\nb \u00e9 \ud83d\ude00","id":"x","other":[1,{"a":2}]})", {"x|a\nb é 😀|||"}},
      {R"({"text":"a","where":{"city":"Cork","zip":1},"price":12.50})", {"|a|Cork||12.50"}},
      {R"({"text":"a","price":123456789012345678901234567890})",
       {"|a|||123456789012345678901234567890"}},
      {R"({"text":true,"price":null,"id":false})", {"false|true|||"}},
      {R"({"text":["a","b",3],"images":["x.jpg","y.jpg"]})", {"|a;b;3||[\"x.jpg\",\"y.jpg\"]|"}},
      {R"({"text":{"a":1}})", {"|{\"a\":1}|||"}},
      // Half a surrogate pair: what a program left that cut the text.
      {R"({"text":"cut \ud83d"})", {"|cut \xEF\xBF\xBD|||"}},
      {" \t{\"text\":\"a\"} \r\n\n{\"text\":\"b\"}", {"|a|||", "|b|||"}},
      {R"({"where":"no object","text":"a"})", {"|a|||"}},
      {R"({"te\u0078t":"escaped key"})", {"|escaped key|||"}},
  };
  for (const JsonRow& row : rows) {
    SCOPED_TRACE(row.bytes);
    EXPECT_EQ(read_json(row.bytes, plan), row.lines);
  }
}

TEST(JsonLines, BadLinesAreSetAside) {
  const ReadPlan plan = json_plan(Format::json_lines);
  constexpr std::string_view kBad[] = {
      "{",
      R"({"text":"open})",
      R"({"text":"a"} trailing)",
      R"(["text"])",
      R"("text")",
      "12",
      "nonsense",
      R"({"text":tru})",
      R"({"text":01})",
      R"({"text":"a" "id":1})",
      R"({"text":"bad \x escape"})",
      R"({"text":"nul \u0000"})",
      R"({"text":""})",
      "{\"text\":\"caf\xE9\"}",
      "{\"text\":\"tab\there\"}",
      "{}",
  };
  for (const std::string_view bad : kBad) {
    SCOPED_TRACE(bad);
    const std::string bytes = "{\"text\":\"a\"}\n" + std::string(bad) + "\n{\"text\":\"b\"}\n";
    EXPECT_EQ(read_json(bytes, plan), (Lines{"|a|||", "!2 " + std::string(bad), "|b|||"}));
  }
}

TEST(JsonArray, ElementsAreReadOneByOne) {
  const ReadPlan plan = json_plan(Format::json_array);
  const JsonRow rows[] = {
      {R"([{"text":"a"},{"text":"b"}])", {"|a|||", "|b|||"}},
      {"[\n  {\n    \"text\": \"a ] } \\\" , {\"\n  },\n  {\n    \"text\": \"b\"\n  }\n]\n",
       {"|a ] } \" , {|||", "|b|||"}},
      {"[]", {}},
      {"{\"text\":\"a\"}\n{\n\"text\":\"b\"}", {"|a|||", "|b|||"}},
      {R"([{"text":"a"}] [{"text":"b"}])", {"|a|||", "|b|||"}},
  };
  for (const JsonRow& row : rows) {
    SCOPED_TRACE(row.bytes);
    EXPECT_EQ(read_json(row.bytes, plan), row.lines);
  }
}

TEST(JsonArray, UnderAKeyAtAnyDepth) {
  const ReadPlan plan = json_plan(Format::json_array, "posts");
  const JsonRow rows[] = {
      {R"({"count":2,"posts":[{"text":"a"},{"text":"b"}],"next":{"x":[{"text":"no"}]}})",
       {"|a|||", "|b|||"}},
      {R"({"list":[{"posts":[{"text":"a"}]},{"posts":[{"text":"b"}]}]})", {"|a|||", "|b|||"}},
      {R"({"posts":"none"})", {}},
      {R"({"text":"posts","a":["posts",[{"text":"no"}]]})", {}},
  };
  for (const JsonRow& row : rows) {
    SCOPED_TRACE(row.bytes);
    EXPECT_EQ(read_json(row.bytes, plan), row.lines);
  }
}

TEST(JsonArray, WhatIsBrokenDoesNotTakeTheRestAlong) {
  const ReadPlan plan = json_plan(Format::json_array);
  const JsonRow rows[] = {
      {"[1,{\"text\":\"a\"},\"x\",[{\"text\":\"in\"}],{\"text\":\"b\"}]",
       {"!1 1", "|a|||", "!1 \"x\"", "!1 [{\"text\":\"in\"}]", "|b|||"}},
      {"[{\"text\":\"a\"},\n{\"text\":\"open},\n{\"text\":\"b\"}]",
       {"|a|||", "!2 {\"text\":\"open}", "|b|||"}},
      {"[{\"text\":\"open},{\"text\":\"b\"},{\"text\":\"c\"}]",
       {"!1 {\"text\":\"open}", "|b|||", "|c|||"}},
      {"[{\"text\":[1,2},\n{\"text\":\"b\"}]", {"!1 {\"text\":[1,2}", "|b|||"}},
      {"[\n  {\n    \"text\": \"open\n  },\n  {\n    \"text\": \"b\"\n  }\n]",
       {"!2 {\n    \"text\": \"open\n  }", "|b|||"}},
      {"[{\"text\":\"a\"},{\"text\":\"cut", {"|a|||", "!1 {\"text\":\"cut"}},
      {"[{\"text\":tru},{\"text\":\"b\"}]", {"!1 {\"text\":tru}", "|b|||"}},
  };
  for (const JsonRow& row : rows) {
    SCOPED_TRACE(row.bytes);
    EXPECT_EQ(read_json(row.bytes, plan), row.lines);
  }
}

TEST(JsonArray, BytesOutsideOfRecordsAreStructure) {
  const std::string_view bytes = "[ {\"text\":\"a\"} ,\n {\"text\":\"b\"} ]\n";
  EXPECT_EQ(left_over(bytes, read_text(bytes, json_plan(Format::json_array))), "[  ,\n  ]\n");
}

TEST(Telegram, TextsOfPiecesAreOneText) {
  ReadPlan plan;
  plan.format = Format::telegram;
  plan.array_key = "messages";
  plan.columns = {"date_unixtime", "from", "text"};
  plan.field(Field::posted_at) = {0};
  plan.field(Field::author) = {1};
  plan.field(Field::body) = {2};
  const std::string_view bytes = R"({"name":"g","messages":[
    {"id":1,"date_unixtime":"1615557933","from":"A","text":["Call ",{"type":"phone","text":"+15550100"}," now"]},
    {"id":2,"from":"B","text":"plain"}]})";
  const ReadAll read = check_reading(bytes, plan);
  ASSERT_EQ(read.records.size(), 2U);
  EXPECT_EQ(read.records.field(Field::body, 0), "Call +15550100 now");
  EXPECT_EQ(read.records.posted_at[0], 1615557933);
  EXPECT_EQ(read.records.field(Field::body, 1), "plain");
  EXPECT_EQ(read.records.posted_at[1], kNoTime);
}

TEST(JsonText, NumbersFollowTheGrammar) {
  for (const std::string_view good : {"0", "-1", "1.5", "1e9", "-0.1E-5", "12345678901234567890"}) {
    EXPECT_TRUE(is_json_number(good)) << good;
  }
  for (const std::string_view bad : {"", "-", "01", "1.", ".5", "1e", "+1", "1x", "0x1", "NaN"}) {
    EXPECT_FALSE(is_json_number(bad)) << bad;
  }
}

}  // namespace
}  // namespace maillon::collect
