// Sums and dates that stand in posts: numbers that are no phones.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "simulate/random.h"

namespace maillon::simulate {

// Pay by the hour, the day or the month in the country's currency, as people write it.
std::string draw_pay(std::string_view country, Random& random);

// A day within 40 days after the time (seconds since 1970 UTC), in one of four orders.
std::string draw_date(int64_t time, Random& random);

}  // namespace maillon::simulate
