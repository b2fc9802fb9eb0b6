#include "collect/csv.h"

#include <random>

#include <gtest/gtest.h>

#include "collect/test_reading.h"

namespace maillon::collect {
namespace {

// id, title, body; header; commas.
ReadPlan make_plan() {
  ReadPlan plan;
  plan.columns = {"id", "title", "body"};
  plan.field(Field::id) = {0};
  plan.field(Field::title) = {1};
  plan.field(Field::body) = {2};
  return plan;
}

// "id|title|body" of each record, and "!LINE bytes" of each bad row.
std::vector<std::string> read(std::string_view bytes, const ReadPlan& plan = make_plan()) {
  const ReadAll read = check_reading(bytes, plan);
  EXPECT_EQ(read.error, "");
  std::vector<std::pair<uint64_t, std::string>> lines;
  for (std::size_t i = 0; i < read.records.size(); ++i) {
    lines.emplace_back(read.records.begin[i], std::string(read.records.field(Field::id, i)) + "|" +
                                                  std::string(read.records.field(Field::title, i)) +
                                                  "|" +
                                                  std::string(read.records.field(Field::body, i)));
  }
  for (const QuarantineRow& row : read.bad) {
    lines.emplace_back(row.begin, "!" + std::to_string(row.line) + " " +
                                      std::string(bytes.substr(row.begin, row.end - row.begin)));
  }
  std::sort(lines.begin(), lines.end());
  std::vector<std::string> out;
  for (auto& [begin, line] : lines) out.push_back(std::move(line));
  return out;
}

using Lines = std::vector<std::string>;

TEST(Csv, FollowsRfc4180) {
  struct Row {
    std::string_view bytes;
    Lines lines;
  };
  const Row rows[] = {
      {"id,title,body\n1,a,b\n2,c,d\n", {"1|a|b", "2|c|d"}},
      {"id,title,body\r\n1,a,b\r\n2,c,d", {"1|a|b", "2|c|d"}},
      {"id,title,body\n1,\"a,b\",\"c\"\"d\"\"\"\n", {"1|a,b|c\"d\""}},
      {"id,title,body\n1,\"two\nlines\",\"x\r\ny\"\r\n2,c,d\n", {"1|two\nlines|x\r\ny", "2|c|d"}},
      {"id,title,body\n\n1,a,b\n   \n,,\n2,c,d\n\n", {"1|a|b", "2|c|d"}},
      {"id,title,body\n1,\"\",\"\"\"\"\n", {"1||\""}},
      {"id,title,body\n1,a \"quoted\" word,b\n", {"1|a \"quoted\" word|b"}},
      {"id,title,body\n1,a,b,,\n", {"1|a|b"}},
      {"id,title,body\n1,\"a\" ,b\n", {"1|a|b"}},
      {"\xEF\xBB\xBFid,title,body\n1,a,b\n", {"1|a|b"}},
      {"id,title,body\n", {}},
      {"id,title,body", {}},
      {"", {}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.bytes);
    EXPECT_EQ(read(row.bytes), row.lines);
  }
}

TEST(Csv, BadRowsAreSetAsideAndTheRestIsRead) {
  struct Row {
    std::string_view bytes;
    Lines lines;
  };
  using namespace std::string_view_literals;
  const Row rows[] = {
      {"id,title,body\n1,a\n2,c,d\n", {"!2 1,a", "2|c|d"}},
      {"id,title,body\n1,a,b,c\n2,c,d\n", {"!2 1,a,b,c", "2|c|d"}},
      // A quote that is never closed takes its own line with it, no more.
      {"id,title,body\n1,\"a,b\n2,c,d\n3,e,f\n", {"!2 1,\"a,b", "2|c|d", "3|e|f"}},
      {"id,title,body\n1,\"a,b\n2,\"c\",d\n3,e,f\n", {"!2 1,\"a,b", "2|c|d", "3|e|f"}},
      {"id,title,body\r\n1,\"a,b\r\n2,c,\"d\"\r\n", {"!2 1,\"a,b", "2|c|d"}},
      // It closes where another value begins, and rows would have been swallowed.
      {"id,title,body\n1,a,\"b\n2,c,\"\n3,e,f\n", {"1|a|b\n2,c,", "3|e|f"}},
      {"id,title,body\n1,\"a\"x,b\n2,c,d\n", {"!2 1,\"a\"x,b", "2|c|d"}},
      {"id,title,body\n1,a\0b,c\n2,c,d\n"sv, {std::string("!2 1,a\0b,c", 10), "2|c|d"}},
      {"id,title,body\n1,caf\xE9,c\n2,c,d\n", {"!2 1,caf\xE9,c", "2|c|d"}},
      {"id,title,body\n1,a,b\nid,title,body\n2,c,d\n", {"1|a|b", "!3 id,title,body", "2|c|d"}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.bytes);
    EXPECT_EQ(read(row.bytes), row.lines);
  }
}

TEST(Csv, ReasonsSayWhatIsWrong) {
  const auto reason = [](std::string_view row) {
    const ReadAll read = read_text("id,title,body\n" + std::string(row), make_plan());
    return read.bad.empty() ? "" : read.bad[0].reason;
  };
  EXPECT_NE(reason("1,a\n").find("2 values where the table has 3 columns"), std::string::npos);
  EXPECT_NE(reason("1,caf\xE9,c\n").find("bad UTF-8 at byte 6"), std::string::npos);
  EXPECT_NE(reason(std::string("1,a\0,c\n", 7)).find("NUL"), std::string::npos);
  EXPECT_NE(reason("1,\"a,b\n2,c,d\n").find("quotation mark"), std::string::npos);
}

TEST(Csv, LinesAreCountedThroughQuotedLineBreaks) {
  const ReadAll read = read_text("id,title,body\n1,\"a\nb\",c\n2,d,e\n\n3,f,g\n", make_plan());
  EXPECT_EQ(read.records.line, (std::vector<uint64_t>{2, 4, 6}));
}

TEST(Csv, OtherDelimitersAndOldMacs) {
  ReadPlan plan = make_plan();
  plan.delimiter = '|';
  EXPECT_EQ(read("id|title|body\n1|a,b|c\n", plan), (Lines{"1|a,b|c"}));
  plan.delimiter = '\t';
  plan.quotes = false;
  plan.has_header = false;
  EXPECT_EQ(read("1\t\"open\tquote\" here\n2\tb\tc\n", plan),
            (Lines{"1|\"open|quote\" here", "2|b|c"}));
  plan.line_end = '\r';
  EXPECT_EQ(read("1\ta\tb\r2\tc\td\r", plan), (Lines{"1|a|b", "2|c|d"}));
}

TEST(Csv, OneColumnMayMakeSeveralFields) {
  ReadPlan plan = make_plan();
  plan.field(Field::title) = {2};
  plan.field(Field::author) = {2, 2};
  const std::string long_text(500, 'x');
  const std::string bytes = "id,title,body\n1,a,\"" + long_text + " \"\"quoted\"\"\"\n";
  const ReadAll read = check_reading(bytes, plan);
  ASSERT_EQ(read.records.size(), 1U);
  const std::string wanted = long_text + " \"quoted\"";
  EXPECT_EQ(read.records.field(Field::title, 0), wanted);
  EXPECT_EQ(read.records.field(Field::body, 0), wanted);
  EXPECT_EQ(read.records.field(Field::author, 0), wanted + "\n" + wanted);
}

// The stupid one: RFC 4180 as a state machine, one character at a time.
std::vector<std::vector<std::string>> slow_rows(std::string_view text) {
  std::vector<std::vector<std::string>> rows(1);
  std::string cell;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"') {
        cell.push_back(c);
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        cell.push_back('"');
        ++i;
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',' || c == '\n') {
      rows.back().push_back(std::move(cell));
      cell.clear();
      if (c == '\n') rows.emplace_back();
    } else {
      cell.push_back(c);
    }
  }
  rows.pop_back();
  return rows;
}

