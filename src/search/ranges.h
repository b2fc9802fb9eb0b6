// Terms about more or less: dates, ranges of dates, ranges of prices.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "search/query.h"
#include "search/terms.h"

namespace maillon::search {

// "A..B", of which one may be left out.
bool is_range(std::string_view value);

// `field`: after, since, before or date, as it is typed; of date a range too. Code::invalid_input.
Result<Part> make_date(std::string_view field, Filter filter, std::string_view value);

// REQUIRES: is_range(value). Code::invalid_input where an end is no amount.
Result<Part> make_price_range(std::string_view value);

// For a message: in quotes, made safe, cut.
std::string show(std::string_view text);

}  // namespace maillon::search
