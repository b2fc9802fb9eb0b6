// Pictures that tests make up, and files of them in the formats that we read.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <jpeglib.h>
#include <png.h>
#include <webp/encode.h>

#include "base/hash.h"
#include "extract/image/picture.h"

namespace maillon::extract {

// Waves and blots of colour; another seed, another picture.
inline Picture made_picture(uint32_t width, uint32_t height, uint32_t channels = 3,
                            uint64_t seed = 1) {
  Picture picture;
  picture.width = width;
  picture.height = height;
  picture.channels = channels;
  picture.pixels.resize(std::size_t{width} * height * channels + 1);
  for (uint32_t y = 0; y < height; ++y) {
    for (uint32_t x = 0; x < width; ++x) {
      for (uint32_t c = 0; c < channels; ++c) {
        const uint64_t cell = mix64(seed + (x * 9 / width) * 64 + (y * 7 / height) * 4096 + c);
        const uint64_t slope = (x * (60 + 20 * c) / width + y * 50 / height);
        picture.pixels[(std::size_t{y} * width + x) * channels + c] =
            static_cast<uint8_t>((cell % 140 + slope) % 256);
      }
    }
  }
  return picture;
}

inline Picture noise_picture(uint32_t width, uint32_t height, uint32_t channels, uint64_t seed) {
  Picture picture = made_picture(width, height, channels);
  for (uint8_t& byte : picture.pixels) byte = static_cast<uint8_t>(mix64(++seed));
  return picture;
}

// The picture turned or mirrored so that what is at (x, y) comes from from(x, y).
template <class From>
Picture moved_picture(const Picture& picture, uint32_t width, uint32_t height, const From& from) {
  Picture moved = picture;
  moved.width = width;
  moved.height = height;
  for (uint32_t y = 0; y < height; ++y) {
    for (uint32_t x = 0; x < width; ++x) {
      const auto [px, py] = from(x, y);
      std::memcpy(&moved.pixels[(std::size_t{y} * width + x) * picture.channels],
                  &picture.pixels[(std::size_t{py} * picture.width + px) * picture.channels],
                  picture.channels);
    }
  }
  return moved;
}

struct JpegStyle {
  int quality = 90;
  bool progressive = false;
  bool subsampled = true;
  bool ink = false;  // four channels, as programs for print write them
};

inline std::string to_jpeg(const Picture& picture, const JpegStyle& style = {}) {
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &bytes, &size);
  info.image_width = picture.width;
  info.image_height = picture.height;
  info.input_components = style.ink ? 4 : static_cast<int>(picture.channels);
  info.in_color_space = style.ink ? JCS_CMYK : picture.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&info);
  if (style.ink) info.write_Adobe_marker = TRUE;
  jpeg_set_quality(&info, style.quality, TRUE);
  if (!style.subsampled) info.comp_info[0].h_samp_factor = info.comp_info[0].v_samp_factor = 1;
  if (style.progressive) jpeg_simple_progression(&info);
  jpeg_start_compress(&info, TRUE);
  std::vector<uint8_t> row(std::size_t{picture.width} * 4);
  while (info.next_scanline < info.image_height) {
    const uint8_t* from =
        &picture.pixels[std::size_t{info.next_scanline} * picture.width * picture.channels];
    for (uint32_t x = 0; x < picture.width && style.ink; ++x) {
      // As Adobe's programs do: light instead of ink, and no black.
      for (uint32_t c = 0; c < 3; ++c) row[4 * x + c] = from[3 * x + c];
      row[4 * x + 3] = 255;
    }
    if (!style.ink) std::memcpy(row.data(), from, std::size_t{picture.width} * picture.channels);
    uint8_t* line = row.data();
    jpeg_write_scanlines(&info, &line, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  std::string file(reinterpret_cast<const char*>(bytes), size);
  std::free(bytes);
  return file;
}

// depth 8 or 16; color_type as libpng's: of RGBA and grey with alpha the picture is made
// half transparent.
inline std::string to_png(const Picture& picture, int depth = 8, bool alpha = false,
                          bool interlaced = false) {
  std::string file;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(
      png, &file,
      [](png_structp p, png_bytep bytes, std::size_t size) {
        static_cast<std::string*>(png_get_io_ptr(p))->append(reinterpret_cast<char*>(bytes), size);
      },
      [](png_structp) {});
  int type = picture.channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB;
  if (alpha) type |= PNG_COLOR_MASK_ALPHA;
  png_set_IHDR(png, info, picture.width, picture.height, depth, type,
               interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  const int passes = interlaced ? png_set_interlace_handling(png) : 1;
  std::vector<uint8_t> row;
  for (int pass = 0; pass < passes; ++pass) {
    for (uint32_t y = 0; y < picture.height; ++y) {
      row.clear();
      for (uint32_t x = 0; x < picture.width; ++x) {
        for (uint32_t c = 0; c < picture.channels + (alpha ? 1 : 0); ++c) {
          const uint8_t value =
              c == picture.channels
                  ? 128
                  : picture.pixels[(std::size_t{y} * picture.width + x) * picture.channels + c];
          row.push_back(value);
          if (depth == 16) row.push_back(value);
        }
      }
      png_write_row(png, row.data());
    }
  }
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return file;
}

inline std::string to_webp(const Picture& picture) {
  uint8_t* bytes = nullptr;
  const std::size_t size = WebPEncodeLosslessRGB(
      picture.pixels.data(), static_cast<int>(picture.width), static_cast<int>(picture.height),
      static_cast<int>(picture.width * 3), &bytes);
  std::string file(reinterpret_cast<const char*>(bytes), size);
  WebPFree(bytes);
  return file;
}

inline void put_number(std::string& to, uint64_t value, int size) {
  for (int i = 0; i < size; ++i) to.push_back(static_cast<char>(value >> 8 * i));
}

// 24 bits a pixel, from below.
inline std::string to_bmp(const Picture& picture) {
  const std::size_t stride = (std::size_t{picture.width} * 3 + 3) / 4 * 4;
  std::string file = "BM";
  put_number(file, 54 + stride * picture.height, 4);
  put_number(file, 0, 4);
  put_number(file, 54, 4);
  put_number(file, 40, 4);
  put_number(file, picture.width, 4);
  put_number(file, picture.height, 4);
  put_number(file, 1, 2);
  put_number(file, 24, 2);
  file.resize(54);
  for (uint32_t y = picture.height; y > 0; --y) {
    std::string row;
    for (uint32_t x = 0; x < picture.width; ++x) {
      const uint8_t* pixel = &picture.pixels[(std::size_t{y - 1} * picture.width + x) * 3];
      for (int c = 2; c >= 0; --c) row.push_back(static_cast<char>(pixel[c]));
    }
    row.resize(stride);
    file += row;
  }
  return file;
}

// An animation of two frames, of one pixel each: 8 x 8 with codes that are never packed.
inline std::string two_frame_gif() {
  std::string file = "GIF89a";
  put_number(file, 8, 2);
  put_number(file, 8, 2);
  file += std::string("\xf0\0\0", 3) + std::string("\xff\x80\x10\x20\x40\x60", 6);
  for (int frame = 0; frame < 2; ++frame) {
    file += std::string("\x21\xf9\x04\0\x0a\0\0\0", 8);
    file += ",";
    put_number(file, 0, 4);
    put_number(file, 8, 2);
    put_number(file, 8, 2);
    file += std::string("\0\x02", 2);
    // A clear code before each pixel keeps the codes at three bits.
    uint32_t bits = 0, count = 0;
    std::string data;
    const auto put = [&](uint32_t code) {
      bits |= code << count;
      for (count += 3; count >= 8; count -= 8, bits >>= 8) data.push_back(static_cast<char>(bits));
    };
    for (int i = 0; i < 64; ++i) {
      put(4);
      put(static_cast<uint32_t>((i / 8 + frame) % 2));
    }
    put(5);
    if (count > 0) data.push_back(static_cast<char>(bits));
    file.push_back(static_cast<char>(data.size()));
    file += data + std::string(1, '\0');
  }
  return file + ";";
}

// An Exif block with one tag.
inline std::string exif_block(int orientation, bool little = true) {
  std::string block = little ? std::string("II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", 18)
                             : std::string("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01", 18);
  const char value = static_cast<char>(orientation);
  block += little ? std::string{value, 0, 0, 0} : std::string{0, value, 0, 0};
  return block + std::string(4, '\0');
}

// As it stands in a PNG, without a right checksum.
inline std::string png_with_exif(const std::string& png, int orientation) {
  constexpr std::size_t kHeader = 8 + 25;  // the signature and the first chunk
  const std::string tiff = exif_block(orientation);
  std::string chunk = {0, 0, 0, static_cast<char>(tiff.size())};
  chunk += "eXIf" + tiff + std::string(4, 'c');
  return png.substr(0, kHeader) + chunk + png.substr(kHeader);
}

// The JPEG with an Exif segment behind its first marker.
inline std::string with_exif(const std::string& jpeg, int orientation) {
  const std::string body = std::string("Exif\0\0", 6) + exif_block(orientation);
  const std::size_t length = body.size() + 2;
  return jpeg.substr(0, 2) + "\xff\xe1" + static_cast<char>(length >> 8) +
         static_cast<char>(length) + body + jpeg.substr(2);
}

}  // namespace maillon::extract
