// A picture as it is to be looked at, by its Exif orientation.
#pragma once

#include "extract/image/pdq.h"

namespace maillon::extract {

// The same pixels seen upright; orientation 1..8 as in exif.h, anything else is 1.
PixelView orient(const PixelView& stored, int orientation);

}  // namespace maillon::extract
