// The case as it stands, and what has changed since.
#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>

#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "base/json_writer.h"
#include "base/version.h"
#include "store/case.h"
#include "store/setting_acts.h"
#include "store/tree_head.h"
#include "tasks/four_eyes/four_eyes.h"
#include "tasks/saved_searches.h"
#include "tasks/status.h"
#include "web/page_acts.h"
#include "web/page_json.h"
#include "web/page_reply.h"
#include "web/page_routes.h"

namespace maillon::web {

namespace {

// What can be done here: the page hides what an older program does not offer.
// With accounts, and what the role of who asks does not allow.
constexpr struct {
  const char* name;
  Right right;
} kOffers[] = {
    {"decide", Right::decide},     {"redo", Right::decide},     {"triage", Right::decide},
    {"label", Right::decide},      {"note", Right::decide},     {"split", Right::decide},
    {"join", Right::decide},       {"searches", Right::decide}, {"import", Right::bring_in},
    {"mappings", Right::bring_in}, {"reveal", Right::reveal},   {"report", Right::release},
    {"confirm", Right::confirm},   {"log", Right::oversee},     {"purpose", Right::decide},
    {"keep", Right::keep},
};

Json offers_to(const Request& request) {
  Json names = Json::array();
  for (const auto& offer : kOffers) {
    if (!request.role || may(*request.role, offer.right)) names.push_back(offer.name);
  }
  return names;
}

// ---- The case -----------------------------------------------------------------------

// A page asks every few seconds: only what is new is read, and logged, as by the verb.
class StatusReader {
 public:
  Result<Json> read(PageCase& from, store::Case& file) {
    TRY(const Sha256 state, file.state_hash());
    TRY(const std::string links, version_of_links(file));
    TRY(const auto settings, store::setting_acts(file, ""));
    const std::string key = to_hex(state) + links + "." + std::to_string(settings.size());
    const std::lock_guard lock(mutex_);
    if (key != key_) {
      text_.clear();
      tasks::Output out = tasks::Output::text(text_);
      TRY_OK(tasks::show_status(from.path(), from.context(), out));
      TRY_OK(out.finish());
      key_ = key;
    }
    Json json = Json::parse(text_);
    TRY(const uint64_t entries, file.log_tree().size());
    json["log_entries"] = entries;
    return json;
  }

