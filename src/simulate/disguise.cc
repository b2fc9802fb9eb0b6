#include "simulate/disguise.h"

#include <cstddef>

#include "base/utf8.h"

namespace maillon::simulate {
namespace {

struct Pair {
  char32_t from, to;
};
// Latin to Cyrillic, and back: looks the same in nearly every font.
constexpr Pair kAlike[] = {{U'a', U'а'}, {U'c', U'с'}, {U'e', U'е'}, {U'o', U'о'}, {U'p', U'р'},
                           {U'x', U'х'}, {U'y', U'у'}, {U'i', U'і'}, {U'A', U'А'}, {U'B', U'В'},
                           {U'E', U'Е'}, {U'H', U'Н'}, {U'K', U'К'}, {U'M', U'М'}, {U'O', U'О'},
                           {U'P', U'Р'}, {U'C', U'С'}, {U'T', U'Т'}, {U'X', U'Х'}};
constexpr Pair kLeet[] = {{U'a', U'4'}, {U'e', U'3'}, {U'i', U'1'},
                          {U'o', U'0'}, {U's', U'5'}, {U't', U'7'}};
constexpr char32_t kInvisible[] = {0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD};

enum class Trick : uint8_t { alike, invisible, leet };

char32_t look_alike(char32_t letter) {
  for (const auto& [latin, cyrillic] : kAlike) {
    if (letter == latin) return cyrillic;
    if (letter == cyrillic) return latin;
  }
  return letter;
}

char32_t leet(char32_t letter) {
  for (const auto& [from, to] : kLeet) {
    if (letter == from) return to;
  }
  return letter;
}

}  // namespace

void append_capitalised(std::string& out, std::string_view word) {
  if (word.empty()) return;
  const CodePoint first = decode_utf8(word, 0);
  char32_t c = first.value;
  if ((c >= U'a' && c <= U'z') || (c >= U'а' && c <= U'я')) c -= 32;
  append_utf8(out, c);
  out += word.substr(first.size);
}

void append_disguised(std::string& out, std::string_view word, Random& random) {
  const auto trick = static_cast<Trick>(random.below(3));
  const char32_t invisible = random.pick(kInvisible);
  for (std::size_t at = 0; at < word.size();) {
    const CodePoint c = decode_utf8(word, at);
    const bool change = random.chance(0.6);
    if (trick == Trick::invisible && change && at > 0) append_utf8(out, invisible);
    if (trick == Trick::alike && change) {
      append_utf8(out, look_alike(c.value));
    } else if (trick == Trick::leet && change) {
      append_utf8(out, leet(c.value));
    } else {
      out += word.substr(at, c.size);
    }
    at += c.size;
  }
}

}  // namespace maillon::simulate
