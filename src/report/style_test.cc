#include "report/style.h"

#include <gtest/gtest.h>

#include "base/records.h"
#include "base/utf8.h"

namespace maillon::report {
namespace {

TEST(Style, numbers_are_readable) {
  EXPECT_EQ(thousands(0), "0");
  EXPECT_EQ(thousands(999), "999");
  EXPECT_EQ(thousands(1000), "1,000");
  EXPECT_EQ(thousands(18446744073709551615ULL), "18,446,744,073,709,551,615");
  EXPECT_EQ(format_bits(18.249), "18.2");
  EXPECT_EQ(format_bits(-0.01), "0.0");
  EXPECT_EQ(format_bits(-3), "-3.0");
  EXPECT_EQ(count_of(1, "post", "posts"), "1 post");
  EXPECT_EQ(count_of(1204, "post", "posts"), "1,204 posts");
}

TEST(Style, percent_never_claims_certainty) {
  const struct {
    double share;
    const char* expected;
  } rows[] = {{0, "0 %"},
              {1, "100 %"},
              {0.5, "50.0 %"},
              {0.953, "95.3 %"},
              {0.9996, "99.96 %"},
              {0.99996, "99.996 %"},
              {0.0004, "0.04 %"},
              {0.000004, "0.0004 %"},
              {0.99999999999, "over 99.999999 %"},
              {1e-12, "under 0.000001 %"}};
  for (const auto& row : rows) EXPECT_EQ(format_percent(row.share), row.expected) << row.share;
}

TEST(Style, sizes_and_durations) {
  EXPECT_EQ(format_size(0), "0 B");
  EXPECT_EQ(format_size(999), "999 B");
  EXPECT_EQ(format_size(1500), "1.5 kB");
  EXPECT_EQ(format_size(734000000), "734 MB");
  EXPECT_EQ(format_size(999999999), "1.0 GB");
  EXPECT_EQ(format_size(~uint64_t{0}), "18 EB");
  EXPECT_EQ(format_duration(0.84), "0.8 s");
  EXPECT_EQ(format_duration(74), "74 s");
  EXPECT_EQ(format_duration(125), "2 min 5 s");
  EXPECT_EQ(format_duration(11520), "3 h 12 min");
  EXPECT_EQ(format_duration(-1), "0 s");
}

TEST(Style, dates) {
  EXPECT_EQ(format_dates(0, 86400), "1970-01-01 to 1970-01-02");
  EXPECT_EQ(format_dates(0, 100), "1970-01-01");
  EXPECT_EQ(format_dates(kNoTime, 100), "1970-01-01");
  EXPECT_EQ(format_dates(kNoTime, kNoTime), "");
}

TEST(TextTable, lines_up_in_any_script_and_hides_control_bytes) {
  TextTable table({{.name = "town"},
                   {.name = "posts", .align = TextTable::Align::right},
                   {.name = "note", .max_width = 8}});
  table.add_row({"東京", "12", "x"});
  table.add_row({"Reno\x1b[31m", "1,204", "much too long"});
  table.add_row({"القاهرة", "3"});
  EXPECT_EQ(table.to_text({}, 2),
            "  town       posts  note\n"
            "  東京          12  x\n"
            "  Reno·[31m  1,204  much to…\n"
            "  القاهرة        3\n");
}

TEST(TextTable, fits_a_terminal_by_cutting_the_widest_column) {
  TextTable table(
      {{.name = "id"}, {.name = "text"}, {.name = "n", .align = TextTable::Align::right}});
  table.add_row({"P-1", "a text of twenty-six chars", "12345"});
  EXPECT_EQ(table.to_text({.width = 30}),
            "id   text                    n\n"
            "P-1  a text of twenty-…  12345\n");
  EXPECT_EQ(table.to_text({.width = 5}),
            "id   text              n\n"
            "P-1  a text of t…  12345\n");
}

TEST(TextTable, leaves_out_empty_columns_and_headers) {
  TextTable table(std::vector<TextTable::Column>(3));
  EXPECT_EQ(table.to_text({}), "");
  table.add_row({"a", "", "b"});
  EXPECT_EQ(table.to_text({}), "a  b\n");
}

TEST(Style, colours_only_if_asked) {
  EXPECT_EQ(bold({}, "a"), "a");
  EXPECT_EQ(bold({.colors = true}, "a"), "\x1b[1ma\x1b[0m");
  EXPECT_EQ(bold({.colors = true}, ""), "");
}

TEST(Style, wraps_at_blanks) {
  EXPECT_EQ(wrap("one two three four", 12, 2), "  one two\n  three four\n");
  EXPECT_EQ(wrap("abcdefghijklmnopqrstuvwxyz", 12, 2), "  abcdefghij\n  klmnopqrst\n  uvwxyz\n");
  EXPECT_EQ(wrap("", 12, 2), "");
  EXPECT_EQ(wrap("   ", 12, 2), "");
  EXPECT_EQ(wrap("東京東京東京", 10, 0), "東京東京東\n京\n");
}

}  // namespace
}  // namespace maillon::report
