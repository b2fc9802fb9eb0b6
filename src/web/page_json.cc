#include "web/page_json.h"

#include <nlohmann/json.hpp>

#include "web/page_reply.h"

namespace maillon::web {

Result<Json> parse_body(const Request& request) {
  TRY_OK(require_json(request));
  if (request.body.empty()) return Json::object();
  Json json = Json::parse(request.body, nullptr, false);
  if (!json.is_object()) return fail(Code::invalid_input, "the body must be an object of JSON");
  return json;
}

bool is_true(const Json& object, const char* name) {
  const auto at = object.find(name);
  return at != object.end() && *at == true;
}

std::string text_in(const Json& object, const char* name) {
  const auto at = object.find(name);
  return at != object.end() && at->is_string() ? at->get<std::string>() : "";
}

}  // namespace maillon::web
