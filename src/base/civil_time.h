// Dates without a clock and without a locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace maillon {

inline constexpr int64_t kDay = 86'400;  // seconds

// Seconds since 1970-01-01T00:00:00Z of a proleptic Gregorian date and time.
// Nothing if a part is out of range (month 13, 30 February, hour 24 ...).
std::optional<int64_t> to_unix(int64_t year, int month, int day, int hour = 0, int minute = 0,
                               int second = 0);
// The midnight (UTC) of a day written 2026-03-01; nothing if it is written otherwise or is no day.
std::optional<int64_t> parse_date(std::string_view text);
// "2026-03-01T14:05:00Z"; kNoTime gives "".
std::string format_time(int64_t unix_seconds);
// "2026-03-01"; kNoTime gives "".
std::string format_date(int64_t unix_seconds);

}  // namespace maillon
