#include <csetjmp>
#include <cstring>

#include <png.h>

#include "extract/image/decode.h"

namespace maillon::extract {

namespace {

// libpng's errors jump back to where decoding began: see decode_jpeg.cc.
struct PngDecoder {
  std::string_view rest;
  char message[128] = {};
  png_structp png = nullptr;
  png_infop info = nullptr;
};

void on_png_error(png_structp png, png_const_charp message) {
  auto* decoder = static_cast<PngDecoder*>(png_get_error_ptr(png));
  std::strncpy(decoder->message, message, sizeof decoder->message - 1);
  png_longjmp(png, 1);
}

void on_png_warning(png_structp, png_const_charp) {}

void read_bytes(png_structp png, png_bytep to, std::size_t size) {
  auto* decoder = static_cast<PngDecoder*>(png_get_io_ptr(png));
  if (size > decoder->rest.size()) png_error(png, "it ends before its last pixel");
  std::memcpy(to, decoder->rest.data(), size);
  decoder->rest.remove_prefix(size);
}

// To 8 bits of grey or RGB, whatever is stored.
bool read_header(PngDecoder& decoder) {
  if (setjmp(png_jmpbuf(decoder.png)) != 0) return false;
  constexpr std::size_t kMostOfAChunk = 8 << 20;  // of text and profiles, unpacked
  png_set_read_fn(decoder.png, &decoder, read_bytes);
  png_set_user_limits(decoder.png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);  // size_picture() says why
  png_set_chunk_malloc_max(decoder.png, kMostOfAChunk);
  png_read_info(decoder.png, decoder.info);
  png_set_scale_16(decoder.png);
  png_set_expand(decoder.png);
  png_set_strip_alpha(decoder.png);
  return true;
}

// Rows one below the other; all passes if it is interlaced.
bool read_pixels(PngDecoder& decoder, uint8_t* to, std::size_t stride, uint32_t height) {
  if (setjmp(png_jmpbuf(decoder.png)) != 0) return false;
  const int passes = png_set_interlace_handling(decoder.png);
  png_read_update_info(decoder.png, decoder.info);
  if (png_get_rowbytes(decoder.png, decoder.info) != stride) {
    png_error(decoder.png, "its rows have another size than its header says");
  }
  for (int pass = 0; pass < passes; ++pass) {
    for (uint32_t y = 0; y < height; ++y) {
      png_read_row(decoder.png, to + y * stride, nullptr);
    }
  }
  return true;
}

tl::unexpected<Error> damaged_png(const char* why) {
  return fail(Code::corrupt, std::string("the PNG is damaged: ") + why);
}

Result<void> decode(PngDecoder& decoder, const PictureLimits& limits, Picture& picture) {
  if (!read_header(decoder)) return damaged_png(decoder.message);
  const bool is_grey = (png_get_color_type(decoder.png, decoder.info) & PNG_COLOR_MASK_COLOR) == 0;
  TRY_OK(size_picture(picture, png_get_image_width(decoder.png, decoder.info),
                      png_get_image_height(decoder.png, decoder.info), is_grey ? 1 : 3, limits));
  const std::size_t stride = std::size_t{picture.width} * picture.channels;
  if (!read_pixels(decoder, picture.pixels.data(), stride, picture.height)) {
    return damaged_png(decoder.message);
  }
  return {};
}

}  // namespace

Result<void> decode_png(std::string_view file, const PictureLimits& limits, Picture& picture) {
  PngDecoder decoder{file};
  decoder.png =
      png_create_read_struct(PNG_LIBPNG_VER_STRING, &decoder, on_png_error, on_png_warning);
  if (decoder.png == nullptr) return fail(Code::io, "no memory to decode a PNG");
  decoder.info = png_create_info_struct(decoder.png);
  Result<void> done = decoder.info == nullptr
                          ? Result<void>(fail(Code::io, "no memory to decode a PNG"))
                          : decode(decoder, limits, picture);
  png_destroy_read_struct(&decoder.png, &decoder.info, nullptr);
  return done;
}

}  // namespace maillon::extract
