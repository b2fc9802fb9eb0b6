#include "web/request_reader.h"

#include <algorithm>
#include <cstring>

#include <gtest/gtest.h>

namespace maillon::web {
namespace {

using Event = RequestReader::Event;

// What the reader makes of the bytes if they arrive in pieces of that size: for each
// request "METHOD target [body]", and the status of the refusal if there is one.
std::vector<std::string> read_all(std::string_view bytes, std::size_t piece,
                                  uint64_t body_limit = 1 << 20) {
  RequestReader reader({});
  std::vector<std::string> out;
  while (true) {
    switch (reader.next()) {
      case Event::need_bytes: {
        if (bytes.empty()) return out;
        const std::span<char> room = reader.room();
        const std::size_t size = std::min({piece, room.size(), bytes.size()});
        std::memcpy(room.data(), bytes.data(), size);
        reader.arrived(size);
        bytes.remove_prefix(size);
        break;
      }
      case Event::head:
        if (!reader.set_body_limit(body_limit)) {
          out.emplace_back("too large");
          return out;
        }
        break;
      case Event::whole: {
        const Request& request = reader.request();
        out.push_back(std::string(name_of(request.method)) + " " + request.target + " [" +
                      request.body + "]" + (reader.keep_alive() ? "" : " close"));
        reader.start_next();
        break;
      }
      case Event::refused:
        out.push_back(std::to_string(reader.refusal().status));
        EXPECT_EQ(reader.next(), Event::refused);
        return out;
    }
  }
}

TEST(RequestReader, reads_the_same_in_any_pieces) {
  const std::string host = "Host: x\r\n";
  const struct {
    std::string bytes;
    std::vector<std::string> expected;
  } rows[] = {
      {"GET / HTTP/1.1\r\n" + host + "\r\n", {"GET / []"}},
      {"GET / HTTP/1.0\r\n\r\n", {"GET / [] close"}},
      {"GET / HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n", {"GET / [] close"}},
      {"BREW /pot HTTP/1.1\r\n" + host + "\r\n", {" /pot []"}},
      {"POST /a HTTP/1.1\r\n" + host + "Content-Length: 3\r\n\r\nabc", {"POST /a [abc]"}},
      {"POST /a HTTP/1.1\r\n" + host +
           "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n",
       {"POST /a [abc]"}},
      // Sent at once: one after the other, and line ends between them do no harm.
      {"GET /1 HTTP/1.1\r\n" + host + "\r\nPOST /2 HTTP/1.1\r\n" + host +
           "Content-Length: 2\r\n\r\nhi\r\n\r\nGET /3 HTTP/1.1\r\n" + host + "\r\n",
       {"GET /1 []", "POST /2 [hi]", "GET /3 []"}},
      {"GET /1 HTTP/1.1\r\n" + host + "\r\nGET /2 HT", {"GET /1 []"}},
      {"nonsense\r\n\r\n", {"400"}},
      {"GET / HTTP/2.0\r\n" + host + "\r\n", {"505"}},
      {"GET /../x HTTP/1.1\r\n" + host + "\r\n", {"400"}},
      {"GET / HTTP/1.1\r\n" + host + "X: " + std::string(20'000, 'x') + "\r\n\r\n", {"431"}},
      {"GET /" + std::string(20'000, 'x') + " HTTP/1.1\r\n" + host + "\r\n", {"431"}},
      // Two readings of where a request ends are none (request smuggling).
      {"POST / HTTP/1.1\r\n" + host + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
       {"400"}},
      {"POST / HTTP/1.1\r\n" + host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
       {"400"}},
      {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc",
       {"400"}},
      {"POST / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n", {"400"}},
      {"POST / HTTP/1.1\r\n" + host + "Content-Length: 99999999999999999999\r\n\r\n", {"400"}},
      {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", {"400"}},
      {"POST / HTTP/1.1\r\n" + host + "Content-Length: 2000000\r\n\r\n", {"too large"}},
      {"GET / HTTP/1.1\r\nHost : x\r\n\r\n", {"400"}},
      {"GET / HTTP/1.1\r\nHo\x01st: x\r\n\r\n", {"400"}},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.bytes.substr(0, 60));
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{1 << 20}})
      EXPECT_EQ(read_all(row.bytes, piece), row.expected) << piece;
  }
}

TEST(RequestReader, chunks_count_for_the_limit) {
  const std::string bytes = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" +
                            std::string("4\r\nabcd\r\n4\r\nabcd\r\n0\r\n\r\n");
  EXPECT_EQ(read_all(bytes, 3, 8), std::vector<std::string>{"POST / [abcdabcd]"});
  EXPECT_EQ(read_all(bytes, 3, 7), std::vector<std::string>{"413"});
}

TEST(RequestReader, a_large_body_comes_through_whole) {
  std::string body;
  for (int i = 0; i < 300'000; ++i) body += static_cast<char>('a' + i % 26);
  const std::string bytes = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n" + body;
  EXPECT_EQ(read_all(bytes, 5000), std::vector<std::string>{"POST / [" + body + "]"});
}

TEST(RequestReader, knows_who_waits_for_continue) {
  const std::string head =
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-Continue\r\n\r\n";
  RequestReader reader({});
  EXPECT_FALSE(reader.has_begun());
  std::memcpy(reader.room().data(), head.data(), head.size());
  reader.arrived(head.size());
  EXPECT_TRUE(reader.has_begun());
  ASSERT_EQ(reader.next(), Event::head);
  EXPECT_TRUE(reader.set_body_limit(3));
  EXPECT_TRUE(reader.wants_continue());
  EXPECT_TRUE(reader.has_body());
}

class Collected : public BodySink {
 public:
  Collected(std::string& to, std::size_t most) : to_(to), most_(most) {}
  Result<void> write(std::string_view piece) override {
    if (to_.size() + piece.size() > most_) return fail(Code::io, "disk full");
    to_ += piece;
    return {};
  }

 private:
  std::string& to_;
  std::size_t most_;
};

// Feeds the bytes in pieces; the body goes to a sink that takes `most` bytes.
Event read_into_sink(RequestReader& reader, std::string_view bytes, std::string& body,
                     std::size_t most) {
  for (;;) {
    const Event event = reader.next();
    if (event == Event::head) {
      EXPECT_TRUE(reader.set_body_limit(1 << 20));
      reader.set_sink(std::make_unique<Collected>(body, most));
      continue;
    }
    if (event != Event::need_bytes || bytes.empty()) return event;
    const std::span<char> room = reader.room();
    const std::size_t size = std::min({std::size_t{7}, room.size(), bytes.size()});
    std::memcpy(room.data(), bytes.data(), size);
    reader.arrived(size);
    bytes.remove_prefix(size);
  }
}

TEST(RequestReader, a_sink_takes_the_body_and_memory_does_not) {
  const std::string sent(5000, 'x');
  for (const std::string& framing :
       {"Content-Length: 5000\r\n\r\n" + sent,
        "Transfer-Encoding: chunked\r\n\r\n1388\r\n" + sent + "\r\n0\r\n\r\n"}) {
    RequestReader reader({});
    std::string body;
    const std::string bytes = "POST / HTTP/1.1\r\nHost: x\r\n" + framing;
    ASSERT_EQ(read_into_sink(reader, bytes, body, 5000), Event::whole);
    EXPECT_EQ(body, sent);
    EXPECT_TRUE(reader.request().body.empty());
    EXPECT_NE(reader.request().sink, nullptr);
  }
}

TEST(RequestReader, a_sink_that_is_full_refuses_the_request) {
  RequestReader reader({});
  std::string body;
  const std::string bytes =
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n" + std::string(5000, 'x');
  ASSERT_EQ(read_into_sink(reader, bytes, body, 100), Event::refused);
  EXPECT_EQ(reader.refusal().status, 503);
}

}  // namespace
}  // namespace maillon::web
