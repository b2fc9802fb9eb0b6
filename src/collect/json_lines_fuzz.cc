// Any bytes as JSON lines: only blanks are in no record and no bad row.
#include <cstdint>
#include <string_view>

#include "collect/test_reading.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace maillon;
  using namespace maillon::collect;
  ReadPlan plan;
  plan.format = Format::json_lines;
  plan.columns = {"id", "body", "a.b", "images"};
  plan.field(Field::id) = {0};
  plan.field(Field::body) = {1};
  plan.field(Field::title) = {2};
  plan.field(Field::images) = {3};
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const ReadAll read = check_reading(bytes, plan);
  std::string left = left_over(bytes, read);
  if (bytes.starts_with("\xEF\xBB\xBF")) left.erase(0, 3);
  CHECK(left.find_first_not_of(" \t\r\n") == std::string::npos);
  return 0;
}
