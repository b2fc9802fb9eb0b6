#include <algorithm>
#include <csetjmp>
#include <cstdio>  // jpeglib.h needs it
#include <cstring>

#include <jerror.h>
#include <jpeglib.h>

#include "extract/image/decode.h"

namespace maillon::extract {

namespace {

// libjpeg's errors jump back to where decoding began. Nothing that has a destructor may
// live in the functions that are jumped over.
struct JpegDecoder {
  jpeg_decompress_struct info{};
  jpeg_error_mgr errors{};
  std::jmp_buf back{};
  char message[JMSG_LENGTH_MAX] = {};
  jpeg_progress_mgr progress{};
  bool ended_early = false;  // the file
  bool lacks_data = false;   // some pixel
};

void on_error(j_common_ptr info) {
  auto* decoder = static_cast<JpegDecoder*>(info->client_data);
  info->err->format_message(info, decoder->message);
  std::longjmp(decoder->back, 1);
}

// Warnings are of damage that the library papers over.
void on_message(j_common_ptr info, int level) {
  if (level >= 0) return;
  auto* decoder = static_cast<JpegDecoder*>(info->client_data);
  if (info->err->msg_code == JWRN_JPEG_EOF) decoder->ended_early = true;
  if (info->err->msg_code == JWRN_HIT_MARKER) decoder->lacks_data = true;
}

// A small progressive file can ask for the whole picture to be gone through again and
// again; honest ones do it ten times or so.
void on_progress(j_common_ptr info) {
  constexpr uint64_t kMostPixels = 1'000'000'000, kFewScans = 32, kMostScans = 500;
  auto* decoder = static_cast<JpegDecoder*>(info->client_data);
  const uint64_t pixels = uint64_t{decoder->info.image_width} * decoder->info.image_height;
  const uint64_t most =
      std::clamp(kMostPixels / std::max<uint64_t>(pixels, 1), kFewScans, kMostScans);
  if (static_cast<uint64_t>(decoder->info.input_scan_number) <= most) return;
  std::strcpy(decoder->message, "it has too many scans for its size");
  std::longjmp(decoder->back, 1);
}

J_COLOR_SPACE wanted_colors(J_COLOR_SPACE stored) {
  switch (stored) {
    case JCS_GRAYSCALE:
      return JCS_GRAYSCALE;
    case JCS_CMYK:
    case JCS_YCCK:
      return JCS_CMYK;
    default:
      return JCS_RGB;
  }
}

// False on an error, with the message.
bool read_header(JpegDecoder& decoder, std::string_view file) {
  if (setjmp(decoder.back) != 0) return false;
  jpeg_create_decompress(&decoder.info);
  decoder.info.client_data = &decoder;
  decoder.progress.progress_monitor = on_progress;
  decoder.info.progress = &decoder.progress;
  jpeg_mem_src(&decoder.info, reinterpret_cast<const unsigned char*>(file.data()),
               static_cast<unsigned long>(file.size()));
  jpeg_read_header(&decoder.info, TRUE);
  decoder.info.out_color_space = wanted_colors(decoder.info.jpeg_color_space);
  return true;
}

// Ink to light: 255 - min(255, ink + black). Files by Adobe's programs store light.
void cmyk_to_rgb(const uint8_t* from, std::size_t pixels, bool is_inverted, uint8_t* to) {
  for (std::size_t i = 0; i < pixels; ++i, from += 4, to += 3) {
    const int light = is_inverted ? from[3] : 255 - from[3];
    for (int c = 0; c < 3; ++c) {
      const int part = is_inverted ? from[c] : 255 - from[c];
      const int product = part * light + 128;
      to[c] = static_cast<uint8_t>((product + (product >> 8)) >> 8);
    }
  }
}

bool read_pixels(JpegDecoder& decoder, uint8_t* pixels, uint8_t* ink_row) {
  if (setjmp(decoder.back) != 0) return false;
  jpeg_decompress_struct& info = decoder.info;
  jpeg_start_decompress(&info);
  const bool is_ink = info.out_color_space == JCS_CMYK;
  const std::size_t stride =
      std::size_t{info.output_width} * (info.out_color_space == JCS_GRAYSCALE ? 1 : 3);
  while (info.output_scanline < info.output_height) {
    uint8_t* to = pixels + info.output_scanline * stride;
    uint8_t* row = is_ink ? ink_row : to;
    jpeg_read_scanlines(&info, &row, 1);
    if (is_ink) cmyk_to_rgb(ink_row, info.output_width, info.saw_Adobe_marker != FALSE, to);
  }
  jpeg_finish_decompress(&info);
  return true;
}

tl::unexpected<Error> damaged_jpeg(const char* why) {
  return fail(Code::corrupt, std::string("the JPEG is damaged: ") + why);
}

Result<void> decode(JpegDecoder& decoder, std::string_view file, const PictureLimits& limits,
                    Picture& picture) {
  if (!read_header(decoder, file)) return damaged_jpeg(decoder.message);
  const bool is_grey = decoder.info.out_color_space == JCS_GRAYSCALE;
  TRY_OK(size_picture(picture, decoder.info.image_width, decoder.info.image_height, is_grey ? 1 : 3,
                      limits));
  std::vector<uint8_t> ink_row;
  if (decoder.info.out_color_space == JCS_CMYK) ink_row.resize(4 * std::size_t{picture.width});
  if (!read_pixels(decoder, picture.pixels.data(), ink_row.data())) {
    return damaged_jpeg(decoder.message);
  }
  // What a camera or a site wrote badly is shown by every program; a picture that ends in
  // the middle would have the hash of another one.
  if (decoder.ended_early && decoder.lacks_data)
    return damaged_jpeg("it ends before its last pixel");
  return {};
}

}  // namespace

Result<void> decode_jpeg(std::string_view file, const PictureLimits& limits, Picture& picture) {
  JpegDecoder decoder;
  decoder.info.err = jpeg_std_error(&decoder.errors);
  decoder.errors.error_exit = on_error;
  decoder.errors.emit_message = on_message;
  decoder.info.client_data = &decoder;
  Result<void> done = decode(decoder, file, limits, picture);
  jpeg_destroy_decompress(&decoder.info);
  return done;
}

}  // namespace maillon::extract
