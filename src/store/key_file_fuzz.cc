// Any bytes as CASE/key: a case may come from somebody else. What is taken must come back from its
// text. The sum would turn nearly all inputs away, so the first byte may ask for a right one.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/hash.h"
#include "store/key_file.h"

namespace maillon::store {

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] % 2 == 1) text += "sum " + to_hex(sha256(text)) + "\n";
  const auto file = KeyFile::parse(text, "key");
  if (!file) return 0;
  CHECK(!file->names().empty() && file->id().size() == 32);
  const auto again = KeyFile::parse(file->text(), "key");
  CHECK(again && again->text() == file->text());
  return 0;
}

}  // namespace maillon::store
