// Words of scripts without blanks.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace maillon::extract {

// Ends (in bytes) of the words of a run of Chinese characters, Kana, Thai, Lao,
// Khmer or Myanmar in UTF-8, by ICU's dictionaries. The last end is the run's size.
void find_word_ends(std::string_view run, std::vector<uint32_t>& ends);

}  // namespace maillon::extract
