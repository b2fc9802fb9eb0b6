// What the handlers of the page have in common: parameters of lists, bodies, replies.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "tasks/output.h"
#include "web/http.h"

namespace maillon::web {

// {error, what_to_do}: a message "what; what to do" is cut at its first "; ".
Reply page_error(int status, std::string_view message);
// The JSON, or page_error() with the status that the error's code means.
Reply page_reply(Result<std::string> json);

// A number of the query; `absent` if it is not there. Code::invalid_input if it is none.
Result<uint64_t> number_of(const Request& request, std::string_view name, uint64_t absent);
std::string text_of(const Request& request, std::string_view name);  // "" if it is not there

// `limit` (1 to 1000) and `after` of a list, which count from its begin.
struct PageOf {
  uint64_t limit = 50, offset = 0;
  // What goes into `after` for the next page, as JSON: null at the end.
  std::string next(uint64_t total) const;
  uint64_t begin(uint64_t total) const { return std::min(offset, total); }
  uint64_t end(uint64_t total) const { return std::min(begin(total) + limit, total); }
};
Result<PageOf> page_of(const Request& request);

// Code::invalid_input unless the type of the body is JSON: a page of another site cannot send
// that without being asked about it first.
Result<void> require_json(const Request& request);

// Code::invalid_input where people log in: their roles are for the case that is served, and what is
// asked for here is more than it. `what`: "who runs the server copies cases with `maillon copy`".
Result<void> refuse_accounts(const Request& request, std::string_view what);

// What a verb prints.
Result<std::string> printed(const std::function<Result<tasks::Outcome>(tasks::Output&)>& verb);

}  // namespace maillon::web
