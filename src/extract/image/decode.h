// Files of pictures to pixels: JPEG (libjpeg-turbo), PNG (libpng), WebP (libwebp), GIF
// (giflib), BMP (our own reader).
#pragma once

#include <string_view>

#include "base/result.h"
#include "extract/image/picture.h"

namespace maillon::extract {

// Decodes a file into `picture`, whose room is used again. Grey pictures keep one
// channel; CMYK, palettes and 16 bits a channel become 8-bit RGB; of an animation it is
// the first frame. Pixels come as they are stored: nothing is turned (exif.h).
//
// Code::unsupported: not a picture that we know, or beyond the limits; HEIF is among it,
// since a separate program decodes it. Code::corrupt: the file is damaged, or ends early:
// half a picture is no picture, for it would have the hash of another one.
//
// Libraries for pictures have had many holes: call it in the sandboxed worker
// (tasks/picture_worker.h), not on files of strangers in the process itself.
Result<void> decode_picture(std::string_view file, const PictureLimits& limits, Picture& picture);

// One format each; decode_picture chooses.
Result<void> decode_jpeg(std::string_view file, const PictureLimits& limits, Picture& picture);
Result<void> decode_png(std::string_view file, const PictureLimits& limits, Picture& picture);
Result<void> decode_webp(std::string_view file, const PictureLimits& limits, Picture& picture);
Result<void> decode_gif(std::string_view file, const PictureLimits& limits, Picture& picture);
Result<void> decode_bmp(std::string_view file, const PictureLimits& limits, Picture& picture);

}  // namespace maillon::extract
