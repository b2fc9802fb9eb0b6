#include "collect/read_records.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "collect/plan.h"
#include "collect/test_reading.h"

namespace maillon::collect {
namespace {

// The same few posts in every format; body has line breaks, quotes, other scripts.
struct RecordFile {
  std::string name, text;
};

std::vector<RecordFile> samples() {
  std::vector<RecordFile> out = {
      {"csv", "id,title,body,date\n"},
      {"tsv", "id\ttitle\tbody\tdate\n"},
      {"lines", ""},
      {"array", "[\n"},
      {"whatsapp", ""},
      {"telegram", ""},
  };
  for (int i = 0; i < 40; ++i) {
    const std::string n = std::to_string(i);
    const std::string body = i % 3 == 0 ? "Société cherche des employés à Besançon, déjà " + n
                                        : "Plain words, and numbers " + n;
    const std::string date = "2021-03-" + std::to_string(10 + i % 20);
    out[0].text += fmt::format("{},Titre {},\"{}\nline \"\"two\"\"\",{}\n", n, n, body, date);
    out[1].text += fmt::format("{}\tTitre {}\t{}\t{}\n", n, n, body, date);
    out[2].text += fmt::format(R"({{"id":{},"title":"T","body":"{}\n2","date":"{}"}})"
                               "\n",
                               n, body, date);
    out[3].text += fmt::format(R"( {{"id":{},"title":"T","body":"{}"}},)"
                               "\n",
                               n, body);
    out[4].text += fmt::format("12/03/2021, 14:{} - Zoé: {}\nsecond\n", 10 + i, body);
    out[5].text += fmt::format("Zoé, [12.03.2021 14:{}]\n{}\n\n", 10 + i, body);
  }
  out[3].text += "]\n";
  return out;
}

TEST(ReadRecords, AllFormatsInAllEncodingsReadTheSame) {
  constexpr Encoding kEncodings[] = {Encoding::utf8, Encoding::utf16le, Encoding::utf16be,
                                     Encoding::windows1252};
  for (const RecordFile& sample : samples()) {
    const ReadPlan utf8 = *guess_plan(sample.text, "x", {});
    const ReadAll wanted = read_text(sample.text, utf8);
    EXPECT_EQ(wanted.records.size(), 40U) << sample.name;
    for (const Encoding encoding : kEncodings) {
      SCOPED_TRACE(sample.name + " " + std::string(to_name(encoding)));
      const std::string bytes = encode(sample.text, encoding);
      const Result<ReadPlan> plan = guess_plan(bytes, "x", {});
      ASSERT_TRUE(plan.has_value()) << plan.error().message;
      EXPECT_EQ(plan->encoding, encoding);
      const ReadAll read = check_reading(bytes, *plan);
      EXPECT_TRUE(same_fields(read.records, wanted.records));
      EXPECT_EQ(read.records.line, wanted.records.line);
      EXPECT_TRUE(read.bad.empty());
      // Each range holds its record's bytes: the first record's text is in it.
      const Decoder decoder(encoding);
      std::string text;
      decoder.decode(std::string_view(bytes).substr(read.records.begin[0],
                                                    read.records.end[0] - read.records.begin[0]),
                     true, text);
      EXPECT_NE(text.find("Besançon"), std::string::npos);
    }
  }
}

TEST(ReadRecords, AByteOrderMarkIsNoPartOfTheFirstRecord) {
  for (const std::string_view mark : {"\xEF\xBB\xBF", "\xFF\xFE"}) {
    const bool utf8 = mark.size() == 3;
    const std::string bytes = std::string(mark) + encode("{\"body\":\"a\"}\n{\"body\":\"b\"}\n",
                                                         utf8 ? Encoding::utf8 : Encoding::utf16le);
    const ReadAll read = check_reading(bytes, *guess_plan(bytes, "x", {}));
    ASSERT_EQ(read.records.size(), 2U);
    EXPECT_EQ(read.records.begin[0], mark.size());
  }
}

TEST(ReadRecords, UndecodableRowsAreSetAside) {
  ReadPlan plan = *guess_plan("id,body\n1,x\n", "x", {});
  plan.encoding = Encoding::gb18030;
  const std::string bytes = "id,body\n1,\xC4\xE3\xBA\xC3\n2,bad \xFF here\n3,c\n";
  const ReadAll read = check_reading(bytes, plan);
  EXPECT_EQ(read.records.size(), 2U);
  ASSERT_EQ(read.bad.size(), 1U);
  EXPECT_NE(read.bad[0].reason.find("bad gb18030 at byte 7"), std::string::npos)
      << read.bad[0].reason;
}

TEST(ReadRecords, BatchesAreBounded) {
  std::string bytes = "body\n";
  for (int i = 0; i < 100; ++i) bytes += std::string(1U << 20, 'x') + "\n";
  const ReadPlan plan = *guess_plan("body\nsome text\n", "x", {});
  const ReadAll read = read_text(bytes, plan);
  EXPECT_EQ(read.records.size(), 100U);
  for (const std::size_t size : read.batch_sizes) EXPECT_LE(size, 16U);
  EXPECT_EQ(read_text("body\na\nb\nc\n", plan, 100, 2).batch_sizes,
            (std::vector<std::size_t>{2, 1}));
}

TEST(ReadRecords, ASinkThatFailsStopsTheReading) {
  const ReadPlan plan = *guess_plan("body\nsome text\n", "x", {});
  StringSource source("body\na\nb\nc\n");
  int calls = 0;
  const auto done = read_records(
      source, plan,
      [&](RecordBatch&&, std::vector<QuarantineRow>&&) -> Result<void> {
        ++calls;
        return fail(Code::io, "disk full");
      },
      1);
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().message, "disk full");
  EXPECT_EQ(calls, 1);
}

// Gives some bytes, then an error.
class BrokenSource : public ByteSource {
 public:
  explicit BrokenSource(std::string bytes) : bytes_(std::move(bytes)) {}
  Result<std::size_t> read(char* to, std::size_t size) override {
    const std::size_t got = bytes_.read(to, size).value_or(0);
    if (got == 0) return fail(Code::corrupt, "cut off");
    return got;
  }

