#include "web/page_reply.h"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "base/json_writer.h"
#include "web/parameters.h"

namespace maillon::web {

namespace {

constexpr uint64_t kMostOfAPage = 1000;

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

std::string text_of(const Request& request, std::string_view name) {
  const std::string* text = request.query.find(name);
  return text == nullptr ? "" : *text;
}

std::string PageOf::next(uint64_t total) const {
  const uint64_t at = end(total);
  return at < total ? "\"" + std::to_string(at) + "\"" : "null";
}

Result<PageOf> page_of(const Request& request) {
  PageOf page;
  TRY(page.limit, number_of(request, "limit", page.limit));
  TRY(page.offset, number_of(request, "after", 0));
  page.limit = std::clamp<uint64_t>(page.limit, 1, kMostOfAPage);
  return page;
}

Result<void> require_json(const Request& request) {
  if (request.header("Content-Type").find("application/json") != std::string_view::npos) return {};
  return fail(Code::invalid_input, "send JSON, with Content-Type: application/json");
}

Result<void> refuse_accounts(const Request& request, std::string_view what) {
  if (!request.role) return {};
  return fail(Code::invalid_input,
              "where people log in their roles are for this case alone; " + std::string(what));
}

Result<std::string> printed(const std::function<Result<tasks::Outcome>(tasks::Output&)>& verb) {
  std::string text;
  tasks::Output out = tasks::Output::text(text);
  TRY_OK(verb(out));
  TRY_OK(out.finish());
  return text;
}

}  // namespace maillon::web
