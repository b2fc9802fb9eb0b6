// Who looked at what: the case's log as a list, newest first.
#include <nlohmann/json.hpp>

#include "base/civil_time.h"
#include "store/case.h"
#include "tasks/log_verb.h"
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
  tasks::LogSettings settings;
  settings.case_path = from.path();
  settings.actions = split_list(text_of(request, "action"));
  settings.actors = split_list(text_of(request, "actor"));
  // `after` is the number of the last entry that was shown: what is noted meanwhile, this reading
  // too, moves nothing.
  if (list.offset > 0) settings.below = list.offset;
  settings.limit = list.limit;
  TRY(const std::string text,
      printed([&](tasks::Output& out) { return tasks::list_log(settings, from.context(), out); }));
  const Json log = Json::parse(text, nullptr, false);
  if (!log.is_object())
    return fail(Code::corrupt, "the log cannot be read; `maillon verify` says why");
  const auto total = log["total"].get<uint64_t>();
  Json json = {{"total", total}, {"entries", Json::array()}, {"next", nullptr}};
  const Json& entries = log["entries"];  // the latest, oldest first
  if (total > entries.size() && !entries.empty())
    json["next"] = std::to_string(entries.front()["seq"].get<uint64_t>());
  for (std::size_t i = entries.size(); i-- > 0;) {
    Json entry = entries[i];
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
