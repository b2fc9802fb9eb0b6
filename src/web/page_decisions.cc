// What a person decides on the page: decisions, undo, redo, and the history of both.
#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "base/json_writer.h"
#include "tasks/decide.h"
#include "tasks/undo.h"
#include "web/page_acts.h"
#include "web/page_json.h"
#include "web/page_reply.h"
#include "web/page_requests.h"
#include "web/page_routes.h"
#include "web/parameters.h"

namespace maillon::web {

std::string act_json(const tasks::ActLine& act) {
  JsonWriter json;
  tasks::write_json(json, act);
  return json.take();
}

namespace {

constexpr uint64_t kDecisionBytes = 1 << 20;  // a note of the largest size, escaped

// ---- Deciding ---------------------------------------------------------------------------

Reply conflict_reply(const std::vector<tasks::Conflict>& conflicts) {
  JsonWriter json;
  json.begin_object().member("error", "an earlier decision is about the same");
  json.member("what_to_do", "look at it, then decide anyway or leave it").key("conflicts");
  tasks::write_conflicts(json, conflicts);
  json.end_object();
  Reply reply = json_reply(json.take());
  reply.status = 409;
  return reply;
}

Result<tasks::DecideSettings> parse_decision(const Json& body) {
  using Kind = tasks::DecisionKind;
  const std::string kind = text_in(body, "kind");
  tasks::DecideSettings settings;
  bool is_known = false;
  for (uint8_t k = 0; k <= static_cast<uint8_t>(Kind::unlabel) && !is_known; ++k) {
    settings.kind = static_cast<Kind>(k);
    is_known = tasks::to_name(settings.kind) == kind;
  }
  if (!is_known)
    return fail(Code::unsupported, "there are no decisions of the kind '" + shown(kind) + "'");
  settings.a = text_in(body, "a");
  settings.b = text_in(body, "b");
  settings.value = text_in(body, "value");
  settings.reason = text_in(body, "reason");
  const auto posts = body.find("posts");
  if (posts != body.end() && posts->is_array()) {
    for (const Json& post : *posts) {
      if (!post.is_string()) return fail(Code::invalid_input, "posts takes identifiers");
      settings.posts.push_back(post.get<std::string>());
    }
  }
  settings.anyway = is_true(body, "anyway");
  return settings;
}

Reply decide(PageCase& from, const Request& request) {
  const Result<Json> body = parse_body(request);
  if (!body) return page_error(400, body.error().message);
  Result<tasks::DecideSettings> settings = parse_decision(*body);
  if (!settings) return page_error(422, settings.error().message);
  store::Decision decision;
  tasks::Decided decided;
  const Result<std::string> made = from.with([&](const PageData& page) -> Result<std::string> {
    settings->country = page.opened.country;
    TRY(decision, tasks::make_decision(page.opened.data, *settings));
    TRY(decided, tasks::append_decision(from.path(), page.opened.data, decision, settings->anyway,
                                        text_in(*body, "known_state"), from.context()));
    return std::string();
  });
  if (!made) return page_reply(made);
  if (decided.act == 0 && decided.request != 0) {
    return waiting_reply(printed([&](tasks::Output& out) -> Result<tasks::Outcome> {
      tasks::print_waiting(decision, decided.request, from.path(), from.context(), out);
      return tasks::Outcome::done;
    }));
  }
  if (decided.act == 0) return conflict_reply(decided.conflicts);
  return page_reply(printed([&](tasks::Output& out) -> Result<tasks::Outcome> {
    tasks::print_decision(decision, decided.act, from.path(), from.context(), out);
    return tasks::Outcome::done;
  }));
}

// ---- Undo, redo, history ----------------------------------------------------------------

Result<std::string> undo(PageCase& from, uint32_t act) {
  tasks::UndoSettings settings;
  settings.case_path = from.path();
  settings.act = act;
  TRY(const std::string text,
      printed([&](tasks::Output& out) { return tasks::undo(settings, from.context(), out); }));
  if (text.empty()) return fail(Code::not_found, "there is nothing to undo");
  return Json::parse(text)["undone"].dump();
}

// The act that the body names; 0 if it names none.
Result<uint32_t> act_in(const Json& body) {
  const auto act = body.find("act");
  if (act == body.end()) return 0;
  if (!act->is_number_unsigned() || act->get<uint64_t>() == 0 || act->get<uint64_t>() > UINT32_MAX)
    return fail(Code::invalid_input, "act takes the number of an act");
  return act->get<uint32_t>();
}

Result<std::string> undo_any(PageCase& from, const Request& request) {
  TRY(const Json body, parse_body(request));
  TRY(const uint32_t act, act_in(body));
  return undo(from, act);
}

Result<std::string> undo_import(PageCase& from, const Request& request) {
  TRY_OK(require_json(request));
  const std::string_view text = request.parameters[0];
  uint32_t act = 0;
  std::from_chars(text.data(), text.data() + text.size(), act);
  if (act == 0) return fail(Code::not_found, "no import has the number '" + shown(text) + "'");
  return undo(from, act);
}

Result<std::string> redo(PageCase& from, const Request& request) {
  TRY(const Json body, parse_body(request));
  tasks::RedoSettings settings;
  settings.case_path = from.path();
  TRY(settings.act, act_in(body));
  TRY(const std::string text,
      printed([&](tasks::Output& out) { return tasks::redo(settings, from.context(), out); }));
  if (text.empty()) return fail(Code::not_found, "there is nothing to do again");
  return Json::parse(text)["redone"].dump();
}

Result<std::string> history(PageCase& from, const Request& request) {
  TRY(const PageOf list, page_of(request));
  if (!store::Case::exists(from.path())) return std::string(R"({"total":0,"next":null,"acts":[]})");
  const std::string id = text_of(request, "id");
  TRY(store::Case file, store::Case::open(from.path(), store::Access::read));
  TRY(std::vector<tasks::ActLine> acts, tasks::read_acts(file));
  TRY_OK(tasks::log_reading(file, "history", id.empty() ? "all" : id, from.context().by));
  std::erase_if(acts, [&](const tasks::ActLine& act) {
    return !id.empty() &&
           std::find(act.subjects.begin(), act.subjects.end(), id) == act.subjects.end();
  });
  std::reverse(acts.begin(), acts.end());
  Json json = {{"total", acts.size()}, {"next", Json::parse(list.next(acts.size()))}};
  json["acts"] = Json::array();
  for (uint64_t i = list.begin(acts.size()); i < list.end(acts.size()); ++i)
    json["acts"].push_back(Json::parse(act_json(acts[i])));
  return json.dump();
}

}  // namespace

void add_page_decisions(Router& router, PageCase& from) {
  const auto add = [&](Method method, const char* path, uint64_t bytes, auto answer) {
    router.add({method, path, Access::person, Work::slow, bytes,
                [&from, answer](const Request& r) { return page_reply(answer(from, r)); }});
  };
  router.add({Method::post, "/api/decisions", Access::person, Work::slow, kDecisionBytes,
              [&from](const Request& r) { return decide(from, r); }});
  add(Method::post, "/api/undo", kDecisionBytes, undo_any);
  add(Method::post, "/api/redo", kDecisionBytes, redo);
  add(Method::post, "/api/imports/{act}/undo", kDecisionBytes, undo_import);
  add(Method::get, "/api/history", 0, history);
}

}  // namespace maillon::web
