#include "web/page_routes.h"

#include <charconv>

#include "base/json_writer.h"
#include "web/parameters.h"

namespace maillon::web {

namespace {

constexpr uint64_t kMostOfAPage = 1000;

Result<uint64_t> number_of(const Request& request, std::string_view name, uint64_t absent) {
  const std::string* text = request.query.find(name);
  if (text == nullptr || text->empty()) return absent;
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc{} || end != text->data() + text->size()) {
    return fail(Code::invalid_input,
                std::string(name) + " takes a number, not '" + shown(*text) + "'");
  }
  return number;
}

}  // namespace

Reply page_error(int status, std::string_view message) {
  const std::size_t cut = std::min(message.find("; "), message.size());
  JsonWriter json;
  json.begin_object().member("error", message.substr(0, cut));
  json.member("what_to_do", message.substr(std::min(cut + 2, message.size()))).end_object();
  Reply reply = json_reply(json.take());
  reply.status = status;
  return reply;
}

Reply page_reply(Result<std::string> json) {
  if (json) return json_reply(*std::move(json));
  return page_error(error_reply(json.error()).status, json.error().message);
}

Result<PageOf> page_of(const Request& request) {
  PageOf page;
  TRY(page.limit, number_of(request, "limit", page.limit));
  TRY(page.offset, number_of(request, "after", 0));
  page.limit = std::min(std::max<uint64_t>(page.limit, 1), kMostOfAPage);
  return page;
}

std::string text_of(const Request& request, std::string_view name) {
  const std::string* text = request.query.find(name);
  return text == nullptr ? "" : *text;
}

void add_page_routes(Router& router, PageCase& from) {
  add_page_reads(router, from);
  add_page_lists(router, from);
  add_page_writes(router, from);
  // Neither is kept yet: the page asks for both and shows none.
  for (const char* what : {"searches", "mappings"}) {
    router.add({Method::get, std::string("/api/") + what, Access::person, Work::quick, 0,
                [json = std::string("{\"") + what + "\":[]}"](const Request&) {
                  return json_reply(json);
                }});
  }
}

}  // namespace maillon::web
