#include "web/request_reader.h"

#include <limits>
#include <optional>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/parser.hpp>

#include "base/check.h"
#include "web/target.h"

namespace maillon::web {

namespace http = boost::beast::http;
using boost::beast::error_code;

namespace {

// http::string_body, but for the memory that it takes at once for all of a body that is said
// to come: a sink takes it piece by piece.
struct GrowingBody {
  using value_type = std::string;
  class reader {  // NOLINT(readability-identifier-naming): as Beast asks for it
   public:
    template <bool is_request, class Fields>
    reader(http::header<is_request, Fields>& /*head*/, value_type& body) : body_(body) {}
    void init(const boost::optional<uint64_t>& /*length*/, error_code& error) { error = {}; }
    template <class Buffers>
    std::size_t put(const Buffers& buffers, error_code& error) {
      error = {};
      std::size_t taken = 0;
      for (const auto buffer : boost::beast::buffers_range_ref(buffers)) {
        body_.append(static_cast<const char*>(buffer.data()), buffer.size());
        taken += buffer.size();
      }
      return taken;
    }
    void finish(error_code& error) { error = {}; }

   private:
    value_type& body_;
  };
};
using Parser = http::request_parser<GrowingBody>;

constexpr std::size_t kRoom = 8 * 1024;  // read at once
// A client may well end its last request with a line too many (RFC 9112, section 2.2).
constexpr std::string_view kLineEnds = "\r\n";

Method method_of(http::verb verb) {
  switch (verb) {
    case http::verb::get:
      return Method::get;
    case http::verb::head:
      return Method::head;
    case http::verb::post:
      return Method::post;
    case http::verb::put:
      return Method::put;
    case http::verb::delete_:
      return Method::del;
    case http::verb::options:
      return Method::options;
    default:
      return Method::other;
  }
}

std::string text_of(boost::beast::string_view text) {
  return std::string(text.data(), text.size());
}

Reply refusal_of(const error_code& error) {
  if (error == http::error::header_limit)
    return error_reply(
        431, "the request line and headers are too long; send long values in the body of a POST");
  if (error == http::error::body_limit)
    return error_reply(413, "the body is too large for this endpoint; send less at once");
  if (error == http::error::bad_version)
    return error_reply(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
  return error_reply(400, "this is not a request of HTTP/1.1: " + error.message());
}

}  // namespace

struct RequestReader::State {
  ReadLimits limits;
  std::string bytes;  // received; what lies before `begin` has been read
  std::size_t begin = 0, end = 0;
  std::optional<Parser> parser;
  Request request;
  Reply refusal;
  bool head_told = false, is_whole = false, is_refused = false;

  void start_parser() {
    parser.emplace();
    parser->eager(true);
    parser->header_limit(limits.header_bytes);
    parser->body_limit(std::numeric_limits<uint64_t>::max());  // until the head has been read
    head_told = is_whole = false;
  }

  Event refuse(Reply reply) {
    refusal = std::move(reply);
    refusal.close = true;
    is_refused = true;
    return Event::refused;
  }

  // Passes on what has come of the body; false if the sink takes no more.
  bool drain(Reply& reply) {
    std::string& body = parser->get().body();
    if (!request.sink || body.empty()) return true;
    const Result<void> written = request.sink->write(body);
    body.clear();
    if (!written) reply = error_reply(503, written.error().message);
    return written.has_value();
  }

  Event tell_head() {
    head_told = true;
    parser->body_limit(limits.body_bytes);
    const auto& message = parser->get();
    request = {};
    request.method = method_of(message.method());
    request.target = text_of(message.target());
    for (const auto& field : message)
      request.headers.push_back({text_of(field.name_string()), text_of(field.value())});
    const Result<void> parsed = parse_target(request);
    return parsed ? Event::head : refuse(error_reply(400, parsed.error().message));
  }
};

RequestReader::RequestReader(const ReadLimits& limits) : state_(std::make_unique<State>()) {
  state_->limits = limits;
  state_->start_parser();
}
RequestReader::~RequestReader() = default;

std::span<char> RequestReader::room() {
  State& s = *state_;
  if (s.begin == s.end) s.begin = s.end = 0;
  if (s.bytes.size() - s.end < kRoom) {
    s.bytes.erase(0, s.begin);
    s.end -= s.begin;
    s.begin = 0;
    s.bytes.resize(s.end + kRoom);
  }
  return std::span(s.bytes).subspan(s.end);
}

void RequestReader::arrived(std::size_t size) {
  state_->end += size;
}

RequestReader::Event RequestReader::next() {
  State& s = *state_;
  if (s.is_refused) return Event::refused;
  CHECK(!s.is_whole);
  while (!s.parser->got_some() && s.begin < s.end &&
         kLineEnds.find(s.bytes[s.begin]) != kLineEnds.npos)
    ++s.begin;
  while (!s.parser->is_done()) {
    if (s.begin == s.end) return Event::need_bytes;
    error_code error;
    // Header by header: a body must not be read before its limit is known.
    s.parser->eager(s.head_told);
    const std::size_t read =
        s.parser->put(boost::asio::buffer(s.bytes.data() + s.begin, s.end - s.begin), error);
    s.begin += read;
    if (error == http::error::need_more) return Event::need_bytes;
    if (error) return s.refuse(refusal_of(error));
    if (Reply reply; !s.drain(reply)) return s.refuse(std::move(reply));
    if (s.parser->is_header_done() && !s.head_told) return s.tell_head();
  }
  if (!s.head_told) return s.tell_head();
  s.is_whole = true;
  s.request.body = std::move(s.parser->get().body());
  return Event::whole;
}

Request& RequestReader::request() {
  return state_->request;
}

const Reply& RequestReader::refusal() const {
  return state_->refusal;
}

bool RequestReader::set_body_limit(uint64_t bytes) {
  state_->parser->body_limit(bytes);
  const auto length = state_->parser->content_length();
  return !length || *length <= bytes;
}

void RequestReader::set_sink(std::unique_ptr<BodySink> sink) {
  state_->request.sink = std::move(sink);
}

bool RequestReader::wants_continue() const {
  return same_ignoring_case(state_->request.header("Expect"), "100-continue") &&
         !state_->parser->is_done();
}

bool RequestReader::has_body() const {
  return !state_->parser->is_done();
}

bool RequestReader::keep_alive() const {
  return state_->parser->is_header_done() && state_->parser->keep_alive();
}

bool RequestReader::has_begun() const {
  return state_->parser->got_some() || state_->begin < state_->end;
}

void RequestReader::start_next() {
  state_->start_parser();
}

}  // namespace maillon::web
