// Any bytes as the body of a form, the first line its Content-Type: no crash, and parts
// that lie one after another inside of the body.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "web/multipart.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace maillon;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t cut = std::min(bytes.find('\n'), bytes.size());
  const std::string_view body = bytes.substr(std::min(cut + 1, bytes.size()));
  const auto parts = web::parse_form(bytes.substr(0, cut), body);
  if (!parts) {
    CHECK(!parts.error().message.empty());
    return 0;
  }
  const char* end = body.data();
  for (const web::FormPart& part : *parts) {
    CHECK(part.bytes.data() >= end &&
          part.bytes.data() + part.bytes.size() <= body.data() + body.size());
    end = part.bytes.data() + part.bytes.size();
  }
  return 0;
}
