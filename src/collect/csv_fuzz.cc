// Any bytes as a table, with any dialect: what check_reading says, and that nothing
// but header, delimiters and line ends is left out.
#include <cstdint>
#include <string_view>

#include "collect/test_reading.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace maillon;
  using namespace maillon::collect;
  if (size < 2) return 0;
  ReadPlan plan;
  plan.delimiter = ",;\t|"[data[0] & 3];
  plan.quotes = (data[0] & 4) != 0;
  plan.has_header = (data[0] & 8) != 0;
  plan.line_end = (data[0] & 16) != 0 ? '\r' : '\n';
  const unsigned columns = 1 + (data[1] & 3);
  plan.encoding = static_cast<Encoding>((data[1] >> 2) % 7);
  for (unsigned c = 0; c < columns; ++c)
    plan.columns.push_back(std::string(1, static_cast<char>('a' + c)));
  plan.field(Field::body) = {columns - 1};
  plan.field(Field::title) = {0};
  const std::string_view bytes(reinterpret_cast<const char*>(data + 2), size - 2);
  const ReadAll read = check_reading(bytes, plan);
  if (plan.has_header || plan.encoding != Encoding::utf8) return 0;
  std::string left = left_over(bytes, read);
  if (bytes.starts_with("\xEF\xBB\xBF")) left.erase(0, 3);
  for (const char c : left) {
    CHECK(c == '\n' || c == '\r' || c == ' ' || c == '\t' || c == plan.delimiter ||
          (plan.quotes && c == '"'));
  }
  return 0;
}
