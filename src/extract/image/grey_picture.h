// Grey pictures as values, for what is handed to other programs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "extract/image/local_features.h"

namespace maillon::extract {

// Grey rows from the top without gaps.
struct GreyPicture {
  uint32_t width = 0, height = 0;
  std::vector<uint8_t> grey;
  friend bool operator==(const GreyPicture&, const GreyPicture&) = default;
};

// The picture, reduced so that its longer side is at most `side_max`. Empty for an empty one.
GreyPicture bounded(const GrayView& picture, int side_max);

// A PGM (netpbm).
std::string to_pgm(uint32_t width, uint32_t height, const std::vector<uint8_t>& grey);

}  // namespace maillon::extract
