#include "extract/image/encode_jpeg.h"

#include <csetjmp>
#include <cstdio>  // jpeglib.h needs it
#include <cstdlib>

#include <jpeglib.h>

namespace maillon::extract {

namespace {

// As in decode_jpeg.cc: nothing that has a destructor may be jumped over.
struct Encoder {
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  std::jmp_buf back{};
  char message[JMSG_LENGTH_MAX] = {};
  unsigned char* bytes = nullptr;  // malloc'ed by the library
  unsigned long size = 0;
};

void on_encoder_error(j_common_ptr info) {
  auto* encoder = static_cast<Encoder*>(info->client_data);
  info->err->format_message(info, encoder->message);
  std::longjmp(encoder->back, 1);
}

bool encode(Encoder& encoder, const PixelView& picture, int quality) {
  if (setjmp(encoder.back) != 0) return false;
  jpeg_compress_struct& info = encoder.info;
  jpeg_create_compress(&info);
  jpeg_mem_dest(&info, &encoder.bytes, &encoder.size);
  info.image_width = picture.width;
  info.image_height = picture.height;
  info.input_components = 3;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults(&info);
  info.dct_method = JDCT_ISLOW;  // exact: the same on every processor
  jpeg_set_quality(&info, quality, TRUE);
  jpeg_start_compress(&info, TRUE);
  while (info.next_scanline < info.image_height) {
    const uint8_t* from = picture.pixels + picture.stride * std::ptrdiff_t{info.next_scanline};
    JSAMPROW row = const_cast<JSAMPROW>(from);  // the library takes, and does not change it
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  return true;
}

}  // namespace

Result<void> encode_jpeg(const PixelView& picture, int quality, std::string& file) {
  if (picture.channels != 3 || picture.step != 3 || picture.pixels == nullptr) {
    return fail(Code::invalid_input, "JPEG is written of rows of red, green and blue only");
  }
  Encoder encoder;
  encoder.info.err = jpeg_std_error(&encoder.errors);
  encoder.errors.error_exit = on_encoder_error;
  encoder.info.client_data = &encoder;
  const bool done = encode(encoder, picture, quality);
  if (done) file.assign(reinterpret_cast<const char*>(encoder.bytes), encoder.size);
  jpeg_destroy_compress(&encoder.info);
  std::free(encoder.bytes);  // NOLINT(style): the library's buffer
  if (!done) return fail(Code::invalid_input, std::string("no JPEG: ") + encoder.message);
  return {};
}

}  // namespace maillon::extract
