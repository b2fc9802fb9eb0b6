#include "web/gate.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/hash.h"

namespace maillon::web {

namespace {

constexpr std::size_t kOpenMax = 16;  // invitations, and sessions

struct HostPort {
  std::string_view host, port;  // the host of an IPv6 address without its brackets
};

HostPort split_host(std::string_view text) {
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == text.npos) return {text, {}};
    const std::string_view rest = text.substr(end + 1);
    return {text.substr(1, end - 1), rest.starts_with(':') ? rest.substr(1) : std::string_view()};
  }
  const std::size_t colon = text.rfind(':');
  if (colon == text.npos) return {text, {}};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

// An address in figures cannot be bound to another machine's by a name server.
bool is_address(std::string_view host) {
  if (host.find(':') != host.npos)
    return host.find_first_not_of("0123456789abcdefABCDEF:.") == host.npos;
  return !host.empty() && host.find_first_not_of("0123456789.") == host.npos;
}

bool contains_secret(const std::vector<std::string>& secrets, std::string_view wanted) {
  bool found = false;
  for (const std::string& secret : secrets) found = same_secret(secret, wanted) || found;
  return found;
}

void keep(std::vector<std::string>& secrets, std::string secret) {
  if (secrets.size() >= kOpenMax) secrets.erase(secrets.begin());
  secrets.push_back(std::move(secret));
}

}  // namespace

bool is_loopback(std::string_view host) {
  return same_ignoring_case(host, "localhost") || host == "::1" ||
         (host.starts_with("127.") && is_address(host));
}

bool same_secret(std::string_view a, std::string_view b) {
  // Of hashes, so that not even the length shows.
  const Sha256 x = sha256(a), y = sha256(b);
  unsigned difference = 0;
  for (std::size_t i = 0; i < x.size(); ++i) difference |= static_cast<unsigned>(x[i] ^ y[i]);
  return difference == 0;
}

bool is_from_own_page(const Request& request) {
  return request.count_header("Origin") > 0 || request.header("Sec-Fetch-Site") == "same-origin";
}

bool Gate::knows_host(std::string_view text) const {
  const auto [host, port] = split_host(text);
  const std::string own_port = fmt::format_int(settings_.port).c_str();
  for (const std::string& name : settings_.names) {
    if (same_ignoring_case(host, name)) return true;  // a proxy has a port of its own
  }
  if (is_loopback(settings_.host)) return is_loopback(host) && port == own_port;
  return is_address(host) || same_ignoring_case(host, settings_.host) ||
         same_ignoring_case(host, "localhost");
}

std::optional<Reply> Gate::refuse_origin(const Request& request) const {
  if (request.count_header("Host") != 1) return error_reply(400, "a request needs one Host header");
  const std::string_view host = request.header("Host");
  if (!knows_host(host)) {
    return error_reply(421,
                       "this server does not answer to that Host; use the address that it printed, "
                       "or start it with --allow-host NAME");
  }
  const std::string_view origin = request.header("Origin");
  if (request.count_header("Origin") > 0) {
    const std::size_t cut = origin.find("://");
    // Behind a proxy the page may have come by TLS though this server does not speak it.
    if (cut == origin.npos || origin.substr(cut + 3) != host ||
        (settings_.is_secure && origin.substr(0, cut) != "https"))
      return error_reply(403, "pages of another origin may not call this server");
  }
  const std::string_view site = request.header("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin" && site != "none" && !request.segments.empty())
    return error_reply(403, "pages of another site may not call this server");
  return std::nullopt;
}

std::optional<Reply> Gate::refuse(const Request& request, Access access, Right right,
                                  const Caller& caller) const {
  if (access == Access::anyone) return std::nullopt;
  if (access == Access::program && (settings_.token.empty() || caller.program)) return std::nullopt;
  if (has_accounts()) {
    if (access == Access::person || !caller.account.empty())
      return refuse_account(request, right, caller);
  } else if (is_person(request)) {
    return std::nullopt;
  }
  if (access == Access::person) {
    return error_reply(
        401, "open the address that `maillon serve` printed: it lets this browser in, once");
  }
  Reply reply = error_reply(401,
                            "send the header 'Authorization: Bearer TOKEN' with the token that "
                            "`maillon serve` was given or printed");
  reply.headers.push_back({"WWW-Authenticate", "Bearer realm=\"maillon\""});
  return reply;
}

