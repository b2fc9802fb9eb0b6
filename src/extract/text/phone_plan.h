// How long the phone numbers of a country are, so that digits can be cut into
// numbers before libphonenumber is asked.
#pragma once

#include <string_view>

namespace maillon::extract {

enum class PlanFit {
  none,
  unknown,  // no plan for the country, but the length is that of a number
  loose,    // right length without the trunk prefix that people write
  good,
};

// Digits as written inside the country, or with its calling code but no '+'.
PlanFit fit_national(std::string_view digits, std::string_view region);
// Digits after '+' or an international prefix.
PlanFit fit_international(std::string_view digits);

}  // namespace maillon::extract
