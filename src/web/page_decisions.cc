// What a person decides on the page: decisions, undo, redo, and the history of both.
#include <algorithm>
#include <charconv>
#include <map>

#include <nlohmann/json.hpp>

#include "base/json_writer.h"
#include "tasks/decide.h"
#include "tasks/redo.h"
#include "tasks/show_lines.h"
#include "web/page_acts.h"
#include "web/page_reply.h"
#include "web/page_routes.h"
#include "web/parameters.h"

namespace maillon::web {

std::string act_json(const tasks::UndoableAct& act) {
  JsonWriter json;
  json.begin_object().member("act", act.id);
  report::write_time(json, "time", act.time);
  json.member("actor", act.actor).member("kind", act.kind).member("what", act.what);
  json.member("active", act.active).key("subjects").begin_array();
  for (const std::string& subject : act.subjects) json.value(subject);
  json.end_array().end_object();
  return json.take();
}

std::string act_json(const store::Decision& decision) {
  return act_json(tasks::to_act(decision));
}

namespace {

using Json = nlohmann::ordered_json;
constexpr uint64_t kBodyBytes = 1 << 16;

Result<Json> parse_body(const Request& request) {
  TRY_OK(require_json(request));
  if (request.body.empty()) return Json::object();
  Json json = Json::parse(request.body, nullptr, false);
  if (!json.is_object()) return fail(Code::invalid_input, "the body must be an object of JSON");
  return json;
}

std::string text_in(const Json& json, const char* name) {
  const auto at = json.find(name);
  return at != json.end() && at->is_string() ? at->get<std::string>() : "";
}

// ---- Deciding ---------------------------------------------------------------------------

bool are_opposite(const std::string& x, const std::string& y) {
  static const std::map<std::string, std::string> kOpposite = {
      {"same", "different"}, {"different", "same"}, {"hub", "not_hub"}, {"not_hub", "hub"}};
  const auto at = kOpposite.find(x);
  return at != kOpposite.end() && at->second == y;
}

bool is_about(const store::Decision& d, const std::string& a, const std::string& b) {
  return (d.a == a && d.b == b) || (d.a == b && d.b == a);
}

Json conflict(const char* kind, const store::Decision& earlier, const std::string& third) {
  return {{"kind", kind}, {"act", Json::parse(act_json(earlier))}, {"third", third}};
}

// A is not B, and both are C: whichever of the three comes last runs into the others.
void find_triangles(const std::vector<store::Decision>& decisions, const store::Decision& now,
                    Json& conflicts) {
  const auto is_pair = [](const store::Decision& d) {
    return d.kind == "same" || d.kind == "different";
  };
  if (!is_pair(now)) return;
  for (const store::Decision& x : decisions) {
    const bool has_a = x.a == now.a || x.b == now.a, has_b = x.a == now.b || x.b == now.b;
    if (!is_pair(x) || has_a == has_b) continue;
    const std::string& near = has_a ? now.a : now.b;
    const std::string& far = has_a ? now.b : now.a;
    const std::string& third = x.a == near ? x.b : x.a;
    for (const store::Decision& y : decisions) {
      if (!is_pair(y) || !is_about(y, far, third)) continue;
      const int apart = (now.kind == "different" ? 1 : 0) + (x.kind == "different" ? 1 : 0) +
                        (y.kind == "different" ? 1 : 0);
      if (apart == 1 && has_a) conflicts.push_back(conflict("triangle", x, third));
    }
  }
}

// Earlier decisions that the new one speaks against, and, if the case has changed since the
// person looked, all on the same things.
Result<Json> find_conflicts(const std::string& case_path, const store::Decision& now,
                            const std::string& known_state) {
  TRY(const store::Case file, store::Case::open(case_path, store::Access::read));
  TRY(const Sha256 state, file.state_hash());
  TRY(const std::vector<store::Decision> decisions, file.decisions());
  const bool has_changed = !known_state.empty() && known_state != to_hex(state);
  Json conflicts = Json::array();
  for (const store::Decision& d : decisions) {
    if (!is_about(d, now.a, now.b)) continue;
    if (are_opposite(now.kind, d.kind)) {
      conflicts.push_back(conflict("contradicts", d, ""));
    } else if (has_changed) {
      conflicts.push_back(conflict("changed", d, ""));
    }
  }
  find_triangles(decisions, now, conflicts);
  return conflicts;
}

Reply conflict_reply(const Json& conflicts) {
  Json json = {{"error", "an earlier decision is about the same"},
               {"what_to_do", "look at it, then decide anyway or leave it"}};
  json["conflicts"] = conflicts;
  Reply reply = json_reply(json.dump());
  reply.status = 409;
  return reply;
}

Result<tasks::DecideSettings> parse_decision(const Json& body) {
  using Kind = tasks::DecisionKind;
  static const std::map<std::string, Kind> kKinds = {{"same", Kind::same},
                                                     {"different", Kind::different},
                                                     {"hub", Kind::hub},
                                                     {"not_hub", Kind::not_hub}};
  const std::string kind = text_in(body, "kind");
  const auto known = kKinds.find(kind);
  if (known == kKinds.end()) {
    return fail(Code::unsupported, "decisions of the kind '" + shown(kind) +
                                       "' are not kept by this version; it takes same, "
                                       "different, hub and not_hub");
  }
  tasks::DecideSettings settings;
  settings.kind = known->second;
  settings.a = text_in(body, "a");
  settings.b = text_in(body, "b");
  settings.reason = text_in(body, "reason");
  return settings;
}

Reply decide(PageCase& from, const Request& request) {
  const Result<Json> body = parse_body(request);
  if (!body) return page_error(400, body.error().message);
  Result<tasks::DecideSettings> settings = parse_decision(*body);
  if (!settings) return page_error(422, settings.error().message);
  store::Decision decision;
  const Result<std::string> meant = from.with([&](const PageData& page) -> Result<std::string> {
    settings->country = page.opened.country;
    TRY(decision, tasks::make_decision(page.opened.data, *settings));
    return std::string();
  });
  if (!meant) return page_reply(meant);
  const auto anyway = body->find("anyway");
  if (anyway == body->end() || *anyway != true) {
    const Result<Json> conflicts =
        find_conflicts(from.path(), decision, text_in(*body, "known_state"));
    if (!conflicts) return page_reply(tl::unexpected<Error>(conflicts.error()));
    if (!conflicts->empty()) return conflict_reply(*conflicts);
  }
  return page_reply(printed([&](tasks::Output& out) {
    return tasks::append_decision(from.path(), decision, from.context(), out);
  }));
}

// ---- Undo, redo, history ----------------------------------------------------------------

Result<std::string> act_of(PageCase& from, uint64_t wanted) {
  TRY(const store::Case file, store::Case::open(from.path(), store::Access::read));
  TRY(const std::vector<tasks::UndoableAct> acts, tasks::read_acts(file));
  for (const tasks::UndoableAct& act : acts) {
    if (act.id == wanted) return act_json(act);
  }
  return fail(Code::not_found, "there is no act " + std::to_string(wanted));
}

Result<std::string> undo(PageCase& from, uint32_t act) {
  tasks::UndoSettings settings;
  settings.case_path = from.path();
  settings.act = act;
  TRY(const std::string text,
      printed([&](tasks::Output& out) { return tasks::undo(settings, from.context(), out); }));
  if (text.empty()) return fail(Code::not_found, "there is nothing to undo");
  return act_of(from, Json::parse(text)["undone"]["act"].get<uint64_t>());
}

Result<std::string> undo_any(PageCase& from, const Request& request) {
  TRY(const Json body, parse_body(request));
  const auto act = body.find("act");
  if (act == body.end()) return undo(from, 0);
  if (!act->is_number_unsigned() || act->get<uint64_t>() == 0 || act->get<uint64_t>() > UINT32_MAX)
    return fail(Code::invalid_input, "act takes the number of an act");
  return undo(from, act->get<uint32_t>());
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
  TRY_OK(require_json(request));
  TRY(const std::string text,
      printed([&](tasks::Output& out) { return tasks::redo(from.path(), from.context(), out); }));
  if (text.empty()) return fail(Code::not_found, "there is nothing to do again");
  return act_of(from, Json::parse(text)["act"].get<uint64_t>());
}

Result<std::string> history(PageCase& from, const Request& request) {
  TRY(const PageOf list, page_of(request));
  if (!store::Case::exists(from.path())) return std::string(R"({"total":0,"next":null,"acts":[]})");
  const std::string id = text_of(request, "id");
  TRY(const store::Case file, store::Case::open(from.path(), store::Access::read));
  TRY(std::vector<tasks::UndoableAct> acts, tasks::read_acts(file));
  std::erase_if(acts, [&](const tasks::UndoableAct& act) {
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
  router.add({Method::post, "/api/decisions", Access::person, Work::slow, kBodyBytes,
              [&from](const Request& r) { return decide(from, r); }});
  add(Method::post, "/api/undo", kBodyBytes, undo_any);
  add(Method::post, "/api/redo", kBodyBytes, redo);
  add(Method::post, "/api/imports/{act}/undo", kBodyBytes, undo_import);
  add(Method::get, "/api/history", 0, history);
}

}  // namespace maillon::web
