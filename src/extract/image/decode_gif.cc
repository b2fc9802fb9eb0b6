#include <algorithm>
#include <cstring>
#include <memory>

#include <gif_lib.h>

#include "extract/image/decode.h"

namespace maillon::extract {

namespace {

int read_bytes(GifFileType* gif, GifByteType* to, int size) {
  auto* rest = static_cast<std::string_view*>(gif->UserData);
  const std::size_t n = std::min(static_cast<std::size_t>(size), rest->size());
  std::memcpy(to, rest->data(), n);
  rest->remove_prefix(n);
  return static_cast<int>(n);
}

struct Close {
  void operator()(GifFileType* gif) const { DGifCloseFile(gif, nullptr); }
};
using Gif = std::unique_ptr<GifFileType, Close>;

tl::unexpected<Error> damaged_gif(int error) {
  const char* why = GifErrorString(error);
  return fail(Code::corrupt, std::string("the GIF is damaged: ") +
                                 (why == nullptr ? "it ends before its last pixel" : why));
}

// Goes to the first picture, past extensions.
Result<void> find_frame(GifFileType& gif) {
  for (;;) {
    GifRecordType type = UNDEFINED_RECORD_TYPE;
    if (DGifGetRecordType(&gif, &type) == GIF_ERROR) return damaged_gif(gif.Error);
    if (type == IMAGE_DESC_RECORD_TYPE) {
      if (DGifGetImageDesc(&gif) == GIF_ERROR) return damaged_gif(gif.Error);
      return {};
    }
    if (type == TERMINATE_RECORD_TYPE) return fail(Code::corrupt, "the GIF holds no picture");
    if (type != EXTENSION_RECORD_TYPE) continue;
    int code = 0;
    GifByteType* block = nullptr;
    if (DGifGetExtension(&gif, &code, &block) == GIF_ERROR) return damaged_gif(gif.Error);
    while (block != nullptr) {
      if (DGifGetExtensionNext(&gif, &block) == GIF_ERROR) return damaged_gif(gif.Error);
    }
  }
}

void put_color(const ColorMapObject* map, int index, uint8_t* to) {
  if (map == nullptr || index < 0 || index >= map->ColorCount) {
    std::memset(to, 0, 3);
    return;
  }
  const GifColorType color = map->Colors[index];
  to[0] = color.Red;
  to[1] = color.Green;
  to[2] = color.Blue;
}

// Rows come in four passes where they are interlaced.
std::vector<uint32_t> order_of_rows(uint32_t height, bool is_interlaced) {
  std::vector<uint32_t> rows;
  const auto add = [&](uint32_t from, uint32_t step) {
    for (uint32_t y = from; y < height; y += step) rows.push_back(y);
  };
  if (is_interlaced) {
    add(0, 8);
    add(4, 8);
    add(2, 4);
    add(1, 2);
  } else {
    add(0, 1);
  }
  return rows;
}

Result<void> read_frame(GifFileType& gif, Picture& picture) {
  const GifImageDesc& frame = gif.Image;
  const ColorMapObject* map = frame.ColorMap != nullptr ? frame.ColorMap : gif.SColorMap;
  const std::size_t pixels = std::size_t{picture.width} * picture.height;
  for (std::size_t i = 0; i < pixels; ++i) {
    put_color(gif.SColorMap, gif.SBackGroundColor, picture.pixels.data() + 3 * i);
  }
  std::vector<GifPixelType> line(static_cast<std::size_t>(frame.Width));
  for (const uint32_t y : order_of_rows(static_cast<uint32_t>(frame.Height), frame.Interlace)) {
    if (DGifGetLine(&gif, line.data(), frame.Width) == GIF_ERROR) return damaged_gif(gif.Error);
    const std::size_t row = static_cast<std::size_t>(frame.Top) + y;
    uint8_t* to =
        picture.pixels.data() + 3 * (row * picture.width + static_cast<std::size_t>(frame.Left));
    for (const GifPixelType pixel : line) {
      put_color(map, pixel, to);
      to += 3;
    }
  }
  return {};
}

}  // namespace

Result<void> decode_gif(std::string_view file, const PictureLimits& limits, Picture& picture) {
  int error = 0;
  const Gif gif(DGifOpen(&file, read_bytes, &error));
  if (gif == nullptr) return damaged_gif(error);
  TRY_OK(find_frame(*gif));
  const GifImageDesc& frame = gif->Image;
  if (frame.Left < 0 || frame.Top < 0 || frame.Width <= 0 || frame.Height <= 0) {
    return fail(Code::corrupt, "the GIF is damaged: its first frame has no pixels");
  }
  // Some programs write frames that reach beyond the canvas.
  TRY_OK(size_picture(
      picture, static_cast<uint64_t>(std::max(gif->SWidth, frame.Left + frame.Width)),
      static_cast<uint64_t>(std::max(gif->SHeight, frame.Top + frame.Height)), 3, limits));
  return read_frame(*gif, picture);
}

}  // namespace maillon::extract
