#include "tasks/coordinates.h"

#include <charconv>
#include <cmath>
#include <string_view>

#include "collect/plan.h"

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

StatedPlaces::StatedPlaces(const OpenedCase& from, const std::vector<store::Import>& imports)
    : from_(from) {
  for (const store::Import& import : imports) {
    for (uint32_t f = 0; f < import.files.size(); ++f) {
      const auto plan = collect::ReadPlan::from_json(import.files[f].plan);
      if (plan && !plan->field(Field::lat).empty() && !plan->field(Field::lon).empty())
        files_.emplace(import.id.value, f);
    }
  }
}

std::map<StatedPlaces::Place, Coordinates> StatedPlaces::of(std::span<const uint32_t> rows) const {
  const Posts& posts = from_.data.posts;
  std::map<Place, Coordinates> found;
  for (const uint32_t row : rows) {
    if (!files_.contains({posts.import[row], posts.file[row]})) continue;
    Place place{posts.word(posts.city, row), posts.word(posts.country, row)};
    if (place.first.empty() || found.contains(place)) continue;
    const auto record = from_.reader->read(place_of(posts, row));
    if (!record) continue;
    if (const auto at = stated_coordinates(*record)) found.emplace(std::move(place), *at);
  }
  return found;
}

}  // namespace maillon::tasks
