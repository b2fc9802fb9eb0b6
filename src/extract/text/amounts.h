// Numbers that are no phones: prices, dates, times, ages, measures, codes.
#pragma once

#include <cstdint>
#include <string_view>

#include "extract/text/scan.h"

namespace maillon::extract {

// Claims them in the scan, so that the phone finder leaves them alone and tokens
// get their type. A group of digits at the end of what may be a phone is claimed
// only if a currency sign touches it.
void find_amounts(Scan& scan);

// Size in bytes of the currency sign at the folded position, 0 if there is none.
uint32_t currency_sign(std::string_view folded, uint32_t at);

}  // namespace maillon::extract
