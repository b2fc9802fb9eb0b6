// Who looked at what: the case's log as a list, newest first.
#include <nlohmann/json.hpp>

#include "base/civil_time.h"
#include "store/case.h"
#include "tasks/log_verb.h"
#include "tasks/show_case.h"
#include "web/page_json.h"
#include "web/page_reply.h"
#include "web/page_routes.h"
#include "web/parameters.h"

namespace maillon::web {

namespace {

Result<std::string> log_entries(PageCase& from, const Request& request) {
  TRY(const PageOf list, page_of(request));
  if (!store::Case::exists(from.path()))
    return std::string(R"({"total":0,"entries":[],"next":null})");
  // To look at who looked is a reading, too; noted once, so that what comes after is not moved by
  // it.
  if (list.offset == 0) {
    TRY(store::Case file, store::Case::open(from.path(), store::Access::read));
    TRY_OK(tasks::log_reading(file, "log", text_of(request, "action"), from.context().by));
  }
  tasks::LogSettings settings;
  settings.case_path = from.path();
  settings.actions = split_list(text_of(request, "action"));
  settings.actors = split_list(text_of(request, "actor"));
  settings.limit = list.offset + list.limit;
  TRY(const std::string text,
      printed([&](tasks::Output& out) { return tasks::list_log(settings, from.context(), out); }));
  const Json log = Json::parse(text, nullptr, false);
  if (!log.is_object())
    return fail(Code::corrupt, "the log cannot be read; `maillon verify` says why");
  const auto total = log["total"].get<uint64_t>();
  Json json = {
      {"total", total}, {"entries", Json::array()}, {"next", Json::parse(list.next(total))}};
  const Json& entries = log["entries"];  // the latest, oldest first
  for (std::size_t i = list.begin(total); i < entries.size(); ++i) {
    Json entry = entries[entries.size() - 1 - i];
    entry["time"] = format_time(entry["time"].get<int64_t>());
    json["entries"].push_back(std::move(entry));
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

void add_page_log(Router& router, PageCase& from) {
  router.add({Method::get, "/api/log", Access::person, Work::slow, 0,
              [&from](const Request& r) { return page_reply(log_entries(from, r)); }});
}

}  // namespace maillon::web
