// Text that is painted into pictures: whether one may hold any, and what is given to a
// program that reads it. Reading takes about a second, so most pictures are to be passed over.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/image/local_features.h"

namespace maillon::extract {

// Which pictures are to be read: none, those that may hold text, all.
enum class TextWish : uint8_t { none, likely, all };
std::string_view to_name(TextWish wish);  // "none", "likely", "all"
std::optional<TextWish> parse_text_wish(std::string_view name);

// The longer side of what is read; a larger picture is reduced first. Letters of less than 12
// pixels there are not looked for.
inline constexpr uint32_t kReadSideMax = 2400;

// Grey rows from the top without gaps.
struct GreyPicture {
  uint32_t width = 0, height = 0;
  std::vector<uint8_t> grey;
  friend bool operator==(const GreyPicture&, const GreyPicture&) = default;
};

// Rows of upright strokes that stand close to each other, as letters and digits make them, in
// the picture or at a half, a quarter, an eighth of its size. Pure; linear in the pixels.
// Bars, tiles, leaves look the same and pass too: meant to miss no line of digits rather.
bool may_hold_text(const GreyPicture& picture);

// The picture, reduced to kReadSideMax. Empty for an empty one.
GreyPicture bounded_for_reading(const GrayView& picture);

// A PGM (netpbm).
std::string to_pgm(uint32_t width, uint32_t height, const std::vector<uint8_t>& grey);

}  // namespace maillon::extract
