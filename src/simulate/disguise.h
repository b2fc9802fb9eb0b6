// How people hide words and selectors from filters.
#pragma once

#include <string>
#include <string_view>

#include "simulate/random.h"

namespace maillon::simulate {

// The first letter in upper case, where it is a basic Latin or Cyrillic one.
void append_capitalised(std::string& out, std::string_view word);

// The word with letters of another script that look alike, zero-width characters
// between letters, or digits for letters: one of them, drawn; a word without a
// letter to change comes out as it is.
void append_disguised(std::string& out, std::string_view word, Random& random);

}  // namespace maillon::simulate
