// Dates as people and programs write them -> seconds since 1970 UTC.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "collect/plan.h"

namespace maillon::collect {

// Reads ISO 8601, RFC 2822, 31/12/2021 14:05 (the order says which is the day),
// month names in the UN languages and a few more, 12-hour clocks, Arabic-Indic,
// Persian and full-width digits, 2021年3月12日, and Unix seconds or milliseconds.
// A time without a zone is taken as UTC. Nothing if it is no date, or one outside
// 1900 to 2100 (0000-00-00 and 9999-12-31 are how programs write "none").
std::optional<int64_t> parse_date(std::string_view text, DateOrder order);

// What a numeric date says about the order of its parts: "31/12/2021" can be
// DMY only. All three are true for a date that is not of that kind.
struct DateOrders {
  bool dmy = true, mdy = true, ymd = true;
};
DateOrders possible_orders(std::string_view text);

// True if the date says its zone (Z, +02:00, GMT) or needs none (Unix time).
bool has_zone(std::string_view text);

}  // namespace maillon::collect
