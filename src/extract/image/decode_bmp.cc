// Windows bitmaps: the headers of 12 and of 40 bytes or more, 1 to 32 bits a pixel,
// palettes and masks. Run lengths (RLE4, RLE8) are refused.
#include <array>
#include <bit>

#include "extract/image/decode.h"

namespace maillon::extract {

namespace {

constexpr std::size_t kFileHeader = 14;
constexpr uint32_t kOldHeader = 12, kNewHeader = 40;
constexpr uint32_t kPlain = 0, kMasks = 3, kMasksWithAlpha = 6;

tl::unexpected<Error> damaged_bmp(const char* why) {
  return fail(Code::corrupt, std::string("the BMP is damaged: ") + why);
}

// A little-endian number; 0 where the bytes end before.
uint32_t number(std::string_view bytes, std::size_t at, std::size_t size) {
  uint32_t value = 0;
  if (at > bytes.size() || bytes.size() - at < size) return 0;
  for (std::size_t i = size; i > 0; --i) {
    value = value << 8 | static_cast<uint8_t>(bytes[at + i - 1]);
  }
  return value;
}

struct Layout {
  uint32_t width = 0, height = 0, bits = 0;
  bool from_top = false;
  std::array<uint32_t, 3> masks{};                // of 16 and 32 bits
  std::vector<std::array<uint8_t, 3>> palette{};  // of up to 8 bits
  std::size_t pixels_at = 0;

  std::size_t stride() const { return (std::size_t{width} * bits + 31) / 32 * 4; }
};

Result<void> read_palette(std::string_view file, uint32_t header, uint32_t colors, Layout& layout) {
  const std::size_t entry = header == kOldHeader ? 3 : 4, most = std::size_t{1} << layout.bits;
  const std::size_t count = colors == 0 || colors > most ? most : colors;
  const std::size_t at = kFileHeader + header;
  if (at > file.size() || file.size() - at < count * entry) return damaged_bmp("no palette");
  for (std::size_t i = 0; i < count; ++i) {
    std::array<uint8_t, 3> color{};
    for (std::size_t c = 0; c < 3; ++c) {
      color[c] = static_cast<uint8_t>(file[at + i * entry + 2 - c]);
    }
    layout.palette.push_back(color);
  }
  layout.palette.resize(most);
  return {};
}

Result<Layout> read_layout(std::string_view file) {
  Layout layout;
  layout.pixels_at = number(file, 10, 4);
  const uint32_t header = number(file, kFileHeader, 4);
  uint32_t compression = kPlain, colors = 0;
  if (header == kOldHeader) {
    layout.width = number(file, 18, 2);
    layout.height = number(file, 20, 2);
    layout.bits = number(file, 24, 2);
  } else if (header >= kNewHeader && file.size() >= kFileHeader + kNewHeader) {
    layout.width = number(file, 18, 4);
    const uint32_t height = number(file, 22, 4);
    layout.from_top = height >> 31 != 0;
    layout.height = layout.from_top ? 0U - height : height;
    layout.bits = number(file, 28, 2);
    compression = number(file, 30, 4);
    colors = number(file, 46, 4);
  } else {
    return damaged_bmp("its header is of no known size");
  }
  const uint32_t bits = layout.bits;
  if (compression != kPlain && compression != kMasks && compression != kMasksWithAlpha) {
    return fail(Code::unsupported, "a BMP that is compressed; convert it to PNG");
  }
  if (bits == 1 || bits == 4 || bits == 8) {
    TRY_OK(read_palette(file, header, colors, layout));
  } else if (bits == 16 || bits == 32) {
    layout.masks = bits == 16 ? std::array<uint32_t, 3>{0x7c00, 0x3e0, 0x1f}
                              : std::array<uint32_t, 3>{0xff0000, 0xff00, 0xff};
    for (std::size_t c = 0; c < 3 && compression != kPlain; ++c) {
      layout.masks[c] = number(file, kFileHeader + kNewHeader + 4 * c, 4);
    }
  } else if (bits != 24) {
    return damaged_bmp("it has no such number of bits a pixel");
  }
  return layout;
}

// The masked bits, stretched to 0..255.
uint8_t masked(uint32_t pixel, uint32_t mask) {
  if (mask == 0) return 0;
  const uint64_t most = mask >> std::countr_zero(mask);
  return static_cast<uint8_t>(((pixel & mask) >> std::countr_zero(mask)) * 255ULL / most);
}

void read_row(std::string_view row, const Layout& layout, uint8_t* to) {
  for (uint32_t x = 0; x < layout.width; ++x, to += 3) {
    if (layout.bits <= 8) {
      const uint32_t per_byte = 8 / layout.bits;
      const uint32_t shift = 8 - layout.bits * (x % per_byte + 1);
      const uint32_t byte = static_cast<uint8_t>(row[x / per_byte]);
      const auto& color = layout.palette[byte >> shift & ((1U << layout.bits) - 1)];
      for (std::size_t c = 0; c < 3; ++c) to[c] = color[c];
    } else if (layout.bits == 24) {
      for (std::size_t c = 0; c < 3; ++c) {
        to[c] = static_cast<uint8_t>(row[3 * std::size_t{x} + 2 - c]);
      }
    } else {
      const std::size_t size = layout.bits / 8;
      const uint32_t pixel = number(row, size * x, size);
      for (std::size_t c = 0; c < 3; ++c) to[c] = masked(pixel, layout.masks[c]);
    }
  }
}

}  // namespace

Result<void> decode_bmp(std::string_view file, const PictureLimits& limits, Picture& picture) {
  TRY(const Layout layout, read_layout(file));
  TRY_OK(size_picture(picture, layout.width, layout.height, 3, limits));
  const std::size_t stride = layout.stride();
  if (layout.pixels_at > file.size() || (file.size() - layout.pixels_at) / stride < layout.height) {
    return damaged_bmp("it ends before its last pixel");
  }
  for (std::size_t y = 0; y < layout.height; ++y) {
    const std::size_t stored = layout.from_top ? y : layout.height - 1 - y;
    read_row(file.substr(layout.pixels_at + stored * stride, stride), layout,
             picture.pixels.data() + 3 * y * layout.width);
  }
  return {};
}

}  // namespace maillon::extract
