// Any bytes as a worker's answer: refused, or facts that are within their ranges and are
// written and read again the same.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "extract/image/facts.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace maillon::extract;
  const auto facts = decode_facts({reinterpret_cast<const char*>(data), size});
  if (!facts) return 0;
  CHECK(facts->orientation >= 1 && facts->orientation <= 8);
  CHECK(facts->pdq.quality >= 0 && facts->pdq.quality <= 100);
  if (facts->thumbnail) {
    CHECK(facts->thumbnail->grey.size() ==
          std::size_t{facts->thumbnail->width} * facts->thumbnail->height);
  }
  const std::string answer = encode_facts(facts);
  const auto again = decode_facts(answer);
  CHECK(again && encode_facts(again) == answer);
  return 0;
}
