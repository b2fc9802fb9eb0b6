#include "collect/chat.h"

#include <gtest/gtest.h>

#include "base/civil_time.h"
#include "collect/test_reading.h"

namespace maillon::collect {
namespace {

ReadPlan make_plan(Format format) {
  ReadPlan plan;
  plan.format = format;
  plan.copied_text = format == Format::telegram;
  for (const std::string_view column : kChatColumns) plan.columns.emplace_back(column);
  plan.field(Field::posted_at) = {0};
  plan.field(Field::author) = {1};
  plan.field(Field::body) = {2};
  plan.field(Field::images) = {3};
  return plan;
}

TEST(Chat, HeadersOfWhatsappInManyLocales) {
  struct Row {
    std::string_view line, stamp, author, body;
  };
  constexpr Row kRows[] = {
      {"12/03/2021, 14:05 - Ann: hi", "12/03/2021, 14:05", "Ann", "hi"},
      {"3/12/21, 2:05 PM - Ann: hi", "3/12/21, 2:05 PM", "Ann", "hi"},
      {"3/12/21, 2:05\u202fPM - Ann: hi", "3/12/21, 2:05\u202fPM", "Ann", "hi"},
      {"12.03.21, 14:05 - Ann B.: a: b", "12.03.21, 14:05", "Ann B.", "a: b"},
      {"[12.03.21, 14:05:33] Ann: hi", "12.03.21, 14:05:33", "Ann", "hi"},
      {"\u200e[12/03/2021 14:05:33] Ann: hi", "12/03/2021 14:05:33", "Ann", "hi"},
      {"2021-03-12 14:05 - Ann: hi", "2021-03-12 14:05", "Ann", "hi"},
      {"12/03/21 14.05 - Ann: hi", "12/03/21 14.05", "Ann", "hi"},
      {"12/3/2021, 2:05 p. m. - Ann: hi", "12/3/2021, 2:05 p. m.", "Ann", "hi"},
      {"\u200f12/3/2021، 2:05 م - منى: أهلا", "12/3/2021، 2:05 م", "منى", "أهلا"},
      {"2021/3/12 下午2:05 - 小明: 你好", "2021/3/12 下午2:05", "小明", "你好"},
      {"12/03/2021, 14:05 - Ann added Bob", "12/03/2021, 14:05", "", "Ann added Bob"},
      {"12/03/2021, 14:05 - Ann changed the subject to \"a: b\"", "12/03/2021, 14:05", "",
       "Ann changed the subject to \"a: b\""},
      {"12/03/2021, 14:05 - +44 7700 900123: hi", "12/03/2021, 14:05", "+44 7700 900123", "hi"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.line);
    const auto header = find_whatsapp_header(row.line);
    ASSERT_TRUE(header.has_value());
    EXPECT_EQ(header->stamp, row.stamp);
    EXPECT_EQ(header->author, row.author);
    EXPECT_EQ(row.line.substr(header->body), row.body);
  }
  for (const std::string_view line :
       {"", "hi", "12/03/2021 - Ann: hi", "12 - 3", "[1] note", "[12.03.21]", "555 0100 - call: me",
        "[a,b,1,2,3,4,5] x: y", "14:05 - Ann: hi"}) {
    EXPECT_FALSE(find_whatsapp_header(line).has_value()) << line;
  }
}

TEST(Chat, MessagesOfSeveralLines) {
  const std::string_view bytes =
      "12/03/2021, 14:05 - Messages are end-to-end encrypted.\r\n"
      "12/03/2021, 14:06 - Ann: first\r\nsecond\r\n\r\nthird\r\n"
      "13/03/2021, 09:00 - Bob: IMG-1.jpg (file attached)\r\nlook\r\n"
      "13/03/2021, 09:01 - Bob:\r\n";
  const ReadAll read = check_reading(bytes, make_plan(Format::whatsapp));
  ASSERT_EQ(read.records.size(), 4U);
  EXPECT_TRUE(read.bad.empty());
  EXPECT_EQ(read.records.field(Field::author, 0), "");
  EXPECT_EQ(read.records.field(Field::body, 1), "first\r\nsecond\r\n\r\nthird");
  EXPECT_EQ(format_time(read.records.posted_at[1]), "2021-03-12T14:06:00Z");
  EXPECT_EQ(read.records.line[1], 2U);
  EXPECT_EQ(read.records.field(Field::images, 2), "IMG-1.jpg");
  EXPECT_EQ(read.records.field(Field::author, 3), "Bob");
  EXPECT_EQ(read.records.line[3], 8U);
  EXPECT_EQ(left_over(bytes, read), "\r\n\r\n\r\n\r\n");
}

TEST(Chat, TextBeforeTheFirstMessageIsSetAside) {
  const std::string_view bytes = "WhatsApp Chat\n\n[12.03.21, 14:05:33] Ann: hi\n";
  const ReadAll read = check_reading(bytes, make_plan(Format::whatsapp));
  ASSERT_EQ(read.bad.size(), 1U);
  EXPECT_EQ(bytes.substr(0, read.bad[0].end), "WhatsApp Chat");
  EXPECT_EQ(read.records.size(), 1U);
}

TEST(Chat, CopiedFromTelegram) {
  const std::string_view bytes =
      "Ann, Cork, [12.03.2021 14:05]\nhello\nthere\n\nBob, [12.03.2021 14:06]:\nyes\n";
  const ReadAll read = check_reading(bytes, make_plan(Format::telegram));
  ASSERT_EQ(read.records.size(), 2U);
  EXPECT_EQ(read.records.field(Field::author, 0), "Ann, Cork");
  EXPECT_EQ(read.records.field(Field::body, 0), "hello\nthere");
  EXPECT_EQ(read.records.field(Field::author, 1), "Bob");
  EXPECT_EQ(format_time(read.records.posted_at[1]), "2021-03-12T14:06:00Z");
}

TEST(Chat, AttachedPictures) {
  EXPECT_EQ(find_attached_picture("IMG-1.jpg (file attached)"), "IMG-1.jpg");
  EXPECT_EQ(find_attached_picture("\u200eIMG-1.jpg (fichier joint)\nmore"), "IMG-1.jpg");
  EXPECT_EQ(find_attached_picture("\u200e<attached: 0001-PHOTO.jpg>"), "0001-PHOTO.jpg");
  EXPECT_EQ(find_attached_picture("<прикреплено: 0001-PHOTO.png>"), "0001-PHOTO.png");
  EXPECT_EQ(find_attached_picture("doc.pdf (file attached)"), "");
  EXPECT_EQ(find_attached_picture("see a.jpg (nice)"), "");
  EXPECT_EQ(find_attached_picture(""), "");
}

}  // namespace
}  // namespace maillon::collect
