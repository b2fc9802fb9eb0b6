// Who is let in: which names this server answers to, which pages may call it, and the
// tokens of people and programs.
//
// A browser on the same machine is the danger for a server on loopback: any page that it
// shows may send requests there. Three checks of each request meet that, cookie or not:
// Host must be a name of ours (a foreign name that was bound to 127.0.0.1 is refused:
// DNS rebinding), Origin, where a browser sends it, must be the page's own, and so must
// Sec-Fetch-Site.
//
// Who is let in as a person: on one's own machine the browser that opened the printed address,
// once; with accounts (store/people.h) who logs in, to what the role in this case allows.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/passwords.h"
#include "store/people.h"
#include "web/http.h"
#include "web/router.h"
#include "web/sessions.h"

namespace maillon::web {

struct GateSettings {
  std::string host = "127.0.0.1";  // as it is listened on
  uint16_t port = 0;
  std::vector<std::string> names;  // other names to answer to, as behind a proxy
  std::string token;               // of programs; "" lets every program in
  bool is_secure = false;          // it speaks TLS itself
};

// Who asks, where people log in, and of programs.
struct Caller {
  std::string account;                   // "": nobody is logged in
  store::Role role = store::Role::none;  // in this case
  // A program that has a token; its name, "" for the token that the server was started with.
  std::optional<std::string> program;
};

// Accounts, instead of the printed address. `people` must outlive the gate.
struct GateAccounts {
  store::People* people = nullptr;
  std::string case_id;           // whose roles count
  std::function<int64_t()> now;  // Unix seconds
};

// Is it 127.0.0.0/8, ::1 or localhost?
bool is_loopback(std::string_view host);
// 192 random bits as text that needs no escape.
inline Result<std::string> make_token() {
  return store::make_key();
}
// Does a browser say that a page of this server sent it? That Origin and Sec-Fetch-Site, if they
// are there, are ours has been checked before: refuse_origin().
bool is_from_own_page(const Request& request);
// Takes the same time wherever they differ.
bool same_secret(std::string_view a, std::string_view b);

class Gate {
 public:
  explicit Gate(GateSettings settings, GateAccounts accounts = {})
      : settings_(std::move(settings)), accounts_(std::move(accounts)) {}

  bool has_accounts() const { return accounts_.people != nullptr; }

  // The reply that refuses the request; nothing if it may pass to a route of that access. The
  // right counts for people with accounts, whose requests that change something must say by
  // Origin that they come from a page of ours. `caller` is caller_of(request).
  std::optional<Reply> refuse(const Request& request, Access access, Right right,
                              const Caller& caller) const;
  std::optional<Reply> refuse(const Request& request, Access access) const {
    return refuse(request, access, Right::see, caller_of(request));
  }
  // The same for Host, Origin and Sec-Fetch-Site alone, before a route is looked for.
  std::optional<Reply> refuse_origin(const Request& request) const;

  // A new word for an address "/?token=..." that lets one browser in, once.
  Result<std::string> invite();
  // What such an address answers: the cookie and the way to "/", or a refusal. At most
  // a few may be open and in use at a time; the oldest session ends for the newest.
  Reply welcome(std::string_view token);

  // ---- With accounts ----
  // Counts as a request of the session. Without accounts only programs are somebody.
  Caller caller_of(const Request& request) const;
  // Checks what was typed, and where it is right begins a session: `cookie` is the header.
  Result<store::LogIn> log_in(const std::string& name, std::string_view password,
                              std::string_view code, Field& cookie);
  // Ends the session of the request; the header takes the cookie away.
  Field log_out(const Request& request);
  // Sets another password where the present one is right, and ends all the account's sessions.
  Result<store::LogIn> change_password(const std::string& name, std::string_view present,
                                       std::string_view code, std::string_view next);

 private:
  bool knows_host(std::string_view host) const;
  bool is_person(const Request& request) const;
  std::optional<std::string> program_of(const Request& request) const;
  static std::optional<Reply> refuse_account(const Request& request, Right right,
                                             const Caller& caller);
  std::string cookie_name() const;
  Field set_cookie(std::string_view value, std::string_view more = "") const;
  std::string_view cookie(const Request& request) const;  // "" if it has none of ours

  const GateSettings settings_;
  const GateAccounts accounts_;
  mutable Sessions logged_in_;
  mutable std::mutex mutex_;  // guards the two below
  std::vector<std::string> invitations_, sessions_;
};

}  // namespace maillon::web
