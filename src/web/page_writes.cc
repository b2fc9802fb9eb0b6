// What the page changes: decisions, undoing, linking.
#include <algorithm>
#include <charconv>
#include <map>
#include <mutex>

#include <nlohmann/json.hpp>

#include "base/json_writer.h"
#include "store/case.h"
#include "tasks/decide.h"
#include "tasks/output.h"
#include "tasks/show_lines.h"
#include "tasks/undo.h"
#include "web/page_routes.h"
#include "web/parameters.h"

namespace maillon::web {

namespace {

using Json = nlohmann::ordered_json;
constexpr uint64_t kBodyBytes = 1 << 16;

// A page of another site cannot send this type without being asked about it first; Host,
// Origin, Sec-Fetch-Site and the SameSite cookie were checked by the gate.
Result<Json> parse_body(const Request& request) {
  if (request.header("Content-Type").find("application/json") == std::string_view::npos)
    return fail(Code::invalid_input, "send JSON, with Content-Type: application/json");
  if (request.body.empty()) return Json::object();
  Json json = Json::parse(request.body, nullptr, false);
  if (!json.is_object()) return fail(Code::invalid_input, "the body must be an object of JSON");
  return json;
}

std::string text_in(const Json& json, const char* name) {
  const auto at = json.find(name);
  return at != json.end() && at->is_string() ? at->get<std::string>() : "";
}

Json to_json(const store::Decision& d) {
  JsonWriter json;
  json.begin_object().member("act", d.id);
  report::write_time(json, "time", d.time);
  json.member("actor", d.actor).member("kind", d.kind);
  json.member("what", d.reason.empty() ? d.value : d.value + " (" + d.reason + ")");
  json.member("active", d.active).key("subjects").begin_array().value(d.a);
  if (!d.b.empty()) json.value(d.b);
  json.end_array().end_object();
  return Json::parse(json.take());
}

bool are_opposite(const std::string& x, const std::string& y) {
  static const std::map<std::string, std::string> kOpposite = {
      {"same", "different"}, {"different", "same"}, {"hub", "not_hub"}, {"not_hub", "hub"}};
  const auto at = kOpposite.find(x);
  return at != kOpposite.end() && at->second == y;
}

// Earlier decisions that the new one speaks against, and, if the case has changed since the
// person looked, all on the same things.
Result<Json> find_conflicts(const PageCase& from, const std::string& kind, const std::string& a,
                            const std::string& b, const std::string& known_state) {
  TRY(const store::Case file, store::Case::open(from.path(), store::Access::read));
  TRY(const Sha256 state, file.state_hash());
  TRY(const std::vector<store::Decision> decisions, file.decisions());
  const bool has_changed = !known_state.empty() && known_state != to_hex(state);
  Json conflicts = Json::array();
  for (const store::Decision& d : decisions) {
    const bool is_same_pair = (d.a == a && d.b == b) || (d.a == b && d.b == a);
    if (!is_same_pair) continue;
    const bool is_against = are_opposite(kind, d.kind);
    if (!is_against && !has_changed) continue;
    conflicts.push_back(
        {{"kind", is_against ? "contradicts" : "changed"}, {"act", to_json(d)}, {"third", ""}});
  }
  return conflicts;
}

Reply decide(PageCase& from, const Request& request) {
  Result<Json> body = parse_body(request);
  if (!body) return page_error(400, body.error().message);
  tasks::DecideSettings settings;
  settings.case_path = from.path();
  settings.a = text_in(*body, "a");
  settings.b = text_in(*body, "b");
  settings.reason = text_in(*body, "reason");
  const std::string kind = text_in(*body, "kind");
  using Kind = tasks::DecisionKind;
  static const std::map<std::string, Kind> kKinds = {{"same", Kind::same},
                                                     {"different", Kind::different},
                                                     {"hub", Kind::hub},
                                                     {"not_hub", Kind::not_hub}};
  const auto known = kKinds.find(kind);
  if (known == kKinds.end()) {
    return page_error(422, "decisions of the kind '" + shown(kind) +
                               "' are not kept by this version; it takes same, different, hub "
                               "and not_hub");
  }
  settings.kind = known->second;
  if (!body->value("anyway", false)) {
    const Result<Json> conflicts =
        find_conflicts(from, kind, settings.a, settings.b, text_in(*body, "known_state"));
    if (!conflicts) return page_reply(tl::unexpected<Error>(conflicts.error()));
    if (!conflicts->empty()) {
      Json json = {{"error", "an earlier decision is about the same"},
                   {"what_to_do", "look at it, then decide anyway or leave it"}};
      json["conflicts"] = *conflicts;
      Reply reply = json_reply(json.dump());
      reply.status = 409;
      return reply;
    }
  }
  std::string text;
  tasks::Output out = tasks::Output::text(text);
  const auto done = tasks::decide(settings, from.context(), out);
  if (!done) return page_reply(tl::unexpected<Error>(done.error()));
  out.flush();
  return json_reply(std::move(text));
}

Result<std::string> undo(PageCase& from, uint32_t act) {
  tasks::UndoSettings settings;
  settings.case_path = from.path();
  settings.act = act;
  std::string text;
  tasks::Output out = tasks::Output::text(text);
  TRY(const tasks::Outcome outcome, tasks::undo(settings, from.context(), out));
  out.flush();
  if (outcome == tasks::Outcome::empty) return fail(Code::not_found, "there is nothing to undo");
  Json json = Json::parse(text)["undone"];
  json["active"] = false;
  json["subjects"] = Json::array();
  TRY(const store::Case file, store::Case::open(from.path(), store::Access::read));
  TRY(const std::vector<store::Decision> decisions, file.all_decisions());
  for (const store::Decision& d : decisions) {
    if (d.id == json["act"].get<uint32_t>()) json["subjects"] = to_json(d)["subjects"];
  }
  return json.dump();
}

Reply undo_any(PageCase& from, const Request& request) {
  Result<Json> body = parse_body(request);
  if (!body) return page_error(400, body.error().message);
  const auto act = body->find("act");
  if (act != body->end() && !act->is_number_unsigned())
    return page_error(400, "act takes the number of an act");
  return page_reply(undo(from, act == body->end() ? 0 : act->get<uint32_t>()));
}

Reply undo_import(PageCase& from, const Request& request) {
  const std::string_view text = request.parameters[0];
  uint32_t act = 0;
  std::from_chars(text.data(), text.data() + text.size(), act);
  if (act == 0) return page_error(404, "no import has the number '" + shown(text) + "'");
  return page_reply(undo(from, act));
}

Reply link(PageCase& from) {
  const Result<uint64_t> job = from.start_link();
  if (!job) return page_reply(tl::unexpected<Error>(job.error()));
  return json_reply("{\"job\":" + std::to_string(*job) + "}");
}

}  // namespace

void add_page_writes(Router& router, PageCase& from) {
  const auto post = [&](const char* path, Handler handler) {
    router.add({Method::post, path, Access::person, Work::slow, kBodyBytes, std::move(handler)});
  };
  post("/api/decisions", [&from](const Request& request) { return decide(from, request); });
  post("/api/undo", [&from](const Request& request) { return undo_any(from, request); });
  post("/api/imports/{act}/undo",
       [&from](const Request& request) { return undo_import(from, request); });
  post("/api/link", [&from](const Request&) { return link(from); });
}

}  // namespace maillon::web
