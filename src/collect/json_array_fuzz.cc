// Any bytes as arrays of objects, at the top, under a key, or as Telegram's export.
// At the top, brackets, commas and blanks alone are in no record and no bad row.
#include <cstdint>
#include <string_view>

#include "collect/test_reading.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace maillon;
  using namespace maillon::collect;
  if (size < 1) return 0;
  ReadPlan plan;
  plan.format = (data[0] & 1) != 0 ? Format::telegram : Format::json_array;
  plan.array_key = (data[0] & 2) != 0 ? "m" : "";
  plan.columns = {"id", "text", "a.b"};
  plan.field(Field::id) = {0};
  plan.field(Field::body) = {1};
  plan.field(Field::title) = {2};
  const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  const ReadAll read = check_reading(bytes, plan);
  if (!plan.array_key.empty()) return 0;
  std::string left = left_over(bytes, read);
  if (bytes.starts_with("\xEF\xBB\xBF")) left.erase(0, 3);
  CHECK(left.find_first_not_of("[], \t\r\n") == std::string::npos);
  return 0;
}
