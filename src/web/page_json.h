// Bodies of JSON: what the handlers of the page read out of them.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "base/result.h"
#include "web/http.h"

namespace maillon::web {

using Json = nlohmann::ordered_json;

// The object that the body is; an empty one if there is no body. Code::invalid_input for anything
// else, and for a body that is not said to be JSON: see require_json.
Result<Json> parse_body(const Request& request);

bool is_true(const Json& object, const char* name);         // false if it is not there
std::string text_in(const Json& object, const char* name);  // "" if it is no text or not there

}  // namespace maillon::web
