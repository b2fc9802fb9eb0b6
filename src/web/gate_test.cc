#include "web/gate.h"

#include <gtest/gtest.h>

namespace maillon::web {
namespace {

constexpr const char* kToken = "0123456789abcdef0123456789";

Request make_request(std::vector<Field> headers, bool at_root = false) {
  Request request;
  request.method = Method::get;
  if (!at_root) request.segments = {"m", "lookup"};
  request.headers = std::move(headers);
  return request;
}

int status_of(const std::optional<Reply>& refusal) {
  return refusal ? refusal->status : 200;
}

TEST(Gate, knows_its_hosts_and_origins) {
  const Gate local({"127.0.0.1", 5100, {"match.example.org"}, kToken});
  const Gate open({"0.0.0.0", 5100, {}, kToken});
  const struct {
    const Gate& gate;
    std::vector<Field> headers;
    int status;
  } rows[] = {
      {local, {{"Host", "127.0.0.1:5100"}}, 200},
      {local, {{"host", "localhost:5100"}}, 200},
      {local, {{"Host", "[::1]:5100"}}, 200},
      {local, {{"Host", "127.0.0.1:80"}}, 421},
      {local, {{"Host", "127.0.0.1"}}, 421},
      {local, {{"Host", "match.example.org"}}, 200},
      {local, {{"Host", "MATCH.example.org:8443"}}, 200},
      {local, {{"Host", "evil.example:5100"}}, 421},
      {local, {{"Host", "127.0.0.1.evil.example:5100"}}, 421},
      {local, {{"Host", "localhost.evil.example:5100"}}, 421},
      {local, {{"Host", "192.0.2.1:5100"}}, 421},
      {local, {{"Host", "[::1"}}, 421},
      {local, {{"Host", ""}}, 421},
      {local, {}, 400},
      {local, {{"Host", "127.0.0.1:5100"}, {"Host", "127.0.0.1:5100"}}, 400},
      {local, {{"Host", "127.0.0.1:5100"}, {"Origin", "http://127.0.0.1:5100"}}, 200},
      {local, {{"Host", "match.example.org"}, {"Origin", "https://match.example.org"}}, 200},
      {local, {{"Host", "127.0.0.1:5100"}, {"Origin", "http://127.0.0.1:3000"}}, 403},
      {local, {{"Host", "127.0.0.1:5100"}, {"Origin", "http://localhost:5100"}}, 403},
      {local, {{"Host", "127.0.0.1:5100"}, {"Origin", "https://evil.example"}}, 403},
      {local, {{"Host", "127.0.0.1:5100"}, {"Origin", "null"}}, 403},
      {local, {{"Host", "127.0.0.1:5100"}, {"Origin", ""}}, 403},
      {local, {{"Host", "127.0.0.1:5100"}, {"Sec-Fetch-Site", "same-origin"}}, 200},
      {local, {{"Host", "127.0.0.1:5100"}, {"Sec-Fetch-Site", "none"}}, 200},
      {local, {{"Host", "127.0.0.1:5100"}, {"Sec-Fetch-Site", "cross-site"}}, 403},
      {local, {{"Host", "127.0.0.1:5100"}, {"Sec-Fetch-Site", "same-site"}}, 403},
      {open, {{"Host", "192.0.2.1:5100"}}, 200},  // an address: nobody's name server's word
      {open, {{"Host", "[2001:db8::1]:80"}}, 200},
      {open, {{"Host", "evil.example:5100"}}, 421},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.headers.empty() ? ""
                                     : row.headers.front().value + "|" + row.headers.back().value);
    EXPECT_EQ(status_of(row.gate.refuse_origin(make_request(row.headers))), row.status);
  }
  // A link from elsewhere to the page itself is no danger: it shows nothing without the cookie.
  EXPECT_EQ(status_of(local.refuse_origin(make_request(
                {{"Host", "127.0.0.1:5100"}, {"Sec-Fetch-Site", "cross-site"}}, true))),
            200);
}

TEST(Gate, asks_programs_for_the_token) {
  const Gate gate({"127.0.0.1", 5100, {}, kToken});
  const struct {
    std::string authorization;
    int status;
  } rows[] = {
      {std::string("Bearer ") + kToken, 200},
      {std::string("bearer ") + kToken, 200},
      {"", 401},
      {"Bearer ", 401},
      {"Bearer x", 401},
      {std::string("Bearer ") + kToken + "x", 401},
      {std::string("Basic ") + kToken, 401},
      {kToken, 401},
  };
  for (const auto& row : rows) {
    const Request request = make_request({{"Authorization", row.authorization}});
    EXPECT_EQ(status_of(gate.refuse(request, Access::program)), row.status) << row.authorization;
    EXPECT_EQ(status_of(gate.refuse(request, Access::person)), 401);
    EXPECT_EQ(status_of(gate.refuse(request, Access::anyone)), 200);
  }
  const Gate open({"127.0.0.1", 5100, {}, ""});
  EXPECT_EQ(status_of(open.refuse(make_request({}), Access::program)), 200);
  EXPECT_EQ(status_of(open.refuse(make_request({}), Access::person)), 401);
  // No token set is not the same as an empty one sent.
  EXPECT_EQ(status_of(open.refuse(make_request({{"Authorization", "Bearer "}}), Access::person)),
            401);
}

std::string cookie_of(const Reply& reply) {
  for (const Field& header : reply.headers) {
    if (header.name == "Set-Cookie") return header.value;
  }
  return "";
}

TEST(Gate, lets_one_browser_in_once) {
  Gate gate({"127.0.0.1", 5100, {}, kToken});
  const auto invitation = gate.invite();
  ASSERT_TRUE(invitation);
  EXPECT_EQ(gate.welcome("wrong").status, 403);
  EXPECT_EQ(gate.welcome("").status, 403);
  const Reply reply = gate.welcome(*invitation);
  EXPECT_EQ(reply.status, 303);
  const std::string cookie = cookie_of(reply);
  EXPECT_TRUE(cookie.starts_with("maillon_5100="));
  EXPECT_NE(cookie.find("; HttpOnly; SameSite=Strict"), cookie.npos);
  EXPECT_EQ(gate.welcome(*invitation).status, 403);  // used

  const std::string pair = cookie.substr(0, cookie.find(';'));
  for (const auto& [value, status] : {std::pair{pair, 200},
                                      {"a=b; " + pair + "; c=d", 200},
                                      {pair + "x", 401},
                                      {std::string("maillon_5100="), 401},
                                      {"maillon_5101=" + pair.substr(13), 401},
                                      {"maillon_5100=" + *invitation, 401}}) {
    EXPECT_EQ(status_of(gate.refuse(make_request({{"Cookie", value}}), Access::person)), status)
        << value;
    EXPECT_EQ(status_of(gate.refuse(make_request({{"Cookie", value}}), Access::program)), status);
  }
}

TEST(Gate, tokens_differ) {
  const auto one = make_token(), other = make_token();
  ASSERT_TRUE(one && other);
  EXPECT_NE(*one, *other);
  EXPECT_GE(one->size(), 32U);
}

TEST(Gate, is_loopback) {
  for (const char* host : {"127.0.0.1", "127.1.2.3", "localhost", "LOCALHOST", "::1"})
    EXPECT_TRUE(is_loopback(host)) << host;
  for (const char* host : {"0.0.0.0", "::", "127.evil.example", "10.0.0.1", "", "localhost.x"})
    EXPECT_FALSE(is_loopback(host)) << host;
}

}  // namespace
}  // namespace maillon::web
