// Pay as a text states it, brought to a month: to be compared with the case's other posts of the
// same country and currency, never between currencies.
#pragma once

#include <optional>
#include <string_view>

#include "rank/structured.h"
#include "rank/words.h"

namespace maillon::rank {

// The highest pay of the text: a number with a currency, in a sentence that speaks of pay or names
// a period (English, French, Spanish, Russian, Arabic, Chinese). Hours count 160 to the month,
// days 22, weeks 4.33; without a period a month is meant. Nothing if none is stated.
std::optional<Pay> find_pay(const WordReader& words);

}  // namespace maillon::rank
