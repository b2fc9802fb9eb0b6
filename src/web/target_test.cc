#include "web/target.h"

#include <gtest/gtest.h>

namespace maillon::web {
namespace {

TEST(Target, says_path_and_query) {
  const struct {
    const char* target;
    std::vector<std::string> segments;
    std::vector<std::pair<std::string, std::string>> query;
  } rows[] = {
      {"/", {}, {}},
      {"/m/lookup", {"m", "lookup"}, {}},
      {"/c/banks/", {"c", "banks"}, {}},
      {"/c/bank/A%20B", {"c", "bank", "A B"}, {}},
      {"/c/bank/a%2Fb", {"c", "bank", "a/b"}, {}},  // a slash inside of a segment
      {"/c/bank/%C3%A9", {"c", "bank", "é"}, {}},
      {"/a+b?c+d=e+f", {"a+b"}, {{"c d", "e f"}}},
      {"/?a=1&b=2&a=3", {}, {{"a", "1"}, {"b", "2"}, {"a", "3"}}},
      {"/?a", {}, {{"a", ""}}},
      {"/?a=b=c&&d=%26", {}, {{"a", "b=c"}, {"d", "&"}}},
      {"/?x=1?y=2", {}, {{"x", "1?y=2"}}},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.target);
    Request request;
    request.target = row.target;
    ASSERT_TRUE(parse_target(request));
    EXPECT_EQ(request.segments, row.segments);
    ASSERT_EQ(request.query.fields().size(), row.query.size());
    for (std::size_t i = 0; i < row.query.size(); ++i) {
      EXPECT_EQ(request.query.fields()[i].name, row.query[i].first);
      EXPECT_EQ(request.query.fields()[i].value, row.query[i].second);
    }
  }
}

TEST(Target, refuses) {
  for (const char* target : {"",
                             "*",
                             "http://127.0.0.1/status",
                             "status",
                             "//status",
                             "/a//b",
                             "/.",
                             "/..",
                             "/a/../b",
                             "/%2e%2e/etc",
                             "/.%2E",
                             "/a/%",
                             "/%4",
                             "/%zz",
                             "/%ff",
                             "/%00",
                             "/a%0d%0ab",
                             "/a%7f",
                             "/?a=%",
                             "/?a=%9",
                             "/?%ff=1",
                             "/?a=%c3"}) {
    SCOPED_TRACE(target);
    Request request;
    request.target = target;
    const auto parsed = parse_target(request);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().code, Code::invalid_input);
  }
}

}  // namespace
}  // namespace maillon::web
