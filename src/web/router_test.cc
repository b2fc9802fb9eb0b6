#include "web/router.h"

#include <gtest/gtest.h>

#include "web/target.h"

namespace maillon::web {
namespace {

Router make_router() {
  Router router;
  for (const auto& [method, pattern] : {std::pair{Method::get, "/"},
                                        {Method::get, "/m/lookup"},
                                        {Method::post, "/m/lookup"},
                                        {Method::get, "/c/bank/special"},
                                        {Method::get, "/c/bank/{name}"},
                                        {Method::put, "/c/bank/{name}/content/{id}"}}) {
    router.add(
        {method, pattern, Access::anyone, Work::quick, 0, [](const Request&) { return Reply(); }});
  }
  return router;
}

TEST(Router, finds) {
  const Router router = make_router();
  const struct {
    Method method;
    const char* target;
    const char* pattern;  // nullptr: none
    std::vector<std::string> parameters;
    const char* allowed;
  } rows[] = {
      {Method::get, "/", "/", {}, ""},
      {Method::head, "/m/lookup", "/m/lookup", {}, ""},
      {Method::post, "/m/lookup?x=1", "/m/lookup", {}, ""},
      {Method::get, "/c/bank/special", "/c/bank/special", {}, ""},
      {Method::get, "/c/bank/OTHER", "/c/bank/{name}", {"OTHER"}, ""},
      {Method::get, "/c/bank/%2e%2e%2fetc", "/c/bank/{name}", {"../etc"}, ""},
      {Method::put, "/c/bank/A/content/7", "/c/bank/{name}/content/{id}", {"A", "7"}, ""},
      {Method::get, "/c/bank", nullptr, {}, ""},
      {Method::get, "/c/bank/a/b", nullptr, {}, ""},
      {Method::get, "/M/lookup", nullptr, {}, ""},
      {Method::del, "/m/lookup", nullptr, {}, "GET, HEAD, POST, OPTIONS"},
      {Method::other, "/c/bank/special", nullptr, {}, "GET, HEAD, OPTIONS"},
      {Method::get, "/c/bank/A/content/7", nullptr, {}, "PUT, OPTIONS"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.target);
    Request request;
    request.method = row.method;
    request.target = row.target;
    ASSERT_TRUE(parse_target(request));
    std::string allowed;
    const Route* route = router.find(request, &allowed);
    ASSERT_EQ(route != nullptr, row.pattern != nullptr);
    EXPECT_EQ(allowed, row.allowed);
    if (route == nullptr) continue;
    EXPECT_EQ(route->pattern, row.pattern);
    EXPECT_EQ(std::vector<std::string>(request.parameters.begin(), request.parameters.end()),
              row.parameters);
  }
}

}  // namespace
}  // namespace maillon::web
