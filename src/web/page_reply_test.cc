#include "web/page_reply.h"

#include <gtest/gtest.h>

#include "web/target.h"

namespace maillon::web {
namespace {

Request ask(const std::string& target) {
  Request request;
  request.method = Method::get;
  request.target = target;
  EXPECT_TRUE(parse_target(request).has_value());
  return request;
}

TEST(PageReply, errors_say_what_to_do) {
  EXPECT_EQ(page_error(404, "no such thing; look again; or not").body,
            R"({"error":"no such thing","what_to_do":"look again; or not"})");
  EXPECT_EQ(page_error(404, "no such thing").body, R"({"error":"no such thing","what_to_do":""})");
  EXPECT_EQ(page_reply(fail(Code::busy, "wait")).status, 503);
}

TEST(PageReply, pages_of_lists) {
  struct Row {
    std::string target;
    uint64_t total, begin, end;
    std::string next;
  };
  const Row rows[] = {
      {"/", 120, 0, 50, "\"50\""},
      {"/?after=100", 120, 100, 120, "null"},
      {"/?limit=0", 3, 0, 1, "\"1\""},
      {"/?limit=99999", 5000, 0, 1000, "\"1000\""},
      {"/?after=500", 120, 120, 120, "null"},
      {"/?after=18446744073709551615", 3, 3, 3, "null"},
      {"/", 0, 0, 0, "null"},
  };
  for (const Row& row : rows) {
    const Result<PageOf> page = page_of(ask(row.target));
    ASSERT_TRUE(page.has_value()) << row.target;
    EXPECT_EQ(page->begin(row.total), row.begin) << row.target;
    EXPECT_EQ(page->end(row.total), row.end) << row.target;
    EXPECT_EQ(page->next(row.total), row.next) << row.target;
  }
  for (const char* bad : {"/?limit=x", "/?after=-1", "/?limit=1.5", "/?after=99999999999999999999"})
    EXPECT_FALSE(page_of(ask(bad)).has_value()) << bad;
}

TEST(PageReply, only_json_changes_anything) {
  Request request;
  EXPECT_FALSE(require_json(request).has_value());
  request.headers.push_back({"content-type", "text/plain"});
  EXPECT_FALSE(require_json(request).has_value());
  request.headers.back().value = "application/json; charset=utf-8";
  EXPECT_TRUE(require_json(request).has_value());
}

}  // namespace
}  // namespace maillon::web
