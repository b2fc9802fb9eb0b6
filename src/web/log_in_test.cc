#include "web/log_in.h"

#include <gtest/gtest.h>

#include "store/case_test_util.h"
#include "web/application.h"
#include "web/log_in_texts.h"
#include "web/page_case.h"
#include "web/page_routes.h"
#include "web/site_routes.h"
#include "web/target.h"

namespace maillon::web {
namespace {

constexpr const char* kWord = "four unrelated words here";
constexpr const char* kHost = "127.0.0.1:5100";

// A server with accounts, without its sockets, and a case that is not linked.
struct Office {
  Office()
      : file(*store::Case::create(dir / "case", store::by(1))),
        people(*store::People::open(dir / "people")),
        gate({"127.0.0.1", 5100, {}, "0123456789abcdef"},
             {&people, *store::case_identity(file), [this] { return now; }}),
        page(dir / "case", "operator", [this] { return now; }) {
    for (const char* name : {"viewer", "analyst", "reviewer", "exporter", "outsider"})
      EXPECT_TRUE(people.add(name, kWord, false, store::by(1)));
    EXPECT_TRUE(people.add("root", kWord, true, store::by(1)));
    for (const char* name : {"viewer", "analyst", "reviewer", "exporter"})
      EXPECT_TRUE(people.set_role(
          name, {*store::case_identity(file), "case", *store::role_of(name)}, store::by(1)));
    Router router;
    add_page_routes(router, page, "");
    add_log_in_routes(router, gate, [this](std::string_view action, const std::string& name) {
      logged.push_back(std::string(action) + " " + name);
      return Result<void>();
    });
    add_site_routes(router, gate, metrics);
    application = std::make_unique<Application>(std::move(router), gate, metrics);
  }

  Reply ask(Method method, const std::string& target, const std::string& cookie,
            const std::string& body = "", bool has_origin = true,
            const std::string& type = "application/x-www-form-urlencoded") const {
    Request request;
    request.method = method;
    request.target = target;
    EXPECT_TRUE(parse_target(request));
    request.headers = {{"Host", kHost}, {"Content-Type", type}};
    if (has_origin) request.headers.push_back({"Origin", std::string("http://") + kHost});
    if (!cookie.empty()) request.headers.push_back({"Cookie", cookie});
    request.body = body;
    return application->handle(request);
  }

  Reply log_in(const std::string& name, const std::string& password) const {
    return ask(Method::post, "/login", "", "name=" + name + "&password=" + password);
  }

  // "" if it was refused.
  std::string cookie_of(const std::string& name) const {
    for (const Field& header : log_in(name, "four+unrelated+words+here").headers) {
      if (header.name == "Set-Cookie") return header.value.substr(0, header.value.find(';'));
    }
    return "";
  }

