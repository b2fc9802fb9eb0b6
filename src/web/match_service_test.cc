#include "web/match_service.h"

#include <set>

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "web/target.h"
#include "web/test_sources.h"

namespace maillon::web {
namespace {

Reply ask(const MadeUpService& service, Method method, const std::string& target,
          const std::string& body = "", const std::string& type = "application/json") {
  Request request;
  request.method = method;
  request.target = target;
  request.headers = {{"Host", "127.0.0.1:5100"}, {"Content-Type", type}};
  request.body = body;
  EXPECT_TRUE(parse_target(request));
  return service.application->handle(request);
}

std::string form(const std::string& name, const std::string& bytes) {
  return "--X\r\nContent-Disposition: form-data; name=\"" + name +
         "\"; filename=\"../../x\"\r\n\r\n" + bytes + "\r\n--X--\r\n";
}
constexpr const char* kForm = "multipart/form-data; boundary=X";

TEST(MatchService, answers_as_hma_does) {
  const MadeUpService service;
  const std::string pdq = "signal_type=pdq&signal=" + kKnownPdq;
  const struct {
    std::string target, expected;
  } rows[] = {
      {"/m/raw_lookup?" + pdq, R"({"matches":[1,2]})"},
      {"/m/raw_lookup?" + pdq + "&include_distance=true",
       R"({"matches":[{"bank_content_id":1,"distance":"0"},{"bank_content_id":2,"distance":"4"}]})"},
      {"/m/lookup?" + pdq,
       R"({"BLOCK":[{"bank_content_id":1,"distance":"0"},{"bank_content_id":2,"distance":"4"}]})"},
      {"/m/lookup?" + pdq + "&banks=ALLOW", R"({"ALLOW":[{"bank_content_id":3,"distance":"0"}]})"},
      {"/m/lookup?signal_type=pdq&signal=" + std::string(64, '0'), "{}"},
      {"/m/lookup?signal_type=video_md5&signal=D41D8CD98F00B204E9800998ECF8427E",
       R"({"BLOCK":[{"bank_content_id":1,"distance":"0"}]})"},
      {"/m/lookup?signal_type=md5&signal=" + kKnownMd5 + "&explain=1&seed=7&bypass_coinflip=true",
       R"({"BLOCK":[{"bank_content_id":1,"distance":"0","bank":"BLOCK","role":"block",)"
       R"("entry":"source-1","member":"a hotline","classification":"A1","scheme":"ncmec",)"
       R"("tags":["tag"],"duty":"report it"}]})"},
      {"/m/index/status?signal_type=pdq",
       R"({"pdq":{"present":true,"built_to":1700000000,"size":3}})"},
      {"/m/index/status?signal_type=sha1", R"({"sha1":{"present":false,"built_to":-1,"size":0}})"},
      {"/c/banks",
       R"([{"name":"BLOCK","matching_enabled_ratio":1},{"name":"ALLOW","matching_enabled_ratio":1}])"},
      {"/c/bank/ALLOW", R"({"name":"ALLOW","matching_enabled_ratio":1})"},
      {"/c/content_type", R"([{"name":"photo","enabled":true},{"name":"video","enabled":false}])"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.target);
    const Reply reply = ask(service, Method::get, row.target);
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, row.expected);
  }
}

TEST(MatchService, hashes_and_looks_up_pictures) {
  const MadeUpService service;
  const auto post = [&](const std::string& target, const std::string& field,
                        const std::string& bytes) {
    return ask(service, Method::post, target, form(field, bytes), kForm);
  };
  EXPECT_EQ(post("/h/hash?types=pdq,%20md5", "photo", "x").body,
            R"({"pdq":")" + kKnownPdq + R"(","md5":")" + kKnownMd5 + "\"}");
  EXPECT_EQ(
      post("/m/lookup?types=pdq&banks=BLOCK", "photo", "x").body,
      R"({"pdq":{"BLOCK":[{"bank_content_id":1,"distance":"0"},{"bank_content_id":2,"distance":"4"}]}})");
  // Too plain to be recognised: its PDQ hash is not looked up, the exact ones are.
  EXPECT_EQ(post("/m/lookup?types=pdq,md5", "photo", "plain").body,
            R"({"pdq":{},"md5":{"BLOCK":[{"bank_content_id":1,"distance":"0"}]}})");
  EXPECT_EQ(post("/h/hash", "photo", "broken").status, 400);
  EXPECT_EQ(post("/h/hash?types=md5", "photo", "broken").status, 200);
  EXPECT_EQ(post("/h/hash", "video", "x").status, 400);
  EXPECT_EQ(post("/h/hash", "../photo", "x").status, 400);
  EXPECT_EQ(post("/h/hash?types=,", "photo", "x").status, 400);
  EXPECT_EQ(post("/h/hash?types=tmk", "photo", "x").status, 400);
  EXPECT_EQ(ask(service, Method::post, "/h/hash", "{}").status, 415);
  EXPECT_EQ(ask(service, Method::post, "/h/hash", "").status, 400);
  EXPECT_EQ(ask(service, Method::post, "/h/hash", form("photo", "x").substr(0, 40), kForm).status,
            400);
}

