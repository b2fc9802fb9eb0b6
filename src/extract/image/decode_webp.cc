#include <memory>

#include <webp/decode.h>
#include <webp/demux.h>

#include "extract/image/decode.h"

namespace maillon::extract {

namespace {

tl::unexpected<Error> damaged_webp(const char* why) {
  return fail(Code::corrupt, std::string("the WebP is damaged: ") + why);
}

// The canvas after the first frame.
Result<void> decode_first_frame(const WebPData& data, const PictureLimits& limits,
                                Picture& picture) {
  WebPAnimDecoderOptions options;
  if (WebPAnimDecoderOptionsInit(&options) == 0) return fail(Code::unsupported, "another libwebp");
  options.color_mode = MODE_RGBA;
  options.use_threads = 0;
  const std::unique_ptr<WebPAnimDecoder, decltype(&WebPAnimDecoderDelete)> decoder(
      WebPAnimDecoderNew(&data, &options), &WebPAnimDecoderDelete);
  WebPAnimInfo info;
  uint8_t* canvas = nullptr;
  int time = 0;
  if (decoder == nullptr || WebPAnimDecoderGetInfo(decoder.get(), &info) == 0) {
    return damaged_webp("its frames cannot be found");
  }
  TRY_OK(size_picture(picture, info.canvas_width, info.canvas_height, 3, limits));
  if (WebPAnimDecoderGetNext(decoder.get(), &canvas, &time) == 0) {
    return damaged_webp("its first frame cannot be decoded");
  }
  const std::size_t pixels = std::size_t{picture.width} * picture.height;
  for (std::size_t i = 0; i < pixels; ++i) {
    for (std::size_t c = 0; c < 3; ++c) picture.pixels[3 * i + c] = canvas[4 * i + c];
  }
  return {};
}

}  // namespace

Result<void> decode_webp(std::string_view file, const PictureLimits& limits, Picture& picture) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(file.data());
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(bytes, file.size(), &features) != VP8_STATUS_OK) {
    return damaged_webp("its header cannot be read");
  }
  TRY_OK(size_picture(picture, static_cast<uint64_t>(features.width),
                      static_cast<uint64_t>(features.height), 3, limits));
  if (features.has_animation != 0) return decode_first_frame({bytes, file.size()}, limits, picture);
  const std::size_t stride = 3 * std::size_t{picture.width};
  if (WebPDecodeRGBInto(bytes, file.size(), picture.pixels.data(), stride * picture.height,
                        static_cast<int>(stride)) == nullptr) {
    return damaged_webp("it ends early, or its pixels cannot be decoded");
  }
  return {};
}

}  // namespace maillon::extract
