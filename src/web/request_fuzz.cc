// Any bytes as what a client sends: read as HTTP, routed, and answered by the service with
// made-up banks. No crash; every request has an answer with a status, refusals are JSON
// with a message, and no answer's head can be split by what was asked.
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/check.h"
#include "web/reply_writer.h"
#include "web/request_reader.h"
#include "web/test_sources.h"

namespace {

using namespace maillon;

void check_reply(web::Reply reply, const web::Request& request) {
  CHECK(reply.status >= 200 && reply.status < 600);
  if (reply.status >= 400)
    CHECK(reply.body.starts_with("{\"message\":\"") && reply.body.ends_with("\"}"));
  web::compress(reply, request.header("Accept-Encoding"));
  std::string out;
  web::append_reply(out, reply, {});
  const std::size_t head = out.find("\r\n\r\n");
  CHECK(reply.status == 204 || out.size() == head + 4 + reply.body.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const web::MadeUpService service;
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  web::RequestReader reader({});
  for (int requests = 0; requests < 16;) {
    switch (reader.next()) {
      case web::RequestReader::Event::need_bytes: {
        if (bytes.empty()) return 0;
        const std::span<char> room = reader.room();
        const std::size_t piece = std::min({room.size(), bytes.size(), std::size_t{1000}});
        std::memcpy(room.data(), bytes.data(), piece);
        reader.arrived(piece);
        bytes.remove_prefix(piece);
        break;
      }
      case web::RequestReader::Event::head:
        if (!reader.set_body_limit(1 << 20)) return 0;
        break;
      case web::RequestReader::Event::whole:
        check_reply(service.application->handle(reader.request()), reader.request());
        reader.start_next();
        ++requests;
        break;
      case web::RequestReader::Event::refused:
        check_reply(reader.refusal(), {});
        return 0;
    }
  }
  return 0;
}
