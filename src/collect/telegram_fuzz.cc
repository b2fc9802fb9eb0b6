// Any bytes as messages copied from Telegram: only line ends and blanks are in no record and no bad
// row.
#include <cstdint>
#include <string_view>

#include "collect/chat.h"
#include "collect/test_reading.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace maillon;
  using namespace maillon::collect;
  ReadPlan plan;
  plan.format = Format::telegram;
  plan.copied_text = true;
  for (const std::string_view column : kChatColumns) plan.columns.emplace_back(column);
  plan.field(Field::posted_at) = {0};
  plan.field(Field::author) = {1};
  plan.field(Field::body) = {2};
  plan.field(Field::images) = {3};
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const ReadAll read = check_reading(bytes, plan);
  std::string left = left_over(bytes, read);
  if (bytes.starts_with("\xEF\xBB\xBF")) left.erase(0, 3);
  CHECK(left.find_first_not_of(" \r\n") == std::string::npos);
  // Each message has the time that its first line states.
  for (std::size_t i = 0; i < read.records.size(); ++i) CHECK(read.records.posted_at[i] != kNoTime);
  return 0;
}
