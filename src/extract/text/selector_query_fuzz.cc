// Fuzzes what a person types: any bytes give values that read as themselves.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "extract/text/query.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using maillon::SelectorKind;
  using maillon::extract::parse_selector_query;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto& query : parse_selector_query(text, size % 2 == 0 ? "" : "FR")) {
    CHECK(!query.value.empty());
    if (query.kind != SelectorKind::phone) continue;
    CHECK(query.value[0] == '+');
    const auto again = parse_selector_query(query.value, "");
    CHECK(!again.empty() && again[0] == query);
  }
  return 0;
}
