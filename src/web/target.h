// Request targets (RFC 9112, section 3.2.1: origin-form): what a path and a query say.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "web/http.h"

namespace maillon::web {

// "a%20b" -> "a b". Nothing where a % is not followed by two hex digits. `plus_is_space`
// as in the query of a form.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

// Adds the fields of "a=1&b=x%20y", a query or the body of a form, decoded. Code::invalid_input for
// a % that is no escape and bytes that are not UTF-8.
Result<void> parse_query(std::string_view text, Query& query);

// Fills path, segments and query of `request` from its target. Code::invalid_input for
// a target that is not a path, a % that is no escape, bytes that are not UTF-8, control
// characters, and path segments "." and ".." in any disguise. A "/" that was written
// %2F is part of its segment. A "/" at the end says nothing: "/c/banks/" is "/c/banks".
Result<void> parse_target(Request& request);

}  // namespace maillon::web