std::optional<std::string> Gate::program_of(const Request& request) const {
  const std::string_view value = request.header("Authorization");
  constexpr std::string_view kScheme = "Bearer ";
  if (value.size() <= kScheme.size() ||
      !same_ignoring_case(value.substr(0, kScheme.size()), kScheme))
    return std::nullopt;
  const std::string_view token = value.substr(kScheme.size());
  if (same_secret(token, settings_.token)) return std::string();
  if (!has_accounts()) return std::nullopt;
  return accounts_.people->find_token(token, "match", accounts_.now()).value_or(std::nullopt);
}

Caller Gate::caller_of(const Request& request) const {
  const std::string_view secret = cookie(request);
  Caller caller;
  caller.program = program_of(request);
  if (!has_accounts() || secret.empty()) return caller;
  caller.account = logged_in_.find(secret, accounts_.now());
  if (!caller.account.empty())
    caller.role =
        accounts_.people->role(caller.account, accounts_.case_id).value_or(store::Role::none);
  return caller;
}

std::optional<Reply> Gate::refuse_account(const Request& request, Right right,
                                          const Caller& caller) {
  if (caller.account.empty()) return error_reply(401, "log in first: open /login in a browser");
  const bool only_reads = request.method == Method::get || request.method == Method::head;
  if (!only_reads && !is_from_own_page(request))
    return error_reply(403,
                       "a request of a person comes from a page of this server, which says so");
  if (may(caller.role, right)) return std::nullopt;
  if (caller.role == store::Role::none)
    return error_reply(403, "the account '" + caller.account +
                                "' is no member of this case; an "
                                "administrator makes it one: maillon people role");
  return error_reply(403, "the role " + std::string(to_name(caller.role)) +
                              " does not allow this; ask "
                              "somebody whose role does, or an administrator for another role");
}

Result<store::LogIn> Gate::log_in(const std::string& name, std::string_view password,
                                  std::string_view code, Field& cookie) {
  TRY(const store::LogIn outcome, accounts_.people->log_in(name, password, code, accounts_.now()));
  if (outcome != store::LogIn::let_in) return outcome;
  TRY(const std::string secret, logged_in_.begin(name, accounts_.now()));
  cookie = set_cookie(secret);
  return outcome;
}

Field Gate::log_out(const Request& request) {
  logged_in_.end(cookie(request));
  return set_cookie("", "; Max-Age=0");
}

Result<store::LogIn> Gate::change_password(const std::string& name, std::string_view present,
                                           std::string_view code, std::string_view next) {
  TRY(const store::LogIn outcome, accounts_.people->log_in(name, present, code, accounts_.now()));
  if (outcome != store::LogIn::let_in) return outcome;
  TRY_OK(accounts_.people->set_password(name, next, {name, accounts_.now()}));
  logged_in_.end_all_of(name);
  return outcome;
}

std::string Gate::cookie_name() const {
  // Cookies know no ports: two servers on one machine must not share one.
  return fmt::format("maillon_{}", settings_.port);
}

Field Gate::set_cookie(std::string_view value, std::string_view more) const {
  return {"Set-Cookie", fmt::format("{}={}; Path=/{}; HttpOnly; SameSite=Strict{}", cookie_name(),
                                    value, more, settings_.is_secure ? "; Secure" : "")};
}

bool Gate::is_person(const Request& request) const {
  const std::string_view secret = cookie(request);
  const std::lock_guard lock(mutex_);
  return !secret.empty() && contains_secret(sessions_, secret);
}

std::string_view Gate::cookie(const Request& request) const {
  std::string_view rest = request.header("Cookie");
  const std::string wanted = cookie_name() + "=";
  while (!rest.empty()) {
    const std::size_t cut = std::min(rest.find(';'), rest.size());
    std::string_view pair = rest.substr(0, cut);
    rest.remove_prefix(std::min(cut + 1, rest.size()));
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    if (pair.starts_with(wanted)) return pair.substr(wanted.size());
  }
  return {};
}

Result<std::string> Gate::invite() {
  TRY(std::string token, make_token());
  const std::lock_guard lock(mutex_);
  keep(invitations_, token);
  return token;
}

Reply Gate::welcome(std::string_view token) {
  Result<std::string> session = make_token();
  if (!session) return error_reply(500, session.error().message);
  {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(invitations_.begin(), invitations_.end(),
                                    [&](const std::string& i) { return same_secret(i, token); });
    if (found == invitations_.end()) {
      return error_reply(403,
                         "this address has been used or is not of this run; start `maillon serve` "
                         "again for a new one");
    }
    invitations_.erase(found);
    keep(sessions_, *session);
  }
  Reply reply;
  reply.status = 303;
  reply.type = "";
  reply.headers = {{"Location", "/"}, set_cookie(*session)};
  return reply;
}

}  // namespace maillon::web
