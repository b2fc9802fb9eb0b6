// Grey pictures at falling sizes, in integer arithmetic.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace maillon::extract {

// Rows without gaps.
template <class T>
struct Plane {
  int width = 0;
  int height = 0;
  std::vector<T> values;

  Plane() = default;
  Plane(int w, int h)
      : width(w), height(h), values(static_cast<std::size_t>(w) * static_cast<std::size_t>(h)) {}
  T* row(int y) { return values.data() + static_cast<std::ptrdiff_t>(y) * width; }
  const T* row(int y) const { return values.data() + static_cast<std::ptrdiff_t>(y) * width; }
};

// The picture at `width` x `height`, neither larger than it is: each pixel is the mean of
// the area that it covers.
Plane<uint8_t> shrink_by_area(const uint8_t* pixels, int from_width, int from_height,
                              std::ptrdiff_t stride, int width, int height);

// One step of a pyramid, down to at least half the size: bilinear, centres aligned.
Plane<uint8_t> shrink_bilinear(const Plane<uint8_t>& from, int width, int height);

// Smoothed by a binomial of nine taps a side (standard deviation 1.41 pixels), in 16ths
// of a grey level. Edges are repeated.
Plane<uint16_t> smoothed(const Plane<uint8_t>& from);

}  // namespace maillon::extract
