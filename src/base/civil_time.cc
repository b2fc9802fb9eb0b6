#include "base/civil_time.h"

#include <charconv>
#include <chrono>

#include <fmt/format.h>

#include "base/records.h"

namespace maillon {

std::optional<int64_t> to_unix(int64_t year, int month, int day, int hour, int minute, int second) {
  if (year < -9999 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
    return std::nullopt;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(year)),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  const int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return ((days * 24 + hour) * 60 + minute) * 60 + second;
}

namespace {

constexpr int64_t kDaySeconds = 86400;

int64_t floor_days(int64_t seconds) {
  return seconds >= 0 ? seconds / kDaySeconds : -((-seconds + kDaySeconds - 1) / kDaySeconds);
}

}  // namespace

std::string format_date(int64_t unix_seconds) {
  if (unix_seconds == kNoTime) return "";
  const std::chrono::year_month_day date{
      std::chrono::sys_days(std::chrono::days(floor_days(unix_seconds)))};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string format_time(int64_t unix_seconds) {
  if (unix_seconds == kNoTime) return "";
  const int64_t rest = unix_seconds - floor_days(unix_seconds) * kDaySeconds;
  return fmt::format("{}T{:02}:{:02}:{:02}Z", format_date(unix_seconds), rest / 3600,
                     rest / 60 % 60, rest % 60);
}

std::optional<int64_t> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  int parts[3];
  const std::size_t begin[3] = {0, 5, 8}, size[3] = {4, 2, 2};
  for (int i = 0; i < 3; ++i) {
    const char* from = text.data() + begin[i];
    const auto [at, error] = std::from_chars(from, from + size[i], parts[i]);
    if (error != std::errc{} || at != from + size[i] || parts[i] < 0) return std::nullopt;
  }
  return to_unix(parts[0], parts[1], parts[2]);
}

}  // namespace maillon
