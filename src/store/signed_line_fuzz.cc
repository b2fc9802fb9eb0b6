// Any bytes as a signed line: who hands over a folder of lists may have changed its log. Nothing
// that was not signed may be taken for signed; here nobody has a key, so nothing is.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "store/signed_line.h"

namespace maillon::store {

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (const auto line = read_signed_line(input)) {
    CHECK(line->text == input && !line->is_signed);
    // A line made of what was read is read as it was made.
    const auto made = sign_line("{\"a\":1", line->previous, nullptr);
    CHECK(made);
    const auto again = read_signed_line(*made);
    CHECK(again && again->previous == line->previous && !again->key);
  }
  return 0;
}

}  // namespace maillon::store
