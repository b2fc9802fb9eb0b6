// What the page for analysts asks: the verbs' JSON under /api, for a person with the cookie.
#pragma once

#include <string>

#include "base/result.h"
#include "web/page_case.h"
#include "web/router.h"

namespace maillon::web {

// All routes of the page; `from` must outlive the router.
void add_page_routes(Router& router, PageCase& from);

// ---- Parts of it ----
void add_page_reads(Router& router, PageCase& from);
void add_page_lists(Router& router, PageCase& from);
void add_page_writes(Router& router, PageCase& from);

// {error, what_to_do}: a message "what; what to do" is cut at its first "; ".
Reply page_error(int status, std::string_view message);
Reply page_reply(Result<std::string> json);

// `limit` and `after` of a list, which count from its begin. Code::invalid_input if they
// are no numbers.
struct PageOf {
  uint64_t limit = 50, offset = 0;
};
Result<PageOf> page_of(const Request& request);
std::string text_of(const Request& request, std::string_view name);  // "" if it is not there

}  // namespace maillon::web
