// Month names and the words around a clock time, folded (collect/fold.h).
#pragma once

#include <string_view>

namespace maillon::collect {

// 1 to 12 for a month's name or the beginning of one ("mar", "sept", "янв");
// 0 if it is none. English, French, Spanish, Russian, Arabic, Chinese numerals,
// Portuguese, German, Italian, Romanian, Turkish, Dutch, Ukrainian, Indonesian.
int find_month(std::string_view folded_word);

enum class DayHalf : unsigned char { none, am, pm };
// "am", "pm", "ص", "م", "上午", "下午", "오후" ...
DayHalf find_day_half(std::string_view folded_word);

// Minutes east of UTC for "utc", "gmt", "z", "est", "msk" ...; kNoZone if unknown.
inline constexpr int kNoZone = 1 << 20;
int find_zone(std::string_view folded_word);

}  // namespace maillon::collect
