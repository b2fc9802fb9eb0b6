#include "share/xml_text.h"

#include "base/utf8.h"

namespace maillon::share {

void append_xml(std::string& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    at += point.size;
    switch (point.value) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        if (point.value >= ' ' && point.value != 0xFFFE && point.value != 0xFFFF)
          append_utf8(out, point.value);
    }
  }
}

}  // namespace maillon::share
