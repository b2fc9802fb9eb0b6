// Names made comparable: column names, month names, country names.
#pragma once

#include <string>
#include <string_view>

namespace maillon::collect {

// Lower case without accents, spaces and punctuation: "Posted_At" and "posted at"
// give "postedat", "Título" gives "titulo", "Дата" gives "дата". Letters of other
// scripts stay as they are; broken UTF-8 is left out.
std::string fold_name(std::string_view utf8_text);

// The value of a decimal digit of any of the scripts in use (ASCII, Arabic-Indic,
// Persian, full-width, Devanagari ...); -1 if it is none.
int digit_value(char32_t c);

}  // namespace maillon::collect
