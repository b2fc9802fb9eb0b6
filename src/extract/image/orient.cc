#include "extract/image/orient.h"

#include <utility>

namespace maillon::extract {

PixelView orient(const PixelView& stored, int orientation) {
  if (orientation < 2 || orientation > 8 || stored.width == 0 || stored.height == 0) return stored;
  PixelView view = stored;
  // What stands first in a row, and in a column, of the upright picture.
  const bool swaps = orientation >= 5;
  const bool from_right = orientation == 2 || orientation == 3 || orientation >= 7;
  const bool from_below =
      orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  if (from_right) {
    view.pixels += view.step * (static_cast<std::ptrdiff_t>(view.width) - 1);
    view.step = -view.step;
  }
  if (from_below) {
    view.pixels += view.stride * (static_cast<std::ptrdiff_t>(view.height) - 1);
    view.stride = -view.stride;
  }
  if (swaps) {
    std::swap(view.step, view.stride);
    std::swap(view.width, view.height);
  }
  return view;
}

}  // namespace maillon::extract
