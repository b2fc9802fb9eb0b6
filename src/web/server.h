// The HTTP server: sockets, threads, time limits. What it serves is an Application.
//
// Each thread has an event loop (epoll, through Boost.Asio) and the connections that were
// given to it, so requests share nothing but what the handlers share. A handler of short
// work runs in the loop; long work goes through a bounded queue to threads of its own and
// comes back to the loop. Requests that are sent at once on one connection are answered
// one after the other.
//
// What bounds it: bytes of a head and a body, the time for a request to arrive and for a
// reply to be taken, idle time, connections, and work that waits. Where a bound is met,
// the client is told so (408, 413, 431, 503 with Retry-After) and the rest goes on.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "web/application.h"
#include "web/tls.h"

namespace maillon::web {

struct ServerSettings {
  std::string host = "127.0.0.1";  // an address, or a name that has one
  uint16_t port = 0;               // 0: any free one
  int threads = 0;                 // event loops; 0: one for each core
  int work_threads = 0;            // for long work; 0: one for each core
  std::size_t connections_max = 4096;
  std::size_t waiting_max = 256;  // pieces of long work that wait
  uint32_t header_bytes = 16 * 1024;
  std::chrono::milliseconds idle{75'000};      // between requests
  std::chrono::milliseconds arriving{20'000};  // a request, from its first byte to its last
  std::chrono::milliseconds leaving{20'000};   // a reply
  std::chrono::milliseconds stopping{10'000};  // what is under way when stop() is called
  std::shared_ptr<TlsContext> tls{};           // null: in clear
};

// A socket that listens and as yet accepts nobody: its port is known before what is
// served (the gate wants it) is made.
class Listener {
 public:
  // Code::io where the address is taken or is not of this machine.
  static Result<Listener> open(const std::string& host, uint16_t port);
  ~Listener();
  Listener(Listener&&) noexcept;
  Listener& operator=(Listener&&) noexcept;
  uint16_t port() const;

 private:
  friend class Server;
  struct State;
  explicit Listener(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

class Server {
 public:
  // Serves until stop(). `application` must outlive it.
  Server(Listener listener, const ServerSettings& settings, Application& application);
  ~Server();  // stop() and wait()
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Takes no more connections, answers what has arrived, then closes. Returns at once; may
  // be called from any thread, and again.
  void stop();
  // Returns when all is closed, at most `stopping` after stop().
  void wait();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace maillon::web