TEST(Csv, TheFastScannerAgreesWithASlowOne) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (int r = 0; r < 20; ++r) {
      for (int c = 0; c < 3; ++c) {
        if (c > 0) text.push_back(',');
        const bool quoted = random() % 2 == 0;
        if (quoted) text.push_back('"');
        for (uint64_t n = random() % 12; n > 0; --n) {
          const char letter = "ab \n,\"x"[random() % 7];
          if (quoted && letter == '"') text += "\"\"";
          if (quoted && letter != '"') text.push_back(letter);
          if (!quoted && letter >= 'a') text.push_back(letter);
        }
        if (quoted) text.push_back('"');
      }
      text.push_back('\n');
    }
    const auto wanted = slow_rows(text);
    std::string_view rest = text;
    std::vector<CsvCell> cells;
    std::string scratch;
    for (const auto& row : wanted) {
      const CsvScan scan = scan_csv(rest, {}, true, cells);
      ASSERT_EQ(scan.end, CsvEnd::record);
      ASSERT_EQ(cells.size(), row.size());
      scratch.clear();
      scratch.reserve(text.size());
      for (std::size_t c = 0; c < row.size(); ++c) {
        ASSERT_EQ(csv_value(rest, cells[c], scratch), row[c]);
      }
      rest.remove_prefix(scan.next);
    }
    EXPECT_TRUE(rest.empty());
  }
}

TEST(Csv, BytesOutsideOfRecordsAreStructure) {
  const std::string_view bytes = "id,title,body\r\n1,a,b\r\n\r\n2,\"open\r\n3,c,d\r\n";
  EXPECT_EQ(left_over(bytes, read_text(bytes, make_plan())), "id,title,body\r\n\r\n\r\n\r\n\r\n");
}

}  // namespace
}  // namespace maillon::collect
