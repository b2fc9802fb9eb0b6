// The 30 stock phrases that everybody writes, and what fills slots in families.
#pragma once

#include <span>
#include <string_view>

#include "simulate/lexicon.h"

namespace maillon::simulate {

// The shared phrases of the tongue; 30 over all tongues.
std::span<const std::string_view> stock_phrases(Tongue tongue);
std::span<const std::string_view> slot_names(Tongue tongue);
std::span<const std::string_view> slot_towns(Tongue tongue);
// The country of the tongue's towns, ISO 3166-1, and its ISO 639-1 code.
std::string_view tongue_country(Tongue tongue);
std::string_view tongue_code(Tongue tongue);

}  // namespace maillon::simulate
