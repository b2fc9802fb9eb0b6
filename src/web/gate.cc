#include "web/gate.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>
#include <sys/random.h>

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

Result<std::string> make_token() {
  std::array<uint8_t, 24> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    return fail(Code::io, "the system gives no random bytes for a token; try again");
  return to_hex(bytes.data(), bytes.size());
}

bool same_secret(std::string_view a, std::string_view b) {
  // Of hashes, so that not even the length shows.
  const Sha256 x = sha256(a), y = sha256(b);
  unsigned difference = 0;
  for (std::size_t i = 0; i < x.size(); ++i) difference |= static_cast<unsigned>(x[i] ^ y[i]);
  return difference == 0;
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
    if (cut == origin.npos || origin.substr(cut + 3) != host)
      return error_reply(403, "pages of another origin may not call this server");
  }
  const std::string_view site = request.header("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin" && site != "none" && !request.segments.empty())
    return error_reply(403, "pages of another site may not call this server");
  return std::nullopt;
}

std::optional<Reply> Gate::refuse(const Request& request, Access access) const {
  if (access == Access::anyone) return std::nullopt;
  if (access == Access::program && (settings_.token.empty() || is_program(request)))
    return std::nullopt;
  if (is_person(request)) return std::nullopt;
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

bool Gate::is_program(const Request& request) const {
  const std::string_view value = request.header("Authorization");
  constexpr std::string_view kScheme = "Bearer ";
  return value.size() > kScheme.size() &&
         same_ignoring_case(value.substr(0, kScheme.size()), kScheme) &&
         same_secret(value.substr(kScheme.size()), settings_.token);
}

std::string Gate::cookie_name() const {
  // Cookies know no ports: two servers on one machine must not share one.
  return fmt::format("maillon_{}", settings_.port);
}

bool Gate::is_person(const Request& request) const {
  std::string_view rest = request.header("Cookie");
  const std::string wanted = cookie_name() + "=";
  while (!rest.empty()) {
    const std::size_t cut = std::min(rest.find(';'), rest.size());
    std::string_view pair = rest.substr(0, cut);
    rest.remove_prefix(std::min(cut + 1, rest.size()));
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    if (!pair.starts_with(wanted)) continue;
    const std::lock_guard lock(mutex_);
    return contains_secret(sessions_, pair.substr(wanted.size()));
  }
  return false;
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
  reply.headers = {{"Location", "/"},
                   {"Set-Cookie", fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict",
                                              cookie_name(), *session)}};
  return reply;
}

}  // namespace maillon::web
