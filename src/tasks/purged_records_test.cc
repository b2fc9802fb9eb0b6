#include "tasks/purged_records.h"

#include <gtest/gtest.h>

namespace maillon::tasks {
namespace {

using collect::Encoding;
using collect::Format;

std::string blanked(Format format, Encoding encoding, std::string bytes) {
  collect::ReadPlan plan;
  plan.format = format;
  plan.encoding = encoding;
  blank_record(plan, bytes);
  return bytes;
}

std::string utf16(std::string_view text, bool big) {
  std::string out;
  for (const char c : text) {
    if (big) out += '\0';
    out += c;
    if (!big) out += '\0';
  }
  return out;
}

TEST(PurgedRecords, AreBlankedInTheirEncoding) {
  EXPECT_EQ(blanked(Format::csv, Encoding::utf8, "1,\"a\nb\"\r\n"), "       \r\n");
  EXPECT_EQ(blanked(Format::csv, Encoding::gb18030, "\xB0\xA1,x"), "    ");
  EXPECT_EQ(blanked(Format::json_lines, Encoding::utf8, "{\"a\":1}\n"), "{     }\n");
  EXPECT_EQ(blanked(Format::json_array, Encoding::utf8, "{}"), "{}");
  EXPECT_EQ(blanked(Format::csv, Encoding::utf8, ""), "");
  for (const bool big : {false, true}) {
    const Encoding encoding = big ? Encoding::utf16be : Encoding::utf16le;
    EXPECT_EQ(blanked(Format::csv, encoding, utf16("1,abc\n", big)), utf16("     \n", big));
    EXPECT_EQ(blanked(Format::json_array, encoding, utf16("{\"a\":1}", big)),
              utf16("{     }", big));
    // A character beyond ASCII whose one byte is that of a line end.
    EXPECT_EQ(blanked(Format::csv, encoding, big ? std::string("\x0A\x0A", 2) : "\x0A\x0A"),
              utf16(" ", big));
  }
}

TEST(PurgedRecords, OnlyKindsOfWhichOneCanGoAlone) {
  collect::ReadPlan plan;
  for (const auto& [format, can] : std::vector<std::pair<Format, bool>>{{Format::csv, true},
                                                                        {Format::json_lines, true},
                                                                        {Format::json_array, true},
                                                                        {Format::whatsapp, false},
                                                                        {Format::telegram, false},
                                                                        {Format::pages, false}}) {
    plan.format = format;
    EXPECT_EQ(can_blank(plan), can) << collect::to_name(format);
  }
}

Segment rows(const std::vector<store::ByteRange>& places) {
  Segment out;
  for (std::size_t i = 0; i < places.size(); ++i) {
    out.file.push_back(0);
    out.number.push_back(i);
    out.begin.push_back(places[i].begin);
    out.end.push_back(places[i].end);
    out.body_hash.push_back(i);
    out.posted_at.push_back(kNoTime);
    out.pictures.push_back(0);
    for (StringColumn* column : {&out.id, &out.source, &out.url, &out.author, &out.city,
                                 &out.country, &out.language, &out.price})
      column->push_back(std::to_string(i));
  }
  return out;
}

// Whether the reader took the blanks for records or passed over them: the same comes out.
TEST(PurgedRecords, LeaveTheNumbersOfOthersAlone) {
  const std::vector<store::ByteRange> all = {{0, 10}, {10, 20}, {20, 30}, {30, 40}, {40, 50}};
  const std::vector<store::ByteRange> purged = {{0, 10}, {20, 30}, {30, 40}};
  for (const bool as_records : {true, false}) {
    PurgedFilter filter(purged);
    std::vector<uint64_t> numbers;
    std::vector<std::string> ids;
    const std::vector<store::ByteRange> left = {{10, 20}, {40, 50}};
    // In two segments, as those of a long file.
    for (const std::size_t half : {0U, 1U}) {
      const std::vector<store::ByteRange>& from = as_records ? all : left;
      const auto middle = from.begin() + static_cast<std::ptrdiff_t>(from.size() / 2);
      const Segment out = filter.filter(
          rows(half == 0 ? std::vector(from.begin(), middle) : std::vector(middle, from.end())));
      numbers.insert(numbers.end(), out.number.begin(), out.number.end());
      EXPECT_EQ(out.id.size(), out.size());
    }
    EXPECT_EQ(numbers, (std::vector<uint64_t>{1, 4}));
  }
}

}  // namespace
}  // namespace maillon::tasks
