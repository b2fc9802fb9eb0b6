// Any bytes as an Exif block and as a file that may hold one: an orientation, nothing read
// outside.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "extract/image/exif.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace maillon::extract;
  using namespace std::string_view_literals;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const int direct = read_orientation(bytes);
  CHECK(direct >= 1 && direct <= 8);
  for (const std::string_view begin :
       {""sv, "\xff\xd8\xff"sv, "\x89PNG\r\n\x1a\n"sv, "RIFF1234WEBP"sv}) {
    const int found = find_orientation(std::string(begin) + std::string(bytes));
    CHECK(found >= 1 && found <= 8);
  }
  return 0;
}
