// Whether a text is one selector and nothing else.
#pragma once

#include <string_view>

namespace maillon::extract {

// "+33 6 12 34 56 78", "FR76 3000 ...", "a (at) b . com": true; "call +33 6 12 34 56 78", a bare
// word: false. A phone needs its + or 00, or a `country` (ISO 3166-1 alpha-2, "" = none): other
// digits may be anything.
bool is_whole_selector(std::string_view text, std::string_view country);

}  // namespace maillon::extract
