// Where text may stand in a picture, and what it looks like cut out: so that a program that
// reads letters gets nothing but letters, dark on white and of the height that it reads best.
//
// Strokes are what differs from the mean around it (local thresholding: Niblack 1986), dark and
// light alike, at several sizes of the picture; connected ones of like height, thickness and
// shade that stand in a row are a line. All on integers but the slope of a line.
#pragma once

#include <cstdint>
#include <vector>

#include "extract/image/grey_picture.h"

namespace maillon::extract {

struct Box {
  int left = 0, top = 0, right = 0, bottom = 0;  // right and bottom are past the last pixel
  int width() const { return right - left; }
  int height() const { return bottom - top; }
};

struct TextLine {
  Box box;                // in the picture
  bool is_light = false;  // lighter than what is around it
  uint32_t letters = 0;   // strokes of that row that hang together
  GreyPicture image;      // its letters alone, dark on white, capitals kCapitalHeight high
};

inline constexpr int kCapitalHeight = 34;  // pixels
inline constexpr std::size_t kTextLinesMax = 24;

// Those with most letters, at most kTextLinesMax, from the top. One place may be in two lines,
// a dark and a light one: letters and their outline. None for a picture without text; leaves,
// tiles and fences may have some.
std::vector<TextLine> find_text_lines(const GreyPicture& picture);

}  // namespace maillon::extract
