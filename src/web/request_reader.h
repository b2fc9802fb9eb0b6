// Bytes of a connection -> requests, one after the other (HTTP/1.1, RFC 9112).
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "web/http.h"

namespace maillon::web {

struct ReadLimits {
  uint32_t header_bytes = 16 * 1024;  // request line and headers together
  uint64_t body_bytes = 64 * 1024;    // until set_body_limit() says otherwise
};

// Give it bytes (room(), arrived()), then call next() until it wants more. What came
// behind a request stays for the next one, so a client may send many at once. Chunked
// bodies are put together. Each refusal is final: where the next request would begin is
// not known any more.
class RequestReader {
 public:
  explicit RequestReader(const ReadLimits& limits);
  ~RequestReader();
  RequestReader(const RequestReader&) = delete;
  RequestReader& operator=(const RequestReader&) = delete;

  enum class Event : uint8_t {
    need_bytes,  // all that came has been read
    head,        // request() has everything but its body; once per request
    whole,       // request() is complete
    refused,     // refusal() says why; nothing more is read
  };
  // Where the next bytes of the connection go, and how many of them came.
  std::span<char> room();
  void arrived(std::size_t size);
  Event next();

  // Valid from `head` on, until start_next().
  Request& request();
  const Reply& refusal() const;
  // After `head`: how large this body may be. False if it has said that it is larger.
  bool set_body_limit(uint64_t bytes);
  // After `head`: the body goes there, and request().sink has it.
  void set_sink(std::unique_ptr<BodySink> sink);
  // After `head`: does the client wait for "100 Continue" before it sends the body?
  bool wants_continue() const;
  // After `head`: does a body follow?
  bool has_body() const;
  // May the connection be used for another request? (version and Connection header)
  bool keep_alive() const;
  // Has the next request begun, were it by one byte?
  bool has_begun() const;
  // After `whole`: makes ready for the next request.
  void start_next();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace maillon::web