 private:
  StringSource bytes_;
};

TEST(ReadRecords, WhatCameBeforeABreakIsGivenAndTheCutRecordSetAside) {
  for (const RecordFile& sample : samples()) {
    SCOPED_TRACE(sample.name);
    const ReadPlan plan = *guess_plan(sample.text, "x", {});
    const std::size_t cut = sample.text.size() * 3 / 4;
    BrokenSource source(sample.text.substr(0, cut));
    const ReadAll read = read_source(source, plan);
    EXPECT_EQ(read.error, "cut off");
    EXPECT_GT(read.records.size(), 25U);
    EXPECT_LT(read.records.size(), 40U);
    ASSERT_EQ(read.bad.size(), 1U);
    EXPECT_EQ(read.bad[0].end, cut);
  }
}

TEST(ReadRecords, DatesThatCannotBeReadAreCountedAndKept) {
  const std::string_view bytes =
      "body,date\na,2021-03-12\nb,soon\nc,0000-00-00\nd,9999-12-31\ne,\n";
  const ReadAll read = read_text(bytes, *guess_plan(bytes, "x", {}));
  EXPECT_EQ(read.records.size(), 5U);
  EXPECT_EQ(read.stats.unread_dates, 3U);
  EXPECT_EQ(read.stats.first_unread_date_line, 3U);
  EXPECT_EQ(read.records.field(Field::posted_at, 1), "soon");
  ASSERT_EQ(read.stats.to_notes().size(), 1U);
  EXPECT_TRUE(ReadStats{}.to_notes().empty());
}

TEST(ReadRecords, CountriesBecomeCodesAndSourcesAreFilledIn) {
  const std::string_view bytes = "body,country,source\na,Irlande,s\nb,Atlantis,\n";
  const ReadAll read = read_text(bytes, *guess_plan(bytes, "x", *parse_mapping("", "forum")));
  EXPECT_EQ(read.records.field(Field::country, 0), "IE");
  EXPECT_EQ(read.records.field(Field::source, 0), "s");
  EXPECT_EQ(read.records.field(Field::country, 1), "Atlantis");
  EXPECT_EQ(read.records.field(Field::source, 1), "forum");
}

TEST(ReadRecords, ARangeThatIsNoRecordIsLeftOut) {
  const ReadPlan plan = *guess_plan("id,body\n1,x\n", "x", {});
  const std::vector<uint64_t> ends = {3, 4, 7};
  const RecordBatch batch = parse_ranges("1,ax2,b", ends, plan);
  ASSERT_EQ(batch.size(), 2U);
  EXPECT_EQ(batch.field(Field::body, 1), "b");
  EXPECT_EQ(batch.line, (std::vector<uint64_t>{1, 3}));
}

// A head, then the same byte many times, then a tail.
class LongSource : public ByteSource {
 public:
  LongSource(std::string head, uint64_t middle, std::string tail)
      : head_(std::move(head)), left_(middle), tail_(std::move(tail)) {}
  Result<std::size_t> read(char* to, std::size_t size) override {
    const std::size_t got = head_.read(to, size).value_or(0);
    if (got > 0) return got;
    const std::size_t take = std::min<uint64_t>(size, left_);
    if (take == 0) return tail_.read(to, size);
    std::fill_n(to, take, 'x');
    left_ -= take;
    return take;
  }

 private:
  StringSource head_;
  uint64_t left_;
  StringSource tail_;
};

void check_long_line(uint64_t size) {
  struct Row {
    std::string guess, head, tail;
  };
  const Row rows[] = {
      {"id,body\n1,x\n", "id,body\n0,first\n1,", "\n2,last\n"},
      {"id,body\n1,x\n", "id,body\n0,first\n1,\"", "\"\n2,last\n"},
      {"{\"body\":\"x\"}\n{\"body\":\"x\"}\n", "{\"body\":\"first\"}\n{\"body\":\"",
       "\"}\n{\"body\":\"last\"}\n"},
      {"[{\"body\":\"x\"}]", "[{\"body\":\"first\"},\n{\"body\":\"", "\"},\n{\"body\":\"last\"}]"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.head);
    const ReadPlan plan = *guess_plan(row.guess, "x", {});
    LongSource source(row.head, size, row.tail);
    const ReadAll read = read_source(source, plan);
    ASSERT_EQ(read.records.size(), 2U);
    EXPECT_EQ(read.records.field(Field::body, 0), "first");
    EXPECT_EQ(read.records.field(Field::body, 1), "last");
    ASSERT_EQ(read.bad.size(), 1U);
    EXPECT_EQ(read.bad[0].begin, row.head.find('\n', row.head.find("first")) + 1);
    EXPECT_GE(read.bad[0].end, row.head.size() + size);
    EXPECT_LE(read.bad[0].end, row.head.size() + size + 3);
    EXPECT_NE(read.bad[0].reason.find("64 MiB"), std::string::npos);
  }
}

TEST(ReadRecords, ATooLongLineIsSetAsideAndTheNextIsRead) {
  check_long_line(80U << 20);
}
TEST(ReadRecords, ALineOf200MegabytesIsNoDifferentSlow) {
  check_long_line(200U << 20);
}

}  // namespace
}  // namespace maillon::collect
