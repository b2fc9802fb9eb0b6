#include "report/document/picture.h"

#include <array>
#include <charconv>

#include "base/check.h"

namespace maillon::report {

namespace {

constexpr uint32_t kSideMax = 255;  // so that all rows fit one stored block of DEFLATE
constexpr uint32_t kAdlerPrime = 65'521;

void append_u32(std::string& out, uint32_t value) {
  for (const uint32_t shift : {24U, 16U, 8U, 0U}) out += static_cast<char>(value >> shift & 0xff);
}

uint32_t crc32(std::string_view bytes) {
  uint32_t crc = 0xffffffff;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320U : 0U);
  }
  return ~crc;
}

void append_chunk(std::string& out, std::string_view type, std::string_view data) {
  append_u32(out, static_cast<uint32_t>(data.size()));
  const std::string body = std::string(type) + std::string(data);
  out += body;
  append_u32(out, crc32(body));
}

// zlib (RFC 1950) around one stored block (RFC 1951, 3.2.4).
std::string stored(std::string_view bytes) {
  const auto size = static_cast<uint32_t>(bytes.size());
  std::string out = "\x78\x01\x01";
  for (const uint32_t value : {size, ~size}) {
    out += static_cast<char>(value & 0xff);
    out += static_cast<char>(value >> 8 & 0xff);
  }
  out += bytes;
  uint32_t a = 1, b = 0;
  for (const char c : bytes) {
    a = (a + static_cast<unsigned char>(c)) % kAdlerPrime;
    b = (b + a) % kAdlerPrime;
  }
  append_u32(out, b << 16 | a);
  return out;
}

std::optional<uint32_t> next_number(std::string_view& text) {
  uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end == text.data() + text.size()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  return number;
}

}  // namespace

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t three = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      three = three << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += i + k <= bytes.size() ? kDigits[three >> (18 - 6 * k) & 63] : '=';
    }
  }
  return out;
}

std::string grey_png(uint32_t width, uint32_t height, std::string_view grey) {
  CHECK(width > 0 && width <= kSideMax && height > 0 && height <= kSideMax);
  CHECK(grey.size() == std::size_t{width} * height);
  std::string head, rows;
  append_u32(head, width);
  append_u32(head, height);
  head += std::string("\x08\x00\x00\x00\x00", 5);  // depth, grey, DEFLATE, filters, not interlaced
  for (uint32_t y = 0; y < height; ++y) {
    rows += '\0';
    rows += grey.substr(std::size_t{y} * width, width);
  }
  std::string out = "\x89PNG\r\n\x1a\n";
  append_chunk(out, "IHDR", head);
  append_chunk(out, "IDAT", stored(rows));
  append_chunk(out, "IEND", "");
  return out;
}

std::optional<std::string> png_of_pgm(std::string_view pgm) {
  if (!pgm.starts_with("P5\n")) return std::nullopt;
  pgm.remove_prefix(3);
  const auto width = next_number(pgm), height = next_number(pgm), most = next_number(pgm);
  if (!width || !height || most != 255U) return std::nullopt;
  if (*width == 0 || *height == 0 || *width > kSideMax || *height > kSideMax) return std::nullopt;
  if (pgm.size() != std::size_t{*width} * *height) return std::nullopt;
  return grey_png(*width, *height, pgm);
}

}  // namespace maillon::report
