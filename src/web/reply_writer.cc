#include "web/reply_writer.h"

#include <array>
#include <charconv>

#include <fmt/format.h>
#include <zlib.h>

#include "base/civil_time.h"

namespace maillon::web {

namespace {

constexpr std::size_t kCompressFrom = 1024;

// Nothing is told to other hosts. "no-referrer" would have browsers send "Origin: null" with the
// forms of the log-in, which the gate refuses.
constexpr std::string_view kAlways =
    "Cache-Control: no-store\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Referrer-Policy: same-origin\r\n"
    "X-Content-Type-Options: nosniff\r\n";
// Of replies that bring none of their own.
constexpr std::string_view kPolicy =
    "Content-Security-Policy: default-src 'self'; img-src 'self' blob: data:; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; object-src 'none'\r\n"
    "X-Frame-Options: DENY\r\n";

void append_header(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  // What was made from a request's bytes must not begin a header of its own.
  for (const char c : value) out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  out += "\r\n";
}

// ";q=0", ";q=0.000": not acceptable.
bool is_refused(std::string_view parameters) {
  const std::size_t at = parameters.find("q=");
  if (at == parameters.npos) return false;
  const std::string_view weight = trimmed(parameters.substr(at + 2), kBlanks);
  return weight.find_first_not_of("0.") == weight.npos && !weight.empty();
}

// Lends zlib the body, and takes the packed bytes; "" if it failed.
std::string gzip(std::string_view body) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16, kFast = 1, kMemory = 8;
  if (deflateInit2(&stream, kFast, Z_DEFLATED, kGzipWindow, kMemory, Z_DEFAULT_STRATEGY) != Z_OK)
    return {};
  std::string out(deflateBound(&stream, static_cast<uLong>(body.size())), '\0');
  // zlib does not write through next_in; its type is older than const.
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int status = deflate(&stream, Z_FINISH);
  out.resize(status == Z_STREAM_END ? stream.total_out : 0);
  deflateEnd(&stream);
  return out;
}

}  // namespace

void append_reply(std::string& out, const Reply& reply, const Framing& framing) {
  out.reserve(out.size() + reply.body.size() + 1024);
  fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\n", reply.status,
                 reason_of(reply.status));
  append_header(out, "Date", http_date(framing.now));
  if (reply.status != 204) {
    if (!reply.type.empty()) append_header(out, "Content-Type", reply.type);
    append_header(out, "Content-Length", fmt::format_int(reply.body.size()).c_str());
  }
  bool has_policy = false;
  for (const Field& header : reply.headers) {
    append_header(out, header.name, header.value);
    has_policy = has_policy || header.name == kPolicyHeader;
  }
  out += kAlways;
  if (!has_policy) out += kPolicy;
  if (!framing.keep_alive || reply.close) out += "Connection: close\r\n";
  out += "\r\n";
  if (!framing.head_only && reply.status != 204) out += reply.body;
}

bool accepts_gzip(std::string_view accept_encoding) {
  while (!accept_encoding.empty()) {
    const std::size_t cut = std::min(accept_encoding.find(','), accept_encoding.size());
    const std::string_view item = accept_encoding.substr(0, cut);
    accept_encoding.remove_prefix(std::min(cut + 1, accept_encoding.size()));
    const std::size_t end = std::min(item.find(';'), item.size());
    if (same_ignoring_case(trimmed(item.substr(0, end), kBlanks), "gzip"))
      return !is_refused(item.substr(end));
  }
  return false;
}

void compress(Reply& reply, std::string_view accept_encoding) {
  if (reply.body.size() < kCompressFrom) return;
  for (const Field& field : reply.headers) {
    if (field.name == "Content-Encoding") return;
  }
  reply.headers.push_back({"Vary", "Accept-Encoding"});
  if (!accepts_gzip(accept_encoding)) return;
  std::string packed = gzip(reply.body);
  if (packed.empty() || packed.size() >= reply.body.size()) return;
  reply.body = std::move(packed);
  reply.headers.push_back({"Content-Encoding", "gzip"});
}

std::string http_date(int64_t unix_seconds) {
  static constexpr std::array<std::string_view, 7> kDays = {"Thu", "Fri", "Sat", "Sun",
                                                            "Mon", "Tue", "Wed"};
  static constexpr std::array<std::string_view, 12> kMonths = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string iso = format_time(unix_seconds);  // 2026-03-01T14:05:00Z
  if (iso.size() != 20) return "Thu, 01 Jan 1970 00:00:00 GMT";
  const std::string_view text = iso;
  const auto month = static_cast<std::size_t>((iso[5] - '0') * 10 + iso[6] - '1');
  const auto day = static_cast<std::size_t>((unix_seconds / 86400) % 7);
  return fmt::format("{}, {} {} {} {} GMT", kDays[day], text.substr(8, 2), kMonths[month],
                     text.substr(0, 4), text.substr(11, 8));
}

}  // namespace maillon::web
