#include "tasks/coordinates.h"

#include <charconv>
#include <cmath>
#include <string_view>

namespace maillon::tasks {
namespace {

std::optional<double> parse_degrees(std::string_view text, double most) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !(std::abs(value) <= most))
    return std::nullopt;
  return value;
}

}  // namespace

std::optional<Coordinates> stated_coordinates(const RecordBatch& record) {
  if (record.size() == 0) return std::nullopt;
  const auto lat = parse_degrees(record.field(Field::lat, 0), 90),
             lon = parse_degrees(record.field(Field::lon, 0), 180);
  if (!lat || !lon) return std::nullopt;
  return Coordinates{*lat, *lon};
}

}  // namespace maillon::tasks
