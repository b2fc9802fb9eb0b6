// Any bytes as a picture: no crash, within the limits; and what was decoded can be hashed,
// seen in all its turns, and told in an answer that reads back the same.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "extract/image/decode.h"
#include "extract/image/facts.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace maillon::extract;
  static PictureReader reader;
  constexpr PictureLimits kLimits{.bytes = 1 << 20, .pixels = 1 << 20, .side = 4096};
  const std::string_view file(reinterpret_cast<const char*>(data), size);
  const auto facts = reader.read(file, {.forms = true, .thumbnail = true}, kLimits);
  if (!facts) {
    CHECK(!facts.error().message.empty());
    return 0;
  }
  CHECK(uint64_t{facts->width} * facts->height <= kLimits.pixels);
  CHECK(facts->pdq.quality >= 0 && facts->pdq.quality <= 100);
  CHECK(facts->upright.has_value() == (facts->orientation != 1));
  const auto again = decode_facts(encode_facts(facts));
  CHECK(again && again->pdq.hash == facts->pdq.hash && again->thumbnail == facts->thumbnail);
  return 0;
}
