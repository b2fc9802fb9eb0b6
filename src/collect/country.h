// Country names in the six UN languages and a few more -> ISO 3166-1 alpha-2.
#pragma once

#include <string_view>

namespace maillon::collect {

// "IE" for "Ireland", "irl", "IE", "Ирландия", "爱尔兰", "UK" ...; "" if the text is
// no country that we know. The names are ICU's (CLDR), with some in daily use.
std::string_view find_country(std::string_view text);

}  // namespace maillon::collect
