// The language of a text.
#pragma once

#include <cstdint>
#include <string_view>

namespace maillon::extract {

// Two lower-case letters (ISO 639-1), the first in the high byte; 0 = unknown.
using LanguageCode = uint16_t;

// A stated language: "fr", "FR-ca", "fra", "fre", "French", "français", "русский".
// 0 if it is none of the codes and names known here.
LanguageCode parse_language(std::string_view stated);

// What CLD2 says of the first few hundred bytes; 0 if it is not sure. Thread-safe.
LanguageCode detect_language(std::string_view text);

// The country whose phone numbers a text in that language most likely means, in
// lower case; "" where no country is clearly dominant.
std::string_view dominant_country(LanguageCode language);

constexpr LanguageCode pack_language(char a, char b) {
  return static_cast<LanguageCode>((static_cast<unsigned char>(a) << 8) |
                                   static_cast<unsigned char>(b));
}

}  // namespace maillon::extract
