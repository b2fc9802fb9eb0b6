// Which handler answers which request: the table of everything that is served.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "web/http.h"
#include "web/rights.h"

namespace maillon::web {

// Who may ask.
enum class Access : uint8_t {
  anyone,   // without a token: says nothing about data
  program,  // with the bearer token of the match service, or as a person
  person,   // with the cookie that the printed address gives
};

// Where the handler runs.
enum class Work : uint8_t {
  quick,  // on the connection's thread: well under a millisecond
  slow,   // in the bounded queue
};

// May run on several threads at once. The request is whole; `parameters` has what stood
// for the {names} of the pattern.
using Handler = std::function<Reply(const Request&)>;

struct Route {
  Method method = Method::get;
  std::string pattern;  // "/c/bank/{name}": whole segments only
  Access access = Access::program;
  Work work = Work::quick;
  uint64_t body_bytes = 0;  // the largest body taken
  Handler handler;
  // Set where the body is too large for memory: called when the head has come, and what it
  // gives takes the body. An error is the reply, as of page_reply().
  std::function<Result<std::unique_ptr<BodySink>>(const Request&)> open_sink = {};
};

// What people with accounts need for it (rights.cc has the table).
Right right_of(const Route& route);

class Router {
 public:
  // The pattern begins with "/"; no two routes may have the same method and pattern. Where
  // two patterns fit a path, the one that was added first wins.
  void add(Route route);
  const std::vector<Route>& routes() const { return routes_; }

  // The route of the request, whose `parameters` are filled; HEAD finds the route of GET.
  // nullptr: no path fits, or `allowed` has the methods of those that do ("GET, POST").
  const Route* find(Request& request, std::string* allowed) const;

 private:
  struct Pattern {
    std::vector<std::string> segments;  // "" for a parameter
  };
  bool fits(const Pattern& pattern, Request& request) const;

  std::vector<Route> routes_;
  std::vector<Pattern> patterns_;  // beside routes_
};

}  // namespace maillon::web
