// Traditional Chinese characters as simplified ones, so that both spellings are one.
#pragma once

#include <string>

namespace maillon::extract {

// Overwrites each traditional character by its simplified form: ICU's Traditional-Simplified, one
// character for one of the same size in bytes, so that places in the text stay. True if it changed
// anything. Broken UTF-8 is left as it is.
bool simplify_chinese(std::string& text);
// The simplified form; the character itself if it has no other.
char32_t to_simplified(char32_t character);

}  // namespace maillon::extract
