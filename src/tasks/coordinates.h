// Where a post says it is.
#pragma once

#include <optional>

#include "base/records.h"

namespace maillon::tasks {

struct Coordinates {
  double lat = 0, lon = 0;  // degrees, WGS 84
};
// What the first record states; nothing if it has no row, states one alone, or if it is no place
// on earth.
std::optional<Coordinates> stated_coordinates(const RecordBatch& record);

}  // namespace maillon::tasks
