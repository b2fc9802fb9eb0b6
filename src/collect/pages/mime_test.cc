#include "collect/pages/mime.h"

#include <gtest/gtest.h>

#include "collect/pages/transfer.h"

namespace maillon::collect {
namespace {

std::string message(std::string_view parts, std::string_view more = "") {
  return "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nDate: Mon, 7 Sep 2026 14:05:00 +0200\r\n"
         "Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"b\"\r\n" +
         std::string(more) + "\r\n" + std::string(parts);
}

constexpr std::string_view kPage =
    "--b\r\nContent-Type: text/html\r\nContent-Location: https://a.example/1\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>caf=C3=A9 and a long li=\r\nne</p>\r\n";

TEST(Mime, thePageItsFramesAndItsOtherParts) {
  const auto read = read_mime(message(
      std::string(kPage) +
          "--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"
          "--b\r\nContent-Type: text/css\r\n\r\np{}\r\n"
          "--b\r\nContent-Type: text/html; charset=windows-1251\r\n"
          "Content-Transfer-Encoding: base64\r\n\r\nPHA+\r\neDwvcD4=\r\n--b--\r\n",
      "Subject: =?utf-8?Q?Caf=C3=A9_x?=\r\n =?utf-8?B?eQ==?=\r\n"));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->url, "https://a.example/1");
  EXPECT_EQ(read->date, "Mon, 7 Sep 2026 14:05:00 +0200");
  EXPECT_EQ(read->subject, "Café xy");
  ASSERT_EQ(read->pages.size(), 2U);
  EXPECT_EQ(read->pages[0].content, "<p>café and a long line</p>");
  EXPECT_EQ(read->pages[1].content, "<p>x</p>");
  EXPECT_EQ(read->pages[1].charset, "windows-1251");
  EXPECT_EQ(read->images, 1U);
  EXPECT_EQ(read->others, 1U);
}

TEST(Mime, theRootIsTheOneThatStartNames) {
  const std::string parts =
      "--b\r\nContent-Type: text/html\r\n\r\nframe\r\n"
      "--b\r\nContent-Type: text/html\r\nContent-ID: <r@x>\r\n\r\nroot\r\n--b--";
  std::string mail = message(parts);
  mail.replace(mail.find("type="), 0, "start=\"<r@x>\"; ");
  const auto read = read_mime(mail);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->pages[0].content, "root");
  EXPECT_EQ(read->pages[1].content, "frame");
}

TEST(Mime, aMessageThatIsItselfThePage) {
  const auto read = read_mime("MIME-Version: 1.0\nContent-Type: text/html\n\n<p>x</p>\n");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->pages[0].content, "<p>x</p>\n");
}

TEST(Mime, badMessagesSayWhy) {
  std::string nested;
  for (int i = 0; i < 1000; ++i) {
    const std::string mark = "m" + std::to_string(i);
    nested.append("Content-Type: multipart/mixed; boundary=").append(mark);
    nested.append("\r\n\r\n--").append(mark).append("\r\n");
  }
  const std::string page(kPage);
  const std::pair<std::string, std::string_view> rows[] = {
      {"", "cut off within its header"},
      {"MIME-Version: 1.0\r\nContent-Type: text/html\r\n", "cut off within its header"},
      {message(page.substr(0, page.size() - 20)), "cut off within the page's text"},
      {message("--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--"), "no part that is a page"},
      {message(""), "no part that is a page"},
      {"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n--\r\n", "no boundary"},
      {nested, "nested more than 50 deep"},
  };
  for (const auto& [bytes, why] : rows) {
    const auto read = read_mime(bytes);
    ASSERT_FALSE(read) << why;
    EXPECT_NE(read.error().message.find(why), std::string::npos) << read.error().message;
  }
  std::string many = message("");
  for (int i = 0; i < 21'000; ++i) many += "--b\r\n\r\nx\r\n";
  EXPECT_FALSE(read_mime(many));
  // Cut off behind the page's text: the page is whole.
  EXPECT_TRUE(read_mime(message(page + "--b\r\nContent-Type: image/png\r\n\r\nAAA")));
}

TEST(Transfer, encodingsOfMailAndHttp) {
  EXPECT_EQ(decode_base64("aGVs\r\nbG8="), "hello");
  EXPECT_EQ(decode_base64("!*aGVsbG8"), "hello");
  EXPECT_EQ(decode_quoted_printable("a=3Db  \r\nc=\r\nd=ZZ=4"), "a=b\r\ncd=ZZ=4");
  bool is_cut = false;
  EXPECT_EQ(decode_chunked("3;x=y\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", is_cut), "abcde");
  EXPECT_FALSE(is_cut);
  EXPECT_EQ(decode_chunked("5\r\nabc", is_cut), "abc");
  EXPECT_TRUE(is_cut);
  EXPECT_FALSE(decode_chunked("<html>", is_cut));
  EXPECT_EQ(decode_chunked("ffffffffffffff\r\nabc", is_cut), "abc");
  EXPECT_EQ(decode_encoded_words("=?nothing?= a =?utf-8?Q?=C3=A9"),
            "=?nothing?= a =?utf-8?Q?=C3=A9");
  EXPECT_EQ(decode_encoded_words("=?koi8-r?B?0NLJ18XU?="), "привет");
}

}  // namespace
}  // namespace maillon::collect
