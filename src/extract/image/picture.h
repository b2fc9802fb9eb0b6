// A decoded picture, and the limits under which pictures are decoded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "extract/image/pdq.h"

namespace maillon::extract {

// What a picture may be at most. A file that says more than that is refused before
// anything is allocated for its pixels.
struct PictureLimits {
  uint64_t bytes = 256ULL << 20;  // of the file
  uint64_t pixels = 120'000'000;
  uint32_t side = 65'535;
};

enum class PictureFormat : uint8_t { unknown, jpeg, png, webp, gif, bmp, heif };
std::string_view to_name(PictureFormat format);  // "JPEG"; "unknown" is ""

// By the first bytes, whatever the file is called.
PictureFormat sniff_picture(std::string_view file);

// 8-bit rows from the top without gaps: one byte a pixel (luma) or three (red, green,
// blue). One byte more stands at the end of `pixels`, so that four may be read at once.
// Transparency is dropped and what is under it shows, as in the reference.
struct Picture {
  uint32_t width = 0, height = 0, channels = 3;
  std::vector<uint8_t> pixels;

  PixelView view() const {
    const auto step = static_cast<std::ptrdiff_t>(channels);
    return {pixels.data(), width, height, channels, step, step * width};
  }
};

// Sets the size and makes room, if it is within the limits; else Code::unsupported, with
// the size and the limit. The bytes are not cleared where there was room already.
Result<void> size_picture(Picture& picture, uint64_t width, uint64_t height, uint32_t channels,
                          const PictureLimits& limits);

}  // namespace maillon::extract
