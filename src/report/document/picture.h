// Pictures within the document, without a file beside it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace maillon::report {

// RFC 4648, section 4.
std::string base64(std::string_view bytes);

// A grey picture as PNG (ISO/IEC 15948): 8 bits, rows not filtered, stored and not
// compressed; for likenesses of at most 255 pixels a side. REQUIRES: grey.size() ==
// width * height > 0.
std::string grey_png(uint32_t width, uint32_t height, std::string_view grey);

// The same of a binary PGM with 255 grey values; nothing if it is no such one, or larger.
std::optional<std::string> png_of_pgm(std::string_view pgm);

}  // namespace maillon::report
