// Terms about more or less: dates, ranges of dates, ranges of prices.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "search/query.h"
#include "search/terms.h"

namespace maillon::search {

// "A..B" in two; nothing if it is none. An end that is left out is "".
std::optional<std::pair<std::string_view, std::string_view>> split_range(std::string_view value);

// `field`: after, since, before or date, as it is typed; of date a range too. Code::invalid_input.
Result<Part> make_date(std::string_view field, Filter filter, std::string_view value);

// As read_price_range().
Result<Part> make_price_range(std::string_view value);

// For a message: in quotes, made safe, cut.
std::string show(std::string_view text);

}  // namespace maillon::search
