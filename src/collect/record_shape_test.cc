#include "collect/record_shape.h"

#include <gtest/gtest.h>

#include "collect/test_reading.h"

namespace maillon::collect {
namespace {

struct ShapeCase {
  const char* table;
  const char* map;
  const char* compared;  // columns, or "" for posts
};

std::string compared_columns(const ReadPlan& plan) {
  std::string out;
  for (const uint32_t column : plan.record) {
    if (!out.empty()) out += " ";
    out += plan.columns[column];
  }
  return out;
}

TEST(RecordShape, OfTables) {
  const ShapeCase cases[] = {
      // Names and addresses; the first column is an id by its name and values.
      {"rec_id,given_name,surname,postcode\nr1,Alma,Winter,3165\nr2,Berta,Kupfer,2119\n", "",
       "given_name surname postcode"},
      // A title and authors are columns like others where there is no text.
      {"id,title,authors,journal,year\n1,On Soap,A. Winter,Suds,1990\n2,On Tar,B. "
       "Kupfer,Ships,1991\n",
       "", "title authors journal year"},
      // A column of text, a picture, a price or an address in the web: posts.
      {"id,name,phone,description\n1,Alma,555 0100,Nice room\n2,Berta,555 0101,Big house\n", "",
       ""},
      {"id,title,seller,brand,price\n1,Lamp,Alma,Lumo,12\n2,Stove,Berta,Kupfer,40\n", "", ""},
      {"id,title,seller,brand,url\n1,Lamp,Alma,Lumo,http://a.example/1\n", "", ""},
      // The user says what the text is.
      {"id,title,authors,journal,year\n1,On Soap,A. Winter,Suds,1990\n", "body=title", ""},
      // One column beside the usual fields of a post is no record.
      {"id,title,author,date,city\n1,Room to let,Alma,2024-01-01,Elko\n", "", ""},
      // Long values are texts, whatever their column is called.
      {"id,name,town,title\n1,Alma,Elko,\"We look for friendly people who want to work in our "
       "restaurant near the old station; free room on the second floor, weekly pay, no experience "
       "is needed, ask at the green door\"\n",
       "", ""},
  };
  for (const ShapeCase& c : cases) {
    const UserMapping user = parse_mapping(c.map, "").value();
    const Result<ReadPlan> plan = guess_plan(c.table, "table.csv", user);
    ASSERT_TRUE(plan) << c.table << plan.error().message;
    EXPECT_EQ(compared_columns(*plan), c.compared) << c.table;
  }
}

TEST(RecordShape, RecordsKeepTheirColumns) {
  const std::string table =
      "rec_id,given_name,surname,city,born\n"
      "r1,Alma,Winter,Elko,19560409\n"
      "r2,Berta,,Reno,NA\n";
  const ReadPlan plan = guess_plan(table, "people.csv", {}).value();
  const std::string_view full = "r1,Alma,Winter,Elko,19560409";
  const uint64_t end = full.size();
  const RecordBatch record = parse_ranges(full, {&end, 1}, plan);
  ASSERT_EQ(record.size(), 1U);
  EXPECT_EQ(record.field(Field::id, 0), "r1");
  EXPECT_EQ(record.field(Field::city, 0), "Elko");
  EXPECT_EQ(record.field(Field::body, 0),
            "given_name: Alma; surname: Winter; city: Elko; born: 19560409");
  ASSERT_EQ(record.value_names.size(), 4U);
  EXPECT_EQ(record.value(0, 1), "Winter");
  const std::string_view with_gaps = "r2,Berta,,Reno,NA";
  const uint64_t last = with_gaps.size();
  const RecordBatch sparse = parse_ranges(with_gaps, {&last, 1}, plan);
  ASSERT_EQ(sparse.size(), 1U);
  EXPECT_EQ(sparse.field(Field::body, 0), "given_name: Berta; city: Reno");
}

TEST(RecordShape, OfJsonLines) {
  const std::string lines = R"({"key":"a","name":"Alma","surname":"Winter","born":1956})"
                            "\n"
                            R"({"key":"b","name":"Berta","surname":"Kupfer","town":"Elko"})"
                            "\n";
  const ReadPlan plan = guess_plan(lines, "people.jsonl", {}).value();
  EXPECT_EQ(compared_columns(plan), "name surname born town");
  const std::string text = R"({"key":"b","name":"Berta","surname":"Kupfer","town":"Elko"})";
  const uint64_t end = text.size();
  const RecordBatch record = parse_ranges(text, {&end, 1}, plan);
  ASSERT_EQ(record.size(), 1U);
  EXPECT_EQ(record.field(Field::id, 0), "b");
  EXPECT_EQ(record.field(Field::body, 0), "name: Berta; surname: Kupfer; town: Elko");
}

TEST(RecordShape, PlansComeBackFromTheirText) {
  const ReadPlan plan =
      guess_plan("rec_id,given_name,surname,born\nr1,Alma,Winter,1956\n", "people.csv", {}).value();
  ASSERT_TRUE(plan.has_records());
  const ReadPlan again = ReadPlan::from_json(plan.to_json()).value();
  EXPECT_EQ(again.record, plan.record);
  EXPECT_EQ(again.to_json(), plan.to_json());
  EXPECT_FALSE(ReadPlan::from_json(R"({"version":3})"));
}

}  // namespace
}  // namespace maillon::collect
