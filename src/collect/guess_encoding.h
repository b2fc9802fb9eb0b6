// Which encoding some bytes are in, told from the bytes themselves.
#pragma once

#include <string_view>

#include "collect/plan.h"

namespace maillon::collect {

struct EncodingGuess {
  Encoding encoding = Encoding::utf8;
  bool by_mark = false;  // a byte order mark says so
  bool mixed = false;    // mostly that encoding, but not everywhere
};

// `cut`: the bytes are the beginning of more, so the last character may be cut.
// Byte order marks first; then zeros where UTF-16 has them; then valid (or, over
// long stretches, nearly valid) UTF-8; then whose letters the high bytes make most
// likely: GB18030, Windows-1251, -1256 or -1252.
EncodingGuess guess_encoding(std::string_view head, bool cut);

}  // namespace maillon::collect
