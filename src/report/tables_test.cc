#include "report/tables.h"

#include <vector>

#include <gtest/gtest.h>

namespace maillon::report {
namespace {

constexpr std::string_view kTwo[] = {"a", "b"};

TEST(RowWriter, writes_csv_as_in_rfc_4180) {
  RowWriter w(kTwo, {});
  w.cell("plain");
  w.cell("with, comma");
  w.end_row();
  w.cell("a \"quote\"");
  w.cell("two\nlines");
  w.end_row();
  w.cell("");
  w.cell("+17755550100");
  w.end_row();
  EXPECT_EQ(
      w.take(),
      "a,b\r\nplain,\"with, comma\"\r\n\"a \"\"quote\"\"\",\"two\nlines\"\r\n,+17755550100\r\n");
  EXPECT_EQ(w.take(), "");
}

TEST(RowWriter, writes_json_lines) {
  RowWriter w(kTwo, {.format = TableFormat::jsonl});
  w.cell("a \"quote\"");
  w.cell(uint64_t{18446744073709551615ULL});
  w.end_row();
  w.time(0);
  w.time(kNoTime);
  w.end_row();
  w.cell(18.25);
  w.list(std::vector<std::string>{"x", "y\n"});
  w.end_row();
  w.cell(true);
  w.cell(0.0 / 0.0);
  w.end_row();
  EXPECT_EQ(w.take(),
            "{\"a\":\"a \\\"quote\\\"\",\"b\":18446744073709551615}\n"
            "{\"a\":\"1970-01-01T00:00:00Z\",\"b\":null}\n"
            "{\"a\":18.25,\"b\":[\"x\",\"y\\n\"]}\n"
            "{\"a\":true,\"b\":null}\n");
}

TEST(RowWriter, guards_spreadsheets_against_formulas) {
  const struct {
    const char *text, *expected;
  } rows[] = {
      {"=1+1", "'=1+1"},     {"+17755550100", "'+17755550100"},
      {"-5", "'-5"},         {"@name", "'@name"},
      {"\tx", "'\tx"},       {"\rx", "\"'\rx\""},
      {"=a,b", "\"'=a,b\""}, {"a=1", "a=1"},
      {"", "\"\""},
  };
  constexpr std::string_view kOne[] = {"a"};
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    RowWriter w(kOne, {.spreadsheet = true});
    w.cell(row.text);
    w.end_row();
    EXPECT_EQ(w.take(),
              "\xEF\xBB\xBF"
              "a\r\n" +
                  std::string(row.expected) + "\r\n");
  }
}

TEST(RowWriter, numbers_are_not_guarded) {
  RowWriter w(kTwo, {.spreadsheet = true});
  w.cell(int64_t{-5});
  w.fixed(-2.5, 3);
  w.end_row();
  EXPECT_EQ(w.take(),
            "\xEF\xBB\xBF"
            "a,b\r\n-5,-2.500\r\n");
}

TEST(Tables, have_the_columns_of_the_design) {
  const struct {
    const char *name, *header;
  } rows[] = {
      {"posts",
       "id,source,network,template,posted_at,city,country,language,indicators,kind,level\r\n"},
      {"selectors", "id,source,kind,service,value,field,begin,end\r\n"},
      {"links", "a,b,bits,posterior,kinds,accepted\r\n"},
      {"networks",
       "network,posts,first_seen,last_seen,countries,cities,selectors,indicators,kind,level\r\n"},
      {"templates", "template,posts,text\r\n"},
      {"near_misses", "a,b,bits,share,reason,posterior\r\n"},
  };
  for (const auto& row : rows) {
    const std::optional<Table> table = parse_table(row.name);
    ASSERT_TRUE(table.has_value());
    EXPECT_EQ(to_name(*table), row.name);
    EXPECT_EQ(RowWriter(table_columns(*table), {}).take(), row.header);
  }
  EXPECT_FALSE(parse_table("post").has_value());
  EXPECT_FALSE(parse_table_format("xml").has_value());
}

template <class Row>
std::string row_of(Table table, const Row& row) {
  RowWriter w(table_columns(table), {});
  const std::size_t header = w.take().size();
  EXPECT_GT(header, 0U);
  write_row(w, row);
  return w.take();
}

TEST(Tables, near_misses_leave_out_what_is_not_known) {
  EXPECT_EQ(row_of(Table::near_misses,
                   NearMissRowView{
                       .a = "s:1", .b = "s:2", .bits = 40.5, .share = 0.625, .reason = "wording"}),
            "s:1,s:2,40.500,0.625,wording,\r\n");
  EXPECT_EQ(
      row_of(Table::near_misses,
             NearMissRowView{
                 .a = "s:1", .b = "s:2", .bits = 9.5, .reason = "threshold", .posterior = 0.75}),
      "s:1,s:2,9.500,,threshold,0.75\r\n");
}

TEST(Tables, write_their_rows) {
  const std::vector<std::string> signs = {"CO-01", "AD-02"};
  EXPECT_EQ(row_of(Table::posts, PostRowView{.id = "7",
                                             .source = "site",
                                             .network = "N-1",
                                             .template_id = "T-2",
                                             .posted_at = 86400,
                                             .city = "Reno",
                                             .country = "US",
                                             .language = "en",
                                             .indicators = signs,
                                             .kind = "coercion",
                                             .level = "high"}),
            "7,site,N-1,T-2,1970-01-02T00:00:00Z,Reno,US,en,CO-01;AD-02,coercion,high\r\n");
  EXPECT_EQ(row_of(Table::posts, PostRowView{.id = "7"}), "7,,,,,,,,,,\r\n");
  EXPECT_EQ(row_of(Table::selectors, SelectorRowView{.id = "7",
                                                     .source = "site",
                                                     .kind = SelectorKind::handle,
                                                     .service = Service::telegram,
                                                     .value = "anna",
                                                     .field = Field::title,
                                                     .begin = 3,
                                                     .end = 8}),
            "7,site,handle,telegram,anna,title,3,8\r\n");
  EXPECT_EQ(row_of(Table::links, LinkRowView{.a = "s:1",
                                             .b = "s:2",
                                             .bits = 18.25,
                                             .posterior = 0.96875,
                                             .kinds = "phone;text",
                                             .accepted = true}),
            "s:1,s:2,18.250,0.96875,phone;text,true\r\n");
  const std::vector<std::string> countries = {"US"}, cities = {"Reno", "Elko"};
  EXPECT_EQ(row_of(Table::networks, NetworkRowView{.network = "N-1",
                                                   .posts = 12,
                                                   .first_seen = 0,
                                                   .last_seen = kNoTime,
                                                   .countries = countries,
                                                   .cities = cities,
                                                   .selectors = 3,
                                                   .indicators = signs,
                                                   .level = "low"}),
            "N-1,12,1970-01-01T00:00:00Z,,US,Reno;Elko,3,CO-01;AD-02,,low\r\n");
  EXPECT_EQ(row_of(Table::templates, TemplateRowView{"T-1", 4, "call {1}, now"}),
            "T-1,4,\"call {1}, now\"\r\n");
}

}  // namespace
}  // namespace maillon::report
