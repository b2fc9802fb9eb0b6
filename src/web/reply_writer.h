// Replies -> bytes of a connection.
#pragma once

#include <cstdint>
#include <string>

#include "web/http.h"

namespace maillon::web {

// A reply that has this header gets no policy of ours, and says itself who may frame it.
inline constexpr std::string_view kPolicyHeader = "Content-Security-Policy";

struct Framing {
  bool keep_alive = true;
  bool head_only = false;  // the answer to HEAD: the length of a body that is not sent
  int64_t now = 0;         // for the Date header, seconds
};

// Appends the reply: status line, its own headers, and those that every reply has: the
// length, the date, and what keeps a browser from doing anything else with it (no
// sniffing, no frame, no referrer, no cache, and a Content-Security-Policy under which a
// page loads nothing from elsewhere and runs no inline script).
void append_reply(std::string& out, const Reply& reply, const Framing& framing);

// Packs the body by gzip if `accept_encoding` allows it, it is of 1 KiB or more, and it
// gets smaller.
void compress(Reply& reply, std::string_view accept_encoding);
// Does this Accept-Encoding (RFC 9110, section 12.5.3) allow gzip?
bool accepts_gzip(std::string_view accept_encoding);

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, section 5.6.7).
std::string http_date(int64_t unix_seconds);

}  // namespace maillon::web
