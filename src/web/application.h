// What is served: the routes behind the gate, and the counts of what was asked. Knows
// nothing of sockets: the server asks it, and so do tests and the fuzzer.
#pragma once

#include <chrono>
#include <optional>

#include "web/gate.h"
#include "web/http.h"
#include "web/match_counts.h"
#include "web/metrics.h"
#include "web/router.h"

namespace maillon::web {

// The refusal of a body that is larger than the route takes.
Reply too_large(const Route& route);

class Application {
 public:
  // `gate`, `metrics` and `counts` must outlive it. `counts`, if there, get what was asked of the
  // match service.
  Application(Router router, const Gate& gate, Metrics& metrics, MatchCounts* counts = nullptr);

  struct Admission {
    std::optional<Reply> refusal;  // answer this and read no body
    const Route* route = nullptr;  // if there is none
  };
  // Once the head of a request has been read.
  Admission admit(Request& request) const;
  // Once it is whole, for an admitted one. What a handler throws becomes a 500.
  Reply answer(const Request& request, const Route& route) const;
  // admit() and answer() in one, a body that is too large refused as well.
  Reply handle(Request& request) const;

  const Router& router() const { return router_; }
  Metrics& metrics() { return metrics_; }
  // Counts an answer; `route` may be null.
  void count(const Route* route, int status, std::chrono::steady_clock::duration took);

 private:
  Router router_;
  const Gate& gate_;
  Metrics& metrics_;
  MatchCounts* counts_;
  std::vector<std::string> names_;  // beside the routes: "GET /m/lookup"
};

}  // namespace maillon::web
