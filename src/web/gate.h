// Who is let in: which names this server answers to, which pages may call it, and the
// tokens of people and programs.
//
// A browser on the same machine is the danger for a server on loopback: any page that it
// shows may send requests there. Three checks of each request meet that, cookie or not:
// Host must be a name of ours (a foreign name that was bound to 127.0.0.1 is refused:
// DNS rebinding), Origin, where a browser sends it, must be the page's own, and so must
// Sec-Fetch-Site.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "web/http.h"
#include "web/router.h"

namespace maillon::web {

struct GateSettings {
  std::string host = "127.0.0.1";  // as it is listened on
  uint16_t port = 0;
  std::vector<std::string> names;  // other names to answer to, as behind a proxy
  std::string token;               // of programs; "" lets every program in
};

// Is it 127.0.0.0/8, ::1 or localhost?
bool is_loopback(std::string_view host);
// 128 random bits or more from the system as text that needs no escape.
Result<std::string> make_token();
// Takes the same time wherever they differ.
bool same_secret(std::string_view a, std::string_view b);

class Gate {
 public:
  explicit Gate(GateSettings settings) : settings_(std::move(settings)) {}

  // The reply that refuses the request; nothing if it may pass to a route of that access.
  std::optional<Reply> refuse(const Request& request, Access access) const;
  // The same for Host, Origin and Sec-Fetch-Site alone, before a route is looked for.
  std::optional<Reply> refuse_origin(const Request& request) const;

  // A new word for an address "/?token=..." that lets one browser in, once.
  Result<std::string> invite();
  // What such an address answers: the cookie and the way to "/", or a refusal. At most
  // a few may be open and in use at a time; the oldest session ends for the newest.
  Reply welcome(std::string_view token);

 private:
  bool knows_host(std::string_view host) const;
  bool is_person(const Request& request) const;
  bool is_program(const Request& request) const;
  std::string cookie_name() const;

  const GateSettings settings_;
  mutable std::mutex mutex_;  // guards the two below
  std::vector<std::string> invitations_, sessions_;
};

}  // namespace maillon::web
