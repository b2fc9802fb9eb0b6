#include "collect/fold.h"

#include "base/utf8.h"

namespace maillon::collect {
namespace {

// Latin-1 and Latin Extended-A letters without their accents, from U+00C0 on.
constexpr std::string_view kLatin1 =
    "aaaaaaaceeeeiiiidnooooo.ouuuuytsaaaaaaaceeeeiiiidnooooo.ouuuuyty";
constexpr std::string_view kLatinA =
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllllllln"
    "nnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

char32_t fold_letter(char32_t c) {
  if (c >= 'A' && c <= 'Z') return c + 32;
  if (c < 0x80) return c;
  if (c >= 0xC0 && c <= 0xFF) return static_cast<unsigned char>(kLatin1[c - 0xC0]);
  if (c >= 0x100 && c < 0x100 + kLatinA.size()) {
    return static_cast<unsigned char>(kLatinA[c - 0x100]);
  }
  if (c >= 0x218 && c <= 0x21B) return c < 0x21A ? 's' : 't';  // Romanian, comma below
  if (c >= 0x391 && c <= 0x3A9) return c + 32;
  if (c >= 0x410 && c <= 0x42F) return c + 32;
  if (c == 0x401 || c == 0x451) return 0x435;  // ё as е
  if (c >= 0x402 && c <= 0x40F) return c + 80;
  if (c >= 0xFF21 && c <= 0xFF3A) return c - 0xFF21 + 'a';
  if (c >= 0xFF41 && c <= 0xFF5A) return c - 0xFF41 + 'a';
  if (c == 0x622 || c == 0x623 || c == 0x625) return 0x627;  // alef with hamza or madda
  if (c == 0x649) return 0x64A;                              // alef maqsura as ya
  return c;
}

bool is_dropped(char32_t c) {
  if (c < 0x80) {
    return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
  }
  return c == 0xA0 || c == 0xAD || c == 0xB7 || c == 0xD7 || c == 0xF7 ||
         (c >= 0x300 && c <= 0x36F) || c == 0x640 || (c >= 0x64B && c <= 0x65F) ||
         (c >= 0x2000 && c <= 0x206F) || c == 0x3000 || c == 0xFEFF || c == 0xFFFD || c == 0x60C ||
         c == 0x3001 || c == 0x3002 || c == 0xFF0C || c == 0xFF1A;
}

}  // namespace

std::string fold_name(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text, i);
    i += c.size;
    if (is_dropped(c.value)) continue;
    append_utf8(out, fold_letter(c.value));
    if (c.value == 0xDF) out.push_back('s');                     // ß
    if (c.value == 0xC6 || c.value == 0xE6) out.push_back('e');  // æ
  }
  return out;
}

int digit_value(char32_t c) {
  constexpr char32_t kZeros[] = {'0', 0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10};
  for (const char32_t zero : kZeros) {
    if (c >= zero && c < zero + 10) return static_cast<int>(c - zero);
  }
  return -1;
}

}  // namespace maillon::collect
