// What handlers ask of a request, and the refusal where it is not there or wrong.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "web/http.h"

namespace maillon::web {

// The reply for an error: 400, 404, 415, 500 or 503 by its code.
Reply error_reply(const Error& error);

// "true", "1", "yes", "on", "t", "y" and their opposites, in any case; `absent` where the
// request does not have it. Code::invalid_input for other words.
Result<bool> flag(const Request& request, std::string_view name, bool absent);

// "a, b,c" -> a, b, c; empty pieces are left out.
std::vector<std::string> split_list(std::string_view text);

// The text for a message: cut, and without what could harm a terminal or a log.
std::string shown(std::string_view text);

}  // namespace maillon::web
