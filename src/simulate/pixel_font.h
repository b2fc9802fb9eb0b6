// Letters of 5 by 7 dots, for text that is painted on made-up pictures.
#pragma once

#include <string_view>

#include "simulate/canvas.h"

namespace maillon::simulate {

inline constexpr float kGlyphStep = 6, kGlyphHeight = 7;  // dots

// Paints digits, capital letters of the Latin alphabet, blanks and + - . / at `corner` (upper
// left), `dot` pixels to a dot. Anything else stays blank.
void paint_text(Canvas& canvas, std::string_view text, Point corner, float dot, const Paint& ink);

}  // namespace maillon::simulate
