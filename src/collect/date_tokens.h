// The numbers and words of a text that may be a date.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maillon::collect {

struct DateToken {
  bool is_number = false;
  int64_t value = 0;
  int digits = 0;
  char32_t before = 0, after = 0;  // the characters next to a number; 0 at the ends
  char unit = 0;                   // of a number before 年 (y), 月 (m), 日 (d), 时 (h) ...
  std::string word;                // folded, of a word
};

// The tokens in order; none if there are too many for a date. Direction marks that
// chat programs put into dates are passed over.
std::vector<DateToken> to_date_tokens(std::string_view utf8_text);

// Spaces of all widths.
bool is_date_space(char32_t c);
// Letters of any script.
bool is_date_letter(char32_t c);

}  // namespace maillon::collect
