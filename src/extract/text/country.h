// Countries as people state them.
#pragma once

#include <string>
#include <string_view>

namespace maillon::extract {

// ISO 3166-1 alpha-2 in capitals for "fr", "FRA", "France", "UK"; "" if unknown.
std::string parse_country(std::string_view stated);

}  // namespace maillon::extract
