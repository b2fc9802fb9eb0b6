#include "tasks/pages/page_source.h"

#include <csignal>

#include <gtest/gtest.h>

#include "tasks/pages/page_worker.h"

namespace maillon::tasks {
namespace {

using collect::PageKind;
using PageBytes = collect::StringSource;

std::string warc_answer(std::string_view body) {
  const std::string block =
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + std::string(body);
  return "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: " +
         std::to_string(block.size()) + "\r\n\r\n" + block + "\r\n\r\n";
}

struct Lines {
  std::string text, error;
  std::vector<std::string> notes;
};
Lines lines_of(std::string bytes, PageKind kind, std::size_t step) {
  PageWorker worker;
  PageSource source(std::make_unique<PageBytes>(std::move(bytes), step), kind, worker);
  Lines lines;
  std::string piece(100, '\0');
  for (;;) {
    const auto got = source.read(piece.data(), piece.size());
    if (!got) lines.error = got.error().message;
    if (!got || *got == 0) break;
    lines.text.append(piece, 0, *got);
  }
  lines.notes = source.to_notes();
  return lines;
}

TEST(PageSource, eachPageIsALineWithItsPlace) {
  const std::string one = warc_answer("<p>one</p>"), two = warc_answer("<p>two</p>");
  std::string wrong = warc_answer("<p>wrong</p>");
  wrong.replace(wrong.find("Length: ") + 8, 2, "71");
  std::string all = one;
  all.append(wrong).append(two).append(two, 0, 60);
  for (const std::size_t step : {std::size_t{1}, std::size_t{1000}, std::size_t{1} << 20}) {
    const Lines lines = lines_of(all, PageKind::warc, step);
    EXPECT_EQ(lines.error, "");
    const std::size_t second = one.size() + wrong.size();
    const std::string expected =
        "{\"begin\":0,\"end\":" + std::to_string(one.size() - 4) +
        ",\"title\":\"\",\"text\":\"one\"}\n{\"begin\":" + std::to_string(one.size()) +
        ",\"end\":" + std::to_string(second) +
        ",\"unreadable\":\"the length of a record is wrong\"}\n{\"begin\":" +
        std::to_string(second) + ",\"end\":" + std::to_string(second + two.size() - 4) +
        ",\"title\":\"\",\"text\":\"two\"}\n{\"begin\":" + std::to_string(second + two.size()) +
        ",\"end\":" + std::to_string(second + two.size() + 60) +
        ",\"unreadable\":\"the header of a record does not end\"}\n";
    EXPECT_EQ(lines.text, expected);
  }
}

TEST(PageSource, whatIsTooLongIsPassedAndSaidSo) {
  const std::string long_page = "<p>" + std::string(66U << 20, 'a');
  const Lines html = lines_of(long_page, PageKind::html, 1U << 20);
  EXPECT_EQ(html.text, "{\"begin\":0,\"end\":" + std::to_string(long_page.size()) +
                           ",\"unreadable\":\"longer than 64 MiB, too long for a page\"}\n");
  const Lines warc = lines_of(warc_answer(long_page) + warc_answer("x"), PageKind::warc, 1U << 20);
  EXPECT_NE(warc.text.find("too long for a page"), std::string::npos);
  EXPECT_NE(warc.text.find("\"text\":\"x\""), std::string::npos);
}

TEST(PageSource, anArchiveWithoutPagesSaysWhatItHas) {
  const Lines lines = lines_of(
      "WARC/1.0\r\nWARC-Type: request\r\nContent-Length: 0\r\n\r\n\r\n\r\n", PageKind::warc, 9);
  EXPECT_EQ(lines.text, "");
  EXPECT_EQ(lines.error, "there is no page in this web archive; passed over: 1 requests");
}

TEST(PageWorker, aPageThatTakesTooLongIsGivenUpAndTheNextIsRead) {
  PageWorker worker({.timeout_s = 1});
  // Each end tag looks through all that is open.
  std::string slow;
  for (int i = 0; i < 19'000; ++i) slow += "<b>";
  for (int i = 0; i < 10'000'000; ++i) slow += "</i>";
  const auto late = worker.read(PageKind::html, slow);
  ASSERT_TRUE(late);
  EXPECT_EQ(late->text, "reading the page took longer than 1 s");
  const auto next = worker.read(PageKind::html, "<p>x</p>");
  ASSERT_TRUE(next);
  EXPECT_EQ(next->kind, collect::PageAnswer::Kind::page);
  EXPECT_FALSE(PageWorker({.program = "/bin/true"}).read(PageKind::html, "x"));
}

}  // namespace
}  // namespace maillon::tasks
