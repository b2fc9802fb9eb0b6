// Strokes of one picture: connected regions that are darker, or lighter, than what is around.
#pragma once

#include <cstdint>
#include <vector>

#include "extract/image/pyramid.h"

namespace maillon::extract {

struct StrokeRun {
  int y = 0, begin = 0, end = 0;
  uint32_t stroke = 0;  // its place in Strokes::strokes
};

struct Stroke {
  int left = 0, top = 0, right = 0, bottom = 0;  // right and bottom are past the last pixel
  uint32_t area = 0;
  uint32_t border = 0;     // sides of its pixels that are no stroke beyond
  uint64_t sum = 0;        // of its grey levels
  uint32_t first_run = 0;  // in Strokes::runs, which stand by stroke
  int width() const { return right - left; }
  int height() const { return bottom - top; }
  int grey() const { return static_cast<int>(sum / area); }
  int thickness() const { return static_cast<int>(32U * area / border); }  // 16ths of a pixel
};

struct Strokes {
  std::vector<Stroke> strokes;
  std::vector<StrokeRun> runs;  // by stroke, then from the top
};

// Pixels that are lighter (or darker) than the mean of the square around them by some levels,
// joined where they touch, at corners too. Those of less than 4 pixels, and those higher than
// `height_max`, are left out.
Strokes find_strokes(const Plane<uint8_t>& picture, bool light, int height_max);

}  // namespace maillon::extract
