#include "web/server.h"

#include <atomic>
#include <cstring>
#include <thread>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "web/test_sources.h"

namespace maillon::web {
namespace {

using namespace std::chrono_literals;

// A client's connection. Reading gives up after some seconds.
class Client {
 public:
  explicit Client(uint16_t port) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval limit{20, 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    connected_ = connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
  }
  ~Client() { close(fd_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool is_connected() const { return connected_; }
  void send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t size = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (size <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(size));
    }
  }
  void finish_sending() const { shutdown(fd_, SHUT_WR); }
  // All until `text` has come `times` times, or the connection ends.
  std::string read_until(std::string_view text, int times = 1) const {
    std::string all;
    char piece[4096];
    for (;;) {
      int count = 0;
      for (std::size_t at = all.find(text); at != all.npos; at = all.find(text, at + 1)) ++count;
      if (count >= times) return all;
      const ssize_t size = recv(fd_, piece, sizeof piece, 0);
      if (size <= 0) return all;
      all.append(piece, static_cast<std::size_t>(size));
    }
  }
  std::string read_all() const { return read_until("\x01never"); }

 private:
  int fd_;
  bool connected_ = false;
};

struct Running {
  explicit Running(ServerSettings settings = {}, void (*more)(Router&) = nullptr)
      : listener(*Listener::open("127.0.0.1", 0)),
        port(listener.port()),
        gate({"127.0.0.1", port, {}, ""}) {
    Router router;
    add_match_routes(router, {&banks, &hasher, nullptr});
    if (more != nullptr) more(router);
    add_site_routes(router, gate, metrics);
    application = std::make_unique<Application>(std::move(router), gate, metrics);
    settings.threads = 2;
    server = std::make_unique<Server>(std::move(listener), settings, *application);
  }
  std::string get(const std::string& target, const std::string& more = "") const {
    return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n" +
           more + "\r\n";
  }
  std::string post(const std::string& target, const std::string& body,
                   const std::string& more = "") const {
    return "POST " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + more + "\r\n" + body;
  }
  MadeUpSource banks;
  MadeUpHasher hasher;
  Listener listener;
  uint16_t port;
  Gate gate;
  Metrics metrics;
  std::unique_ptr<Application> application;
  std::unique_ptr<Server> server;
};

TEST(Server, answers_on_one_connection_again_and_again) {
  const Running running;
  const Client client(running.port);
  for (int i = 0; i < 3; ++i) {
    client.send(running.get("/livez"));
    EXPECT_TRUE(client.read_until("\r\n\r\nOK").starts_with("HTTP/1.1 200 OK\r\n"));
  }
  client.send(running.get("/livez", "Connection: close\r\n"));
  const std::string last = client.read_all();
  EXPECT_TRUE(last.ends_with("\r\n\r\nOK"));
  EXPECT_NE(last.find("Connection: close\r\n"), last.npos);
}

TEST(Server, answers_what_was_sent_at_once_in_order) {
  const Running running;
  const Client client(running.port);
  std::string all;
  for (int i = 0; i < 200; ++i) {
    all += running.get("/c/bank/B" + std::to_string(i));
    // Long work among short work must not be overtaken.
    all += running.post("/m/lookup/batch",
                        R"({"signal_type":"md5","signals":["n)" + std::to_string(i) + "\"]}");
  }
  all += running.get("/livez", "Connection: close\r\n");
  std::thread sender([&] { client.send(all); });
  const std::string answers = client.read_all();
  sender.join();
  std::size_t at = 0;
  for (int i = 0; i < 200; ++i) {
    at = answers.find("'B" + std::to_string(i) + "'", at);
    ASSERT_NE(at, answers.npos) << i;
    at = answers.find("'n" + std::to_string(i) + "'", at);
    ASSERT_NE(at, answers.npos) << i;
  }
}

TEST(Server, refuses_and_goes_on) {
  const Running running;
  const std::string host = "Host: 127.0.0.1:" + std::to_string(running.port) + "\r\n";
  const struct {
    std::string bytes, status;
    bool closes;
  } rows[] = {
      {"nonsense\r\n\r\n", "400", true},
      {"GET / HTTP/1.1\r\n\r\n", "400", false},
      {"GET /livez HTTP/1.1\r\nHost: evil.example\r\n\r\n", "421", false},
      {running.get("/livez", "Origin: http://evil.example\r\n"), "403", false},
      {running.get("/nope"), "404", false},
      {running.get("/../etc/passwd"), "400", true},
      {running.get("/" + std::string(20'000, 'x')), "431", true},
      {running.get("/livez", "Expect: miracles\r\n"), "417", false},
      {running.post("/livez", "x"), "405", true},
      {"POST /m/compare HTTP/1.1\r\n" + host + "Content-Length: 1000000\r\n\r\n", "413", true},
      {"POST /m/compare HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nfffff\r\n" +
           std::string(0xfffff, 'x') + "\r\n0\r\n\r\n",
       "413", true},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.bytes.substr(0, 70));
    const Client client(running.port);
    std::thread sender([&] { client.send(row.bytes); });
    const std::string answer = row.closes ? client.read_all() : client.read_until("\"}");
    sender.join();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 " + row.status)) << answer.substr(0, 80);
    EXPECT_NE(answer.find("{\"message\":\""), answer.npos);
    if (row.closes) continue;
    client.send(running.get("/livez"));
    EXPECT_TRUE(client.read_until("\r\n\r\nOK").ends_with("OK"));
  }
}

TEST(Server, says_continue_before_a_body_and_refuses_instead) {
  const Running running;
  const std::string body =
      R"({"md5":["d41d8cd98f00b204e9800998ecf8427e","d41d8cd98f00b204e9800998ecf8427e"]})";
  const std::string whole = running.post("/m/compare", body, "Expect: 100-continue\r\n");
  const Client client(running.port);
  client.send(whole.substr(0, whole.size() - body.size()));
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send(body);
  EXPECT_TRUE(client.read_until("{}]}").starts_with("HTTP/1.1 200 OK"));
  const Client other(running.port);
  other.send("POST /h/hash HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(running.port) +
             "\r\nContent-Length: 999999999\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_TRUE(other.read_all().starts_with("HTTP/1.1 413 "));
}

TEST(Server, ends_slow_and_idle_connections) {
  ServerSettings settings;
  settings.arriving = 400ms;
  settings.idle = 800ms;
  const Running running(settings);
  const Client slow(running.port);
  std::atomic<bool> done = false;
  std::thread dripping([&] {  // one byte after the other: the time counts from the first
    const std::string request = running.get("/livez", "X: " + std::string(1000, 'x') + "\r\n");
    for (std::size_t i = 0; i < request.size() && !done; ++i) {
      slow.send(request.substr(i, 1));
      std::this_thread::sleep_for(50ms);
    }
  });
  const std::string answer = slow.read_all();
  done = true;
  dripping.join();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 408 ")) << answer;
  const Client idle(running.port);
  EXPECT_EQ(idle.read_all(), "");
}

TEST(Server, survives_cut_connections) {
  const Running running;
  const std::string whole = running.post("/h/hash", std::string(100'000, 'x'));
  for (std::size_t size = 1; size < 400; size += 7) {
    const Client client(running.port);
    client.send(whole.substr(0, size));
  }
  for (int i = 0; i < 50; ++i) {  // gone before the answer
    const Client client(running.port);
    client.send(running.get("/openapi.json"));
  }
  const Client client(running.port);
  client.send(running.get("/livez"));
  EXPECT_TRUE(client.read_until("\r\n\r\nOK").ends_with("OK"));
}

void add_slow_route(Router& router) {
  router.add({Method::get, "/slow", Access::anyone, Work::slow, 0, [](const Request&) {
                std::this_thread::sleep_for(300ms);
                return text_reply(200, "slow but done");
              }});
  router.add({Method::get, "/broken", Access::anyone, Work::slow, 0, [](const Request&) -> Reply {
                std::string().at(1);  // what a library may do
                return {};
              }});
}

TEST(Server, turns_work_away_when_too_much_waits) {
  ServerSettings settings;
  settings.work_threads = 1;
  settings.waiting_max = 2;
  const Running running(settings, add_slow_route);
  std::atomic<int> done = 0, refused = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&] {
      const Client client(running.port);
      client.send(running.get("/slow", "Connection: close\r\n"));
      const std::string answer = client.read_all();
      done += answer.ends_with("slow but done") ? 1 : 0;
      const bool is_refusal =
          answer.starts_with("HTTP/1.1 503 ") && answer.find("Retry-After: 1\r\n") != answer.npos;
      refused += is_refusal ? 1 : 0;
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(done + refused, 8);
  EXPECT_GE(done, 2);
  EXPECT_GE(refused, 1);
}

TEST(Server, turns_connections_away_when_there_are_too_many) {
  ServerSettings settings;
  settings.connections_max = 3;
  const Running running(settings);
  std::vector<std::unique_ptr<Client>> open;
  for (int i = 0; i < 3; ++i) {
    open.push_back(std::make_unique<Client>(running.port));
    open.back()->send(running.get("/livez"));
    EXPECT_TRUE(open.back()->read_until("\r\n\r\nOK").ends_with("OK"));
  }
  const Client refused(running.port);
  EXPECT_TRUE(refused.read_all().starts_with("HTTP/1.1 503 "));
}

TEST(Server, a_failing_handler_is_a_500) {
  const Running running({}, add_slow_route);
  const Client client(running.port);
  client.send(running.get("/broken") + running.get("/livez"));
  const std::string answers = client.read_until("\r\n\r\nOK");
  EXPECT_TRUE(answers.starts_with("HTTP/1.1 500 "));
  EXPECT_TRUE(answers.ends_with("OK"));
}

TEST(Server, stops_after_what_is_under_way) {
  Running running({}, add_slow_route);
  const Client idle(running.port), busy(running.port);
  idle.send(running.get("/livez"));
  idle.read_until("\r\n\r\nOK");
  busy.send(running.get("/slow"));
  std::this_thread::sleep_for(100ms);  // it is at work by now
  running.server->stop();
  running.server->stop();
  const std::string answer = busy.read_all();
  EXPECT_TRUE(answer.ends_with("slow but done"));
  EXPECT_NE(answer.find("Connection: close"), answer.npos);
  EXPECT_EQ(idle.read_all(), "");
  running.server->wait();
  EXPECT_FALSE(Client(running.port).is_connected());
}

TEST(Server, says_what_it_cannot_listen_on) {
  const Listener first = *Listener::open("127.0.0.1", 0);
  const auto taken = Listener::open("127.0.0.1", first.port());
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, Code::io);
  EXPECT_FALSE(Listener::open("no such host", 0));
}

}  // namespace
}  // namespace maillon::web
