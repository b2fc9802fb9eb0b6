#include "extract/image/thumbnail.h"

#include <algorithm>

namespace maillon::extract {

namespace {

constexpr uint32_t kSamples = 8;  // a side, of a thumbnail's pixel
constexpr int kBlurs = 2;

uint32_t grey_of(const uint8_t* pixel, uint32_t channels) {
  if (channels == 1) return pixel[0];
  return (77U * pixel[0] + 150U * pixel[1] + 29U * pixel[2]) >> 8;
}

uint8_t mean_of_cell(const PixelView& picture, const Thumbnail& thumbnail, uint32_t column,
                     uint32_t row) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < kSamples; ++i) {
    const uint64_t y =
        (uint64_t{row} * kSamples + i) * picture.height / (uint64_t{thumbnail.height} * kSamples);
    const uint8_t* line = picture.pixels + static_cast<std::ptrdiff_t>(y) * picture.stride;
    for (uint32_t j = 0; j < kSamples; ++j) {
      const uint64_t x = (uint64_t{column} * kSamples + j) * picture.width /
                         (uint64_t{thumbnail.width} * kSamples);
      sum += grey_of(line + static_cast<std::ptrdiff_t>(x) * picture.step, picture.channels);
    }
  }
  return static_cast<uint8_t>(sum / (kSamples * kSamples));
}

void blur(Thumbnail& thumbnail) {
  const std::vector<uint8_t> before = thumbnail.grey;
  const uint32_t width = thumbnail.width, height = thumbnail.height;
  for (uint32_t y = 0; y < height; ++y) {
    for (uint32_t x = 0; x < width; ++x) {
      uint32_t sum = 0, count = 0;
      for (uint32_t i = y - std::min(y, 1U); i < std::min(y + 2, height); ++i) {
        for (uint32_t j = x - std::min(x, 1U); j < std::min(x + 2, width); ++j) {
          sum += before[i * width + j];
          ++count;
        }
      }
      thumbnail.grey[y * width + x] = static_cast<uint8_t>(sum / count);
    }
  }
}

}  // namespace

Thumbnail make_thumbnail(const PixelView& picture) {
  Thumbnail thumbnail;
  const uint32_t longer = std::max(picture.width, picture.height);
  if (std::min(picture.width, picture.height) == 0) return thumbnail;
  const auto scale = [&](uint32_t side) {
    return std::max<uint32_t>(
        1, static_cast<uint32_t>(uint64_t{side} * std::min(longer, kThumbnailSide) / longer));
  };
  thumbnail.width = scale(picture.width);
  thumbnail.height = scale(picture.height);
  for (uint32_t y = 0; y < thumbnail.height; ++y) {
    for (uint32_t x = 0; x < thumbnail.width; ++x) {
      thumbnail.grey.push_back(mean_of_cell(picture, thumbnail, x, y));
    }
  }
  for (int i = 0; i < kBlurs; ++i) blur(thumbnail);
  return thumbnail;
}

}  // namespace maillon::extract
