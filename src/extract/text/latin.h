// A text of another script in Latin letters, by ICU's rules: for people who cannot read the script
// to compare, never for what links posts.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace maillon::extract {

// True if a letter of the text is of another script than Latin.
bool has_other_script(std::string_view text);

// The text with all letters in Latin ones ("Работа" -> "Rabota"), line by line as it is. "" if ICU
// has no rules. At most the first kLatinBytes of the text. Thread-safe.
inline constexpr std::size_t kLatinBytes = 20000;
std::string to_latin(std::string_view text);

}  // namespace maillon::extract
