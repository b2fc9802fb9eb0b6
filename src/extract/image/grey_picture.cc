#include "extract/image/grey_picture.h"

#include <algorithm>
#include <utility>

#include "extract/image/pyramid.h"

namespace maillon::extract {

GreyPicture bounded(const GrayView& picture, int side_max) {
  if (std::min(picture.width, picture.height) <= 0) return {};
  const int64_t longer = std::max(picture.width, picture.height);
  const int64_t side = std::min<int64_t>(longer, side_max);
  const auto scaled = [&](int64_t length) {
    return std::max(1, static_cast<int>(length * side / longer));
  };
  Plane<uint8_t> out = shrink_by_area(picture.pixels, picture.width, picture.height, picture.stride,
                                      scaled(picture.width), scaled(picture.height));
  return {static_cast<uint32_t>(out.width), static_cast<uint32_t>(out.height),
          std::move(out.values)};
}

std::string to_pgm(uint32_t width, uint32_t height, const std::vector<uint8_t>& grey) {
  std::string pgm = "P5\n" + std::to_string(width) + " " + std::to_string(height) + "\n255\n";
  pgm.append(grey.begin(), grey.end());
  return pgm;
}

}  // namespace maillon::extract
