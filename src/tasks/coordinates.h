// Where a post says it is.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/records.h"
#include "tasks/show_case.h"

namespace maillon::tasks {

struct Coordinates {
  double lat = 0, lon = 0;  // degrees, WGS 84
};
// What the first record states; nothing if it has no row, states one alone, or if it is no place
// on earth.
std::optional<Coordinates> stated_coordinates(const RecordBatch& record);

// Where the towns of a case are, by its posts.
class StatedPlaces {
 public:
  // Reads from `from` as long as it lives. Files without columns for coordinates are never read.
  StatedPlaces(const OpenedCase& from, const std::vector<store::Import>& imports);

  // Of each (city, country) of those rows what the first row there states; places of which none
  // states any are left out. Reads the originals.
  using Place = std::pair<std::string, std::string>;
  std::map<Place, Coordinates> of(std::span<const uint32_t> rows) const;

 private:
  const OpenedCase& from_;
  std::set<std::pair<uint32_t, uint32_t>> files_;  // import, file: that have the columns
};

}  // namespace maillon::tasks
