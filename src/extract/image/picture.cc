#include "extract/image/picture.h"

#include <fmt/format.h>

namespace maillon::extract {

namespace {

std::string thousands(uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

bool is_heif(std::string_view file) {
  if (file.size() < 12 || file.substr(4, 4) != "ftyp") return false;
  const std::string_view brand = file.substr(8, 4);
  for (const std::string_view known :
       {"heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1", "avif", "avis"}) {
    if (brand == known) return true;
  }
  return false;
}

}  // namespace

std::string_view to_name(PictureFormat format) {
  switch (format) {
    case PictureFormat::unknown:
      return "";
    case PictureFormat::jpeg:
      return "JPEG";
    case PictureFormat::png:
      return "PNG";
    case PictureFormat::webp:
      return "WebP";
    case PictureFormat::gif:
      return "GIF";
    case PictureFormat::bmp:
      return "BMP";
    case PictureFormat::heif:
      return "HEIF";
  }
  return "";
}

PictureFormat sniff_picture(std::string_view file) {
  using namespace std::string_view_literals;
  if (file.starts_with("\xff\xd8\xff"sv)) return PictureFormat::jpeg;
  if (file.starts_with("\x89PNG\r\n\x1a\n"sv)) return PictureFormat::png;
  if (file.starts_with("GIF87a"sv) || file.starts_with("GIF89a"sv)) return PictureFormat::gif;
  if (file.starts_with("BM"sv) && file.size() >= 26) return PictureFormat::bmp;
  if (file.starts_with("RIFF"sv) && file.size() >= 12 && file.substr(8, 4) == "WEBP") {
    return PictureFormat::webp;
  }
  return is_heif(file) ? PictureFormat::heif : PictureFormat::unknown;
}

Result<void> size_picture(Picture& picture, uint64_t width, uint64_t height, uint32_t channels,
                          const PictureLimits& limits) {
  if (width == 0 || height == 0) return fail(Code::invalid_input, "the picture has no pixels");
  const std::string size = thousands(width) + " \u00d7 " + thousands(height) + " pixels";
  if (width > limits.side || height > limits.side) {
    return fail(Code::unsupported,
                fmt::format("a picture of {} is longer than the limit of {} a side", size,
                            thousands(limits.side)));
  }
  if (width * height > limits.pixels) {
    return fail(Code::unsupported,
                fmt::format("a picture of {} is more than the limit of {} million", size,
                            limits.pixels / 1'000'000));
  }
  picture.width = static_cast<uint32_t>(width);
  picture.height = static_cast<uint32_t>(height);
  picture.channels = channels;
  picture.pixels.resize(width * height * channels + 1);
  return {};
}

}  // namespace maillon::extract