  int64_t now = 1'700'000'000;
  store::TempDirectory dir;
  store::Case file;
  store::People people;
  Gate gate;
  Metrics metrics;
  PageCase page;
  std::vector<std::string> logged;
  std::unique_ptr<Application> application;
};

TEST(LogIn, LetsInWhoKnowsThePassword) {
  Office office;
  EXPECT_EQ(office.log_in("analyst", "wrong").status, 401);
  EXPECT_EQ(office.log_in("nobody", "four+unrelated+words+here").status, 401);
  const Reply reply = office.log_in("analyst", "four+unrelated+words+here");
  EXPECT_EQ(reply.status, 303);
  EXPECT_NE(reply.headers.back().value.find("HttpOnly; SameSite=Strict"), std::string::npos);
  EXPECT_EQ(office.logged, (std::vector<std::string>{"log_in_refused analyst",
                                                     "log_in_refused nobody", "log_in analyst"}));
  // Two sessions never share a secret, whatever cookie came with the form.
  const std::string one = office.cookie_of("analyst");
  EXPECT_NE(one, office.cookie_of("analyst"));
  EXPECT_EQ(office.ask(Method::get, "/api/case", one).status, 200);
  EXPECT_EQ(office.ask(Method::get, "/api/case", one + "0").status, 401);
}

TEST(LogIn, FormsOfOtherPagesAreRefused) {
  Office office;
  EXPECT_EQ(office.ask(Method::post, "/login", "", "name=analyst&password=x", false).status, 403);
  const std::string cookie = office.cookie_of("analyst");
  EXPECT_EQ(office.ask(Method::post, "/api/undo", cookie, "{}", false, "application/json").status,
            403);
  EXPECT_EQ(office.ask(Method::post, "/logout", cookie, "", false).status, 403);
  EXPECT_EQ(office.ask(Method::post, "/login", "", "{}", true, "application/json").status, 415);
  EXPECT_EQ(office.ask(Method::post, "/login", "", "name=%zz").status, 415);
}

TEST(LogIn, SessionsEnd) {
  Office office;
  const std::string idle = office.cookie_of("analyst"), out = office.cookie_of("analyst");
  EXPECT_EQ(office.ask(Method::post, "/logout", out).status, 200);
  EXPECT_EQ(office.ask(Method::get, "/api/case", out).status, 401);
  office.now += kSessionIdle - 1;
  EXPECT_EQ(office.ask(Method::get, "/api/case", idle).status, 200);
  office.now += kSessionIdle;
  EXPECT_EQ(office.ask(Method::get, "/api/case", idle).status, 401);
  // However busy, not for ever.
  const std::string busy = office.cookie_of("analyst");
  const int64_t begun = office.now;
  while (office.now - begun < kSessionLongest) {
    EXPECT_EQ(office.ask(Method::get, "/api/case", busy).status, 200);
    office.now += kSessionIdle / 2;
  }
  EXPECT_EQ(office.ask(Method::get, "/api/case", busy).status, 401);
}

TEST(LogIn, AnotherPasswordEndsAllSessions) {
  Office office;
  const std::string one = office.cookie_of("analyst"), two = office.cookie_of("analyst");
  const std::string form = "password=four+unrelated+words+here&next=";
  EXPECT_EQ(office.ask(Method::post, "/account", one, "password=wrong&next=twelve+letters").status,
            401);
  EXPECT_EQ(office.ask(Method::post, "/account", one, form + "short").status, 422);
  EXPECT_EQ(office.ask(Method::post, "/account", one, form + "twelve+letters").status, 303);
  EXPECT_EQ(office.ask(Method::get, "/api/case", two).status, 401);
  EXPECT_EQ(office.cookie_of("analyst"), "");
  EXPECT_EQ(office.log_in("analyst", "twelve+letters").status, 303);
}

TEST(LogIn, RolesAndDisablingBindAtOnce) {
  Office office;
  const std::string cookie = office.cookie_of("analyst");
  EXPECT_EQ(office.ask(Method::get, "/api/case", cookie).status, 200);
  ASSERT_TRUE(office.people.set_disabled("analyst", true, store::by(2)));
  EXPECT_EQ(office.ask(Method::get, "/api/case", cookie).status, 403);
}

TEST(LogIn, NamesAreShownAsText) {
  Office office;
  const Reply reply = office.log_in("%3Cscript%3Ealert(1)%3C/script%3E", "x");
  EXPECT_EQ(reply.status, 401);
  EXPECT_EQ(reply.body.find("<script"), std::string::npos);
}

// Every route, every role, and nobody.
TEST(LogIn, NoRouteAnswersWithContentWithoutTheRight) {
  Office office;
  std::vector<std::pair<std::string, store::Role>> askers = {{"", store::Role::none}};
  for (const char* name : {"viewer", "analyst", "reviewer", "exporter", "outsider", "root"})
    askers.emplace_back(office.cookie_of(name), store::role_of(name).value_or(store::Role::none));
  std::size_t refused = 0, answered = 0;
  for (const Route& route : office.application->router().routes()) {
    if (route.access == Access::anyone) continue;
    std::string target = route.pattern;
    for (std::size_t at = target.find('{'); at != target.npos; at = target.find('{'))
      target.replace(at, target.find('}') - at + 1, "1");
    for (const auto& [cookie, role] : askers) {
      const Reply reply = office.ask(route.method, target, cookie, "", true, "text/plain");
      const bool is_refused = reply.status == 401 || reply.status == 403;
      EXPECT_EQ(is_refused, !may(role, right_of(route)))
          << name_of(route.method) << " " << route.pattern << " as " << to_name(role) << ": "
          << reply.status;
      (is_refused ? refused : answered) += 1;
    }
  }
  EXPECT_GT(refused, 100U);
  EXPECT_GT(answered, 30U);
}

TEST(LogIn, TokensOfProgramsReachNoContent) {
  Office office;
  const auto token = office.people.make_token("uploads", "match", office.now + 10, store::by(1));
  ASSERT_TRUE(token);
  Request request;
  request.method = Method::get;
  request.headers = {{"Host", kHost}, {"Authorization", "Bearer " + *token}};
  for (const auto& [target, status] : {std::pair{"/metrics", 200}, {"/api/case", 401}}) {
    request.target = target;
    ASSERT_TRUE(parse_target(request));
    EXPECT_EQ(office.application->handle(request).status, status) << target;
  }
  office.now += 10;
  request.target = "/metrics";
  ASSERT_TRUE(parse_target(request));
  EXPECT_EQ(office.application->handle(request).status, 401);
}

TEST(LogIn, SpeaksTheReadersLanguage) {
  for (const auto& [accept, language] : {std::pair{"", "en"},
                                         {"de, fr;q=0.8", "fr"},
                                         {"ar-EG,ar;q=0.9", "ar"},
                                         {"zh-CN", "zh"},
                                         {"ES", "es"},
                                         {"xx,ru", "ru"},
                                         {",,,", "en"}})
    EXPECT_EQ(log_in_texts(accept).language, language) << accept;
}

}  // namespace
}  // namespace maillon::web