 private:
  std::mutex mutex_;
  std::string key_, text_;
};

// What undo would take back, and redo do again; null where there is nothing.
Result<void> add_acts(const store::Case& file, Json& json) {
  json["undo"] = json["redo"] = nullptr;
  TRY(const std::optional<tasks::ActLine> undo, tasks::next_undo(file));
  if (undo) json["undo"] = Json::parse(act_json(*undo));
  TRY(const std::optional<tasks::ActLine> redo, tasks::next_redo(file));
  if (redo) json["redo"] = Json::parse(act_json(*redo));
  return {};
}

// A case that has nothing yet: the page offers to import.
Json no_case_yet(const PageCase& from) {
  Json json = {{"case", from.path()}, {"state", ""}, {"fresh", true}, {"stale", ""}};
  json["log_entries"] = json["decisions"] = 0;
  json["imports"] = json["weights"] = Json::array();
  json["undo"] = json["redo"] = nullptr;
  return json;
}

// Which acts wait for a second person here, how many requests do, whether who asks sees selectors
// masked, and the fingerprint of the key that signs packs and the log.
Result<void> add_requests(const store::Case* file, const store::By& by, const Request& request,
                          Json& json) {
  json["four_eyes"] = Json::array();
  json["signing_key"] = "";
  json["requests"] = 0;
  json["masked"] = request.role == store::Role::viewer;
  if (file == nullptr) return {};
  TRY(const auto acts, tasks::four_eyes_acts(*file));
  json["four_eyes"] = acts;
  TRY(const auto requests, store::second_person_requests(*file, true));
  if (request.role == store::Role::viewer) {
    TRY(const auto all, tasks::find_permission(*file, tasks::kUnmaskAct, tasks::kUnmaskAll, by));
    json["masked"] = !all.is_granted;
  }
  TRY(const auto keys, store::log_keys(*file));
  if (!keys.empty()) json["signing_key"] = to_hex(store::fingerprint(keys.back()));
  json["requests"] = std::count_if(requests.begin(), requests.end(), [&](const auto& each) {
    return tasks::state_of(each, by.time) == tasks::RequestState::open;
  });
  return {};
}

Result<std::string> case_status(StatusReader& reader, PageCase& from, const Request& request) {
  Json json = no_case_yet(from);
  std::optional<store::Case> file;
  if (store::Case::exists(from.path())) {
    TRY(file, store::Case::open(from.path(), store::Access::read));
    TRY(json, reader.read(from, *file));
    TRY_OK(add_acts(*file, json));
  }
  json["version"] = kVersion;
  json["actor"] = from.actor();
  json["posts"] = json["networks"] = 0;
  json["linked"] = "";
  uint64_t quarantined = 0;
  for (const Json& import : json["imports"]) {
    if (import["active"].get<bool>()) quarantined += import["quarantined"].get<uint64_t>();
  }
  json["quarantined"] = quarantined;
  json["job"] = Json::parse(from.jobs().json());
  json["offers"] = offers_to(request);
  json["role"] = request.role ? to_name(*request.role) : "";
  TRY_OK(add_requests(file ? &*file : nullptr, from.context().by, request, json));
  // A case that is not linked yet has no posts to speak of; `stale` says so.
  (void)from.with([&](const PageData& page) -> Result<std::string> {
    json["posts"] = page.opened.data.posts.size();
    json["networks"] = page.opened.data.networks.size();
    json["linked"] = std::to_string(page.generation);
    return std::string();
  });
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// ---- Events -----------------------------------------------------------------------------

// Watched searches that new posts answer; nothing where the case is not linked.
std::string alerts(PageCase& from) {
  std::string events;
  (void)from.with([&](const PageData& page) -> Result<std::string> {
    TRY(const std::vector<tasks::SavedSearch> watched,
        tasks::count_searches(page.opened, true, from.context()));
    for (const tasks::SavedSearch& search : watched) {
      if (search.fresh == 0) continue;
      JsonWriter json;
      tasks::write_json(json, search);
      events += "event: alert\ndata: " + json.take() + "\n\n";
    }
    return std::string();
  });
  return events;
}

// What stands now, if it is not what the page was told last, and the end of the reply:
// EventSource asks again after `retry` ms. So no connection and no thread is held.
Reply events(PageCase& from, const Request& request) {
  std::string state;
  if (store::Case::exists(from.path())) {
    const auto file = store::Case::open(from.path(), store::Access::read);
    const auto hash = file ? file->state_hash() : Result<Sha256>(Sha256{});
    const auto stamp = file ? file->stamp("networks") : std::optional<store::StepStamp>();
    if (hash) state = to_hex(*hash);
    if (stamp && *stamp) state += "." + std::to_string((*stamp)->time);
    const auto step = file ? store::latest_request_step(*file) : Result<store::ActId>(0);
    if (step && *step != 0) state += "." + std::to_string(*step);
  }
  const std::string job = from.jobs().json();
  const std::string now = state + "." + to_hex(sha256(job)).substr(0, 16);
  Reply reply;
  reply.type = "text/event-stream";
  reply.body = from.jobs().is_running() ? "retry: 400\n\n" : "retry: 2000\n\n";
  if (request.header("Last-Event-ID") == now) return reply;
  if (job != "null") reply.body += "event: progress\ndata: " + job + "\n\n";
  reply.body += alerts(from);
  reply.body += "id: " + now + "\nevent: state\ndata: {\"state\":\"" + state + "\"}\n\n";
  return reply;
}

}  // namespace

void add_page_status(Router& router, PageCase& from) {
  const auto reader = std::make_shared<StatusReader>();  // lives as long as the route
  router.add({Method::get, "/api/case", Access::person, Work::slow, 0,
              [&from, reader](const Request& request) {
                return page_reply(case_status(*reader, from, request));
              }});
  router.add({Method::get, "/api/events", Access::person, Work::slow, 0,
              [&from](const Request& request) { return events(from, request); }});
}

}  // namespace maillon::web
