#include "collect/pages/page.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "collect/pages/charset.h"
#include "collect/pages/web_address.h"
#include "collect/test_reading.h"

namespace maillon::collect {
namespace {

std::string record(std::string_view type, std::string_view block,
                   std::string_view content_type = "application/http; msgtype=response") {
  return fmt::format(
      "WARC/1.1\r\nWARC-Type: {}\r\nWARC-Target-URI: <http://www.a.example/1>\r\n"
      "WARC-Date: 2026-03-04T05:06:07Z\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n{}\r\n\r\n",
      type, content_type, block.size(), block);
}

std::string answer(std::string_view header, std::string_view body) {
  return fmt::format("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\n{}\r\n{}",
                     header, body);
}

std::string gzipped(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(text.size() + 1000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

TEST(Page, anArchivesRecordBecomesALine) {
  const PageAnswer read = read_page(
      PageKind::warc, record("response", answer("",
                                                "<title>T</title><p>caf\xE9 <a href='/x'>x</a>"
                                                "<a href='https://t.me/name_1'>y</a>")));
  ASSERT_EQ(read.kind, PageAnswer::Kind::page) << read.text;
  EXPECT_EQ(page_line({7, 9}, read),
            "{\"begin\":7,\"end\":9,\"id\":\"http://www.a.example/1\",\"url\":\"http://"
            "www.a.example/1\",\"source\":\"a.example\",\"date\":\"2026-03-04T05:06:07Z\","
            "\"title\":\"T\",\"text\":\"café xy\\nhttps://t.me/name_1\",\"links\":["
            "\"http://www.a.example/x\",\"https://t.me/name_1\"]}\n");
  const auto place = find_page_place(page_line({7, 9}, read));
  ASSERT_TRUE(place);
  EXPECT_EQ(place->begin, 7U);
  EXPECT_EQ(place->end, 9U);
  EXPECT_FALSE(find_page_place("{\"id\":1}"));
}

TEST(Page, whatIsReadPassedOverAndRefused) {
  const std::string packed = gzipped("<p>packed</p>");
  const std::string bomb = gzipped(std::string(65U << 20, 'a'));
  struct Row {
    std::string bytes;
    PageAnswer::Kind kind;
    std::string_view part;
  };
  using enum PageAnswer::Kind;
  const Row rows[] = {
      {record("response",
              answer("Transfer-Encoding: chunked\r\n", "4\r\n<p>c\r\n1\r\nd\r\n0\r\n\r\n")),
       page, "\"cd\""},
      {record("response", answer("Transfer-Encoding: chunked\r\n", "<p>joined already</p>")), page,
       "joined already"},
      {record("response", answer("Content-Encoding: gzip\r\n", packed)), page, "packed"},
      {record("response", answer("Content-Encoding: gzip\r\n", "<p>unpacked</p>")), page,
       "unpacked"},
      {record("response", answer("Content-Encoding: gzip\r\n", packed.substr(0, 20))), unreadable,
       "damaged or cut off"},
      {record("response", answer("Content-Encoding: gzip\r\n", bomb)), unreadable,
       "more than 64 MiB"},
      {record("response", answer("Content-Encoding: br\r\n", "\x0B\x02")), unreadable,
       "only gzip and deflate"},
      {record("response", answer("Transfer-Encoding: chunked\r\n", "40\r\n<p>c")), unreadable,
       "cut off"},
      {record("response", "no HTTP"), unreadable, "no header"},
      {record("response", "HTTP/1.1 404 Not Found\r\n\r\n"), skipped, "errors of servers"},
      {record("response", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx"), skipped,
       "images"},
      {record("request", "GET / HTTP/1.1\r\n\r\n"), skipped, "requests"},
      {record("revisit", ""), skipped, "unchanged"},
      {record("metadata", "x"), skipped, "notes"},
      {record("resource", "<p>r</p>", "text/html"), page, "\"r\""},
      {record("resource", "t\n\tu\x01", "text/plain"), page, "\"t\\n\\tu \""},
      {"no record", unreadable, "no record"},
  };
  for (const Row& row : rows) {
    const PageAnswer read = read_page(PageKind::warc, row.bytes);
    EXPECT_EQ(static_cast<int>(read.kind), static_cast<int>(row.kind)) << row.part << read.text;
    EXPECT_NE(read.text.find(row.part), std::string::npos) << row.part << " in " << read.text;
  }
}

TEST(Page, savedFiles) {
  const PageAnswer html = read_page(
      PageKind::html, "<meta charset=windows-1251><p>\xC4\xE0</p><img src='p_files/a%20b.jpg?1'>");
  EXPECT_EQ(html.text, "\"title\":\"\",\"text\":\"Да\",\"images\":[\"p_files/a b.jpg\"]");
  const PageAnswer mail =
      read_page(PageKind::mhtml,
                "MIME-Version: 1.0\nSubject: S\nContent-Location: https://a.example/\n"
                "Content-Type: text/html\n\n<a href='mailto:a%40b.example?subject=x'>m</a>");
  EXPECT_NE(mail.text.find("\"title\":\"S\",\"text\":\"m\\na@b.example\""), std::string::npos)
      << mail.text;
}

TEST(Page, aLineThatCouldNotBeReadIsABadRow) {
  ReadPlan plan = *guess_plan("<html>", "x.html", {});
  const std::string line = page_line({3, 5}, {PageAnswer::Kind::unreadable, "it is \"odd\"\n"});
  const ReadAll read = check_reading(
      line + page_line({5, 9}, read_page(PageKind::html, "<title>T</title>")) + "{nonsense}\n",
      plan);
  ASSERT_EQ(read.bad.size(), 2U);
  EXPECT_EQ(read.bad[0].reason, "it is \"odd\" ");
  EXPECT_EQ(read.records.size(), 1U);
  // Two lines in one answer would be two records.
  EXPECT_NE(page_line({0, 1}, {PageAnswer::Kind::page, "\"id\":1}\n{\"id\":2"}).find("nonsense"),
            std::string::npos);
}

TEST(WebAddress, referencesAsTheStandardResolvesThem) {
  constexpr std::string_view kBase = "http://a/b/c/d;p?q";
  // RFC 3986 section 5.4, those that pages use.
  constexpr std::pair<std::string_view, std::string_view> kRows[] = {
      {"g:h", "g:h"},
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g/"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q#s"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../..", "http://a/"},
      {"../../../g", "http://a/g"},
      {"g;x=1/../y", "http://a/b/c/y"},
      {"g?y/../x", "http://a/b/c/g?y/../x"},
  };
  for (const auto& [reference, address] : kRows)
    EXPECT_EQ(resolve_reference(kBase, reference), address) << reference;
  EXPECT_EQ(resolve_reference("", "a/b"), "a/b");
  EXPECT_EQ(host_of("https://user@WWW.A.example:8080/x"), "a.example");
  EXPECT_EQ(host_of("mailto:a@b"), "");
  EXPECT_EQ(percent_decode("a%20b%zz%4"), "a b%zz%4");
}

TEST(Charset, marksLabelsAndLooks) {
  EXPECT_EQ(to_utf8("\xFF\xFE\x10\x04", "utf-8"), "А");
  EXPECT_EQ(to_utf8("\xE9", "ISO-8859-1"), "é");
  EXPECT_EQ(to_utf8("\x80", "latin1"), "€");
  EXPECT_EQ(to_utf8("\x93\xFA", "Shift_JIS"), "日");
  EXPECT_EQ(to_utf8("a\xFF", "utf-8"), "a\xEF\xBF\xBD");
  EXPECT_EQ(to_utf8("é", "no-such-thing"), "é");
  EXPECT_EQ(to_utf8("+ADw-", "utf-7"), "+ADw-");
  EXPECT_EQ(find_meta_charset("<META http-equiv=x content=\"text/html; charset = KOI8-R\">"),
            "koi8-r");
  EXPECT_EQ(find_meta_charset("<meta name=x><meta charset='utf-16'>"), "utf-8");
  EXPECT_EQ(find_meta_charset("<p>charset=x"), "");
}

}  // namespace
}  // namespace maillon::collect
