#include "extract/image/decode.h"

#include <fmt/format.h>

namespace maillon::extract {

Result<void> decode_picture(std::string_view file, const PictureLimits& limits, Picture& picture) {
  if (file.empty()) return fail(Code::corrupt, "the file is empty");
  if (file.size() > limits.bytes) {
    return fail(Code::unsupported,
                fmt::format("the file is larger than the limit of {} MB", limits.bytes >> 20));
  }
  switch (sniff_picture(file)) {
    case PictureFormat::jpeg:
      return decode_jpeg(file, limits, picture);
    case PictureFormat::png:
      return decode_png(file, limits, picture);
    case PictureFormat::webp:
      return decode_webp(file, limits, picture);
    case PictureFormat::gif:
      return decode_gif(file, limits, picture);
    case PictureFormat::bmp:
      return decode_bmp(file, limits, picture);
    case PictureFormat::heif:
      return fail(Code::unsupported, "HEIF pictures are decoded by a separate program");
    case PictureFormat::unknown:
      break;
  }
  return fail(Code::unsupported, "not a JPEG, PNG, WebP, GIF, BMP or HEIF picture");
}

}  // namespace maillon::extract
