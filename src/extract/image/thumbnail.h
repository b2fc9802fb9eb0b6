// The only likeness of a picture that is ever shown unasked: grey, tiny and blurred, so
// that it tells a shore from a street and no face.
#pragma once

#include <cstdint>
#include <vector>

#include "extract/image/pdq.h"

namespace maillon::extract {

inline constexpr uint32_t kThumbnailSide = 32;  // the longer side, at most

// Grey bytes in rows from the top.
struct Thumbnail {
  uint32_t width = 0, height = 0;
  std::vector<uint8_t> grey;
  friend bool operator==(const Thumbnail&, const Thumbnail&) = default;
};

// Means of up to 8 x 8 pixels spread over each of its own, then two box filters of 3 x 3.
// The details are not in it: no enlarging brings them back.
Thumbnail make_thumbnail(const PixelView& picture);

}  // namespace maillon::extract
