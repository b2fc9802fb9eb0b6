// One term of a query: a word, a phrase, a selector, or a field with its value.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "search/query.h"

namespace maillon::search {

// A part of the query and how it is told.
struct Part {
  QueryNode node;
  std::string said;
};

// What a field of that name (in lower case) filters by; nothing if no field is called so.
std::optional<Filter> find_filter(std::string_view name);

// The term `field`:`value` (field "" = none). `quoted`: the value stood in quotes.
// Fails for a field that is not known or a value that the field cannot have.
Result<Part> make_term(std::string_view field, std::string_view value, bool quoted,
                       std::string_view country);

// `field`=value: the field says just that; `field`="" that it says nothing.
// REQUIRES: is_whole_field(field).
Result<Part> make_exact_term(std::string_view field, std::string_view value, bool quoted);

// The same of "value"~5, `distance` being what follows the quote.
Result<Part> make_near_term(std::string_view field, std::string_view value,
                            std::string_view distance);

}  // namespace maillon::search
