// How currencies are written.
#pragma once

#include <optional>
#include <string_view>

#include "search/prices.h"

namespace maillon::search {

// Of a sign, a code or a word as the folded text has it.
std::optional<Currency> find_currency(std::string_view folded);

}  // namespace maillon::search
