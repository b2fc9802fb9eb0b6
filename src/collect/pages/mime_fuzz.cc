// Any bytes as a page saved as mail.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "base/utf8.h"
#include "collect/pages/mime.h"
#include "collect/pages/page.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace maillon::collect;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  begins_mime(bytes);
  const PageAnswer read = read_page(PageKind::mhtml, bytes);
  CHECK(read.kind != PageAnswer::Kind::skipped && maillon::is_utf8(read.text));
  CHECK(!read.text.empty() && read.text.find('\n') == std::string_view::npos);
  return 0;
}
