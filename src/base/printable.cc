#include "base/printable.h"

#include "base/utf8.h"

namespace maillon {
namespace {

bool is_hidden(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x34F || c == 0x61C ||
         c == 0x180E || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
         (c >= 0xE0000 && c <= 0xE007F);
}

}  // namespace

std::string printable(std::string_view text) {
  return printable(text, static_cast<std::size_t>(-1));
}

std::string printable(std::string_view text, std::size_t max_width) {
  std::string out;
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text, i);
    std::string shown;
    if (c.value == '\n' || c.value == '\r' || c.value == '\t') {
      shown = " ";
    } else if (is_hidden(c.value)) {
      shown = "·";
    } else {
      append_utf8(shown, c.value);
    }
    const std::size_t shown_width = display_width(shown);
    if (max_width != static_cast<std::size_t>(-1) && width + shown_width > max_width - 1 &&
        display_width(printable(text.substr(i))) + width > max_width) {
      return out + "…";
    }
    out += shown;
    width += shown_width;
    i += c.size;
  }
  return out;
}

}  // namespace maillon