TEST(MatchService, takes_many_hashes_at_once) {
  const MadeUpService service;
  const auto batch = [&](const std::string& body) {
    return ask(service, Method::post, "/m/lookup/batch", body);
  };
  EXPECT_EQ(batch(R"({"signal_type":"md5","signals":[")" + kKnownMd5 +
                  R"(","zz",7,"00000000000000000000000000000000"]})")
                .body,
            R"({"results":[{"matches":{"BLOCK":[{"bank_content_id":1,"distance":"0"}]}},)"
            R"({"message":"invalid signal: md5 takes 32 hexadecimal digits, not 'zz'"},)"
            R"({"message":"invalid signal: not a string"},{"matches":{}}]})");
  EXPECT_EQ(batch(R"({"signal_type":"pdq","signals":[]})").body, R"({"results":[]})");
  std::string many = R"({"signal_type":"md5","signals":[)";
  for (std::size_t i = 0; i <= kBatchSignals; ++i) many += i == 0 ? "1" : ",1";
  for (const std::string& body :
       {std::string(), std::string("[]"), std::string("{"), std::string("{}"), many + "]}",
        std::string(R"({"signal_type":"x","signals":[]})"),
        std::string(R"({"signal_type":"pdq","signals":{}})"),
        std::string(R"({"signal_type":"pdq","signals":[],"banks":["NONE"]})"),
        std::string(R"({"signal_type":"pdq","signals":[],"banks":7})"),
        std::string(R"({"signal_type":"pdq","signals":[],"explain":"yes"})"),
        std::string(100'000, '[')}) {
    EXPECT_EQ(batch(body).status, 400) << body.substr(0, 60);
  }
}

TEST(MatchService, compares) {
  const MadeUpService service;
  const auto compare = [&](const std::string& body) {
    return ask(service, Method::post, "/m/compare", body);
  };
  EXPECT_EQ(compare(R"({"pdq":[")" + kKnownPdq + "\",\"" + kNearPdq + "\"]}").body,
            R"({"pdq":[true,{"distance":4}]})");
  EXPECT_EQ(compare(R"({"pdq":[")" + kKnownPdq + "\",\"" + std::string(64, '0') + "\"]}")
                .body.substr(0, 14),
            R"({"pdq":[false,)");
  EXPECT_EQ(compare(R"({"md5":[")" + kKnownMd5 + "\",\"" + kKnownMd5 + "\"]}").body,
            R"({"md5":[true,{}]})");
  for (const char* body : {"", "[]", R"({"pdq":[]})", R"({"pdq":["a"]})", R"({"pdq":["a","b"]})",
                           R"({"pdq":"a"})", R"({"pdq":[1,2]})", R"({"x":["a","b"]})"}) {
    EXPECT_EQ(compare(body).status, 400) << body;
  }
}

TEST(MatchService, says_what_is_wrong) {
  const MadeUpService service;
  const struct {
    Method method;
    std::string target;
    int status;
  } rows[] = {
      {Method::get, "/m/lookup", 400},
      {Method::get, "/m/lookup?signal_type=pdq", 400},
      {Method::get, "/m/lookup?signal_type=pdq&signal=12", 400},
      {Method::get, "/m/lookup?signal_type=nope&signal=12", 400},
      {Method::get, "/m/lookup?url=http://127.0.0.1/x.jpg", 403},
      {Method::get, "/m/raw_lookup?url=file:///etc/passwd", 403},
      {Method::get, "/h/hash?url=http://x.example/", 403},
      {Method::get, "/m/lookup?signal_type=pdq&signal=" + kKnownPdq + "&banks=NONE", 400},
      {Method::get, "/m/lookup?signal_type=pdq&signal=" + kKnownPdq + "&explain=maybe", 400},
      {Method::get, "/m/index/status?signal_type=nope", 400},
      {Method::get, "/c/bank/NONE", 404},
      {Method::get, "/c/bank/..%2F..%2Fetc", 404},
      {Method::post, "/c/banks", 405},
      {Method::del, "/c/bank/BLOCK", 405},
      {Method::get, "/nope", 404},
      {Method::post, "/m/text", 503},  // no case is loaded
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.target);
    const Reply reply = ask(service, row.method, row.target);
    EXPECT_EQ(reply.status, row.status);
    const auto json = nlohmann::json::parse(reply.body);
    EXPECT_GT(json.at("message").get<std::string>().size(), 10U);
  }
}

// The routes and the description of them say the same.
TEST(MatchService, is_described) {
  const MadeUpService service;
  const auto description = nlohmann::json::parse(openapi_json());
  EXPECT_EQ(ask(service, Method::get, "/openapi.json").body, openapi_json());
  std::set<std::string> served, described;
  for (const Route& route : service.application->router().routes()) {
    std::string method(name_of(route.method));
    for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
    served.insert(method + " " + route.pattern);
    const auto& operation = description["paths"][route.pattern][method];
    ASSERT_TRUE(operation.is_object()) << route.pattern;
    EXPECT_EQ(operation.contains("security"), route.access == Access::anyone) << route.pattern;
    EXPECT_EQ(operation.contains("requestBody"), route.body_bytes > 0) << route.pattern;
    std::size_t in_path = 0;
    for (const auto& parameter : operation.value("parameters", nlohmann::json::array()))
      in_path += parameter["in"] == "path" ? 1 : 0;
    EXPECT_EQ(in_path, static_cast<std::size_t>(
                           std::count(route.pattern.begin(), route.pattern.end(), '{')));
  }
  for (const auto& [path, operations] : description["paths"].items()) {
    if (path.starts_with("/api/")) continue;  // served with a case: tests/serve.py
    if (path == "/login" || path == "/logout" || path == "/account") continue;  // with accounts
    for (const auto& [method, operation] : operations.items())
      described.insert(std::string(method).append(" ").append(path));
  }
  EXPECT_EQ(served, described);
}

}  // namespace
}  // namespace maillon::web
