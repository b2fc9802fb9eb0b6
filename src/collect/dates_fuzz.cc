// Any text as a date: within 1900 to 2100 or nothing, and a date that is written
// out again reads as itself.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "base/civil_time.h"
#include "collect/dates.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace maillon;
  using namespace maillon::collect;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  bool any = false;
  for (const DateOrder order : {DateOrder::dmy, DateOrder::mdy, DateOrder::ymd}) {
    const auto time = parse_date(text, order);
    if (!time) continue;
    any = true;
    CHECK(*time >= *to_unix(1899, 12, 31) && *time <= *to_unix(2101, 1, 2));
    if (*time >= *to_unix(1900, 1, 1) && *time < *to_unix(2101, 1, 1)) {
      CHECK(parse_date(format_time(*time), order) == time);
    }
  }
  if (!any) return 0;
  const DateOrders orders = possible_orders(text);
  CHECK(orders.dmy || orders.mdy || orders.ymd);
  has_zone(text);
  return 0;
}
