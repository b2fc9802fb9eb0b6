#include "extract/image/exif.h"

#include <cstddef>

#include "extract/image/picture.h"

namespace maillon::extract {

namespace {

constexpr std::string_view kExifMark("Exif\0\0", 6);

// Numbers at an offset; 0 where the bytes end before.
struct Reader {
  std::string_view bytes;
  bool little = false;

  bool holds(std::size_t at, std::size_t size) const {
    return at <= bytes.size() && size <= bytes.size() - at;
  }
  uint64_t number(std::size_t at, std::size_t size) const {
    uint64_t value = 0;
    if (!holds(at, size)) return 0;
    for (std::size_t i = 0; i < size; ++i) {
      const std::size_t place = little ? at + size - 1 - i : at + i;
      value = value << 8 | static_cast<uint8_t>(bytes[place]);
    }
    return value;
  }
};

// Segments from the start of the file to the first scan.
int find_in_jpeg(std::string_view file) {
  const Reader reader{file};
  constexpr uint64_t kApp1 = 0xffe1, kStartOfScan = 0xffda;
  for (std::size_t at = 2; reader.holds(at, 4);) {
    const uint64_t marker = reader.number(at, 2);
    if (marker == 0xffff) {  // a fill byte
      ++at;
      continue;
    }
    const std::size_t length = reader.number(at + 2, 2);
    if (marker < 0xff01 || marker == kStartOfScan || length < 2) return 1;
    const std::string_view body = file.substr(at + 4, length - 2);
    if (marker == kApp1 && body.starts_with(kExifMark)) {
      return read_orientation(body.substr(kExifMark.size()));
    }
    at += 2 + length;
  }
  return 1;
}

// Chunks of a name and a size; PNG has the size first and a checksum behind.
int find_in_chunks(std::string_view file, bool is_png) {
  const Reader reader{file, !is_png};
  for (std::size_t at = is_png ? 8 : 12; reader.holds(at, 8);) {
    const std::string_view name = file.substr(at + (is_png ? 4 : 0), 4);
    const std::size_t size = reader.number(at + (is_png ? 0 : 4), 4);
    if (!reader.holds(at + 8, size)) return 1;
    if (name == (is_png ? "eXIf" : "EXIF")) {
      std::string_view body = file.substr(at + 8, size);
      if (body.starts_with(kExifMark)) body.remove_prefix(kExifMark.size());
      return read_orientation(body);
    }
    at += 8 + size + (is_png ? 4 : size % 2);
  }
  return 1;
}

}  // namespace

int read_orientation(std::string_view tiff) {
  constexpr uint64_t kOrientation = 0x0112, kShort = 3;
  Reader reader{tiff, tiff.starts_with("II")};
  if (!reader.little && !tiff.starts_with("MM")) return 1;
  if (reader.number(2, 2) != 42) return 1;
  const std::size_t directory = reader.number(4, 4);
  const std::size_t tags = reader.number(directory, 2);
  for (std::size_t i = 0; i < tags; ++i) {
    const std::size_t at = directory + 2 + 12 * i;
    if (!reader.holds(at, 12)) return 1;
    if (reader.number(at, 2) != kOrientation) continue;
    const uint64_t value = reader.number(at + 8, 2);
    const bool is_valid = reader.number(at + 2, 2) == kShort && value >= 1 && value <= 8;
    return is_valid ? static_cast<int>(value) : 1;
  }
  return 1;
}

std::string without_exif(std::string_view png) {
  constexpr std::size_t kSignature = 8, kAround = 12;  // size, name and checksum of a chunk
  const Reader reader{png, false};
  std::string out(png.substr(0, kSignature));
  std::size_t at = out.size();
  while (sniff_picture(png) == PictureFormat::png && reader.holds(at, kAround)) {
    const std::size_t size = reader.number(at, 4);
    if (!reader.holds(at + kAround, size)) break;
    if (png.substr(at + 4, 4) != "eXIf") out += png.substr(at, kAround + size);
    at += kAround + size;
  }
  return out.append(png.substr(at));
}

int find_orientation(std::string_view file) {
  switch (sniff_picture(file)) {
    case PictureFormat::jpeg:
      return find_in_jpeg(file);
    case PictureFormat::png:
      return find_in_chunks(file, true);
    case PictureFormat::webp:
      return find_in_chunks(file, false);
    default:
      return 1;
  }
}

}  // namespace maillon::extract
