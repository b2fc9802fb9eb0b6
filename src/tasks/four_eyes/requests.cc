#include "tasks/four_eyes/requests.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/ascii.h"
#include "base/printable.h"
#include "report/nouns.h"
#include "report/style.h"
#include "tasks/decisions.h"
#include "tasks/show_case.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

std::string member_text(const nlohmann::json& object, const char* name) {
  const auto at = object.find(name);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

Result<store::Decision> decision_of(const store::SecondPersonRequest& request) {
  const auto json = nlohmann::json::parse(request.wanted.detail, nullptr, false);
  if (!json.is_object())
    return fail(Code::corrupt, fmt::format("request {} cannot be read; `maillon verify` says what "
                                           "is damaged",
                                           request.id));
  store::Decision made{.kind = member_text(json, "kind"),
                       .a = member_text(json, "a"),
                       .b = member_text(json, "b"),
                       .value = member_text(json, "value")};
  made.reason = fmt::format("{} (asked for by {} in request {})", request.wanted.reason,
                            request.actor, request.id);
  return made;
}

Result<store::SecondPersonRequest> require_open(const store::Case& file, uint32_t wanted,
                                                int64_t now) {
  TRY(const auto requests, store::second_person_requests(file));
  const auto found =
      std::find_if(requests.begin(), requests.end(),
                   [&](const store::SecondPersonRequest& request) { return request.id == wanted; });
  if (found == requests.end())
    return fail(Code::not_found,
                fmt::format("there is no request {}; `maillon requests CASE` lists them", wanted));
  if (found->answer != store::Answer::none)
    return fail(Code::invalid_input,
                fmt::format("request {} has its answer already; ask again", wanted));
  if (state_of(*found, now) != RequestState::open)
    return fail(Code::invalid_input,
                fmt::format("request {} waited a week and is over; ask again", wanted));
  return *found;
}

// What a confirmation does besides. A network that is no more must not be referred.
Result<store::TakesEffect> effect_of(const store::SecondPersonRequest& request,
                                     const CaseData* data) {
  store::TakesEffect effect;
  if (request.wanted.kind == kFourEyesSetting) {
    effect.setting.emplace(kFourEyesSetting, request.wanted.detail);
  } else if (request.wanted.kind == kReferredAct) {
    TRY(effect.decision, decision_of(request));
    const auto targets =
        data == nullptr ? std::vector<Target>() : find_target(*data, effect.decision->a, "");
    if (targets.empty() || targets.front().kind != Target::network)
      return fail(Code::not_found,
                  fmt::format("{} is no network any more; refuse request {} and look again",
                              printable(effect.decision->a, 40), request.id));
  }
  return effect;
}

std::string in_words(const store::SecondPersonRequest& request, int64_t now) {
  std::string text(to_name(state_of(request, now)));
  if (request.answer != store::Answer::none) text += " by " + printable(request.second);
  if (!request.answer_reason.empty()) text += ": " + printable(request.answer_reason);
  if (const int64_t until = until_of(request, now); until != 0)
    text += ", until " + format_time(until);
  return text;
}

void print_acts(const std::vector<std::string>& acts, store::ActId request,
                const std::string& case_path, const Context& context, Output& out) {
  if (context.json) {
    JsonWriter json;
    json.begin_object().member("acts", acts).member("request", request).end_object();
    out.write(json.take() + "\n");
    return;
  }
  if (request != 0) {
    const std::string path = printable(case_path);
    out.write(fmt::format("request {} waits for a second person: `maillon confirm {} {}`\n",
                          request, path, request));
  }
  out.write(acts.empty()
                ? "no act waits for a second person\n"
                : fmt::format("a second person is needed for {}\n", fmt::join(acts, ", ")));
}

}  // namespace

store::Wanted wanted_of(const store::Decision& decision) {
  JsonWriter json;
  json.begin_object().member("kind", decision.kind).member("a", decision.a);
  json.member("b", decision.b).member("value", decision.value).end_object();
  return {std::string(kReferredAct), words_of(decision), json.take(), decision.reason};
}

void write_json(JsonWriter& json, const store::SecondPersonRequest& request, int64_t now) {
  json.begin_object().member("request", request.id).member("act", request.wanted.kind);
  json.member("what", request.wanted.what).member("reason", request.wanted.reason);
  json.member("actor", request.actor);
  report::write_time(json, "time", request.time);
  json.member("state", to_name(state_of(request, now)));
  const int64_t until = until_of(request, now);
  report::write_time(json, "until", until == 0 ? kNoTime : until);
  json.member("second", request.second).member("answer", request.answer_reason);
  report::write_time(json, "answered",
                     request.answer == store::Answer::none ? kNoTime : request.answered);
  json.end_object();
}

Result<Outcome> list_requests(const RequestsSettings& settings, const Context& context,
                              Output& out) {
  TRY(store::Case file, store::Case::open(settings.case_path, store::Access::read));
  TRY(auto requests, store::second_person_requests(file, !settings.all));
  const int64_t now = context.by.time;
  if (!settings.all)
    std::erase_if(requests, [&](const auto& r) { return state_of(r, now) != RequestState::open; });
  TRY_OK(log_reading(file, "requests", std::to_string(requests.size()) + " listed", context.by));
  if (context.json) {
    JsonWriter json;
    json.begin_array();
    for (const auto& request : requests) write_json(json, request, now);
    json.end_array();
    out.write(json.take() + "\n");
    return requests.empty() ? Outcome::empty : Outcome::done;
  }
  if (requests.empty()) {
    say(settings.all ? "nobody asked for a second person"
                     : "nothing waits for a second person; --all lists what did");
    return Outcome::empty;
  }
  for (const auto& request : requests) {
    out.write(fmt::format("{}  {}: {}\n", request.id, request.wanted.kind,
                          printable(request.wanted.what)));
    out.write(fmt::format("    asked for by {}, {}: {}\n", printable(request.actor),
                          format_time(request.time), printable(request.wanted.reason)));
    out.write("    " + in_words(request, now) + "\n");
  }
  return Outcome::done;
}

Result<store::ActId> give_answer(const AnswerSettings& settings, const CaseData* data,
                                 const store::By& by) {
  TRY_OK(check_words("the reason", settings.reason, kMostReason, true));
  const bool confirms = settings.answer == store::Answer::confirmed;
  if (!confirms && is_blank(settings.reason))
    return fail(Code::invalid_input, "a refusal needs a reason; say why");
  TRY(store::Case file, store::Case::open(settings.case_path, store::Access::write));
  TRY(const store::SecondPersonRequest request, require_open(file, settings.request, by.time));
  store::TakesEffect effect;
  // Who asked for it is told so first, whatever became of the network.
  if (confirms && request.actor != by.actor) {
    TRY(effect, effect_of(request, data));
  }
  return store::answer_request(file, request.id, settings.answer, settings.reason, effect, by);
}

Result<Outcome> answer(const AnswerSettings& settings, const Context& context, Output& out) {
  store::SecondPersonRequest request;
  {
    TRY(const store::Case file, store::Case::open(settings.case_path, store::Access::read));
    TRY(request, require_open(file, settings.request, context.by.time));
  }
  std::optional<CaseData> data;
  if (settings.answer == store::Answer::confirmed && request.wanted.kind == kReferredAct) {
    TRY(OpenedCase opened, open_linked(settings.case_path));
    data.emplace(std::move(opened.data));
  }
  TRY(const store::ActId act, give_answer(settings, data ? &*data : nullptr, context.by));
  const bool confirms = settings.answer == store::Answer::confirmed;
  if (context.json) {
    JsonWriter json;
    json.begin_object().member("request", request.id).member("act", act);
    json.member("confirmed", confirms).end_object();
    out.write(json.take() + "\n");
    return Outcome::done;
  }
  out.write(fmt::format("request {} {}: {}\n", request.id, confirms ? "confirmed" : "refused",
                        printable(request.wanted.what)));
  if (!confirms) return Outcome::done;
  const bool is_at_once =
      request.wanted.kind == kReferredAct || request.wanted.kind == kFourEyesSetting;
  out.write(!is_at_once ? fmt::format("{} may do it for a day\n", printable(request.actor))
            : request.wanted.kind == kReferredAct
                ? fmt::format("act {}; `maillon undo {} --act {}` takes it back\n", act,
                              printable(settings.case_path), act)
                : "it is in effect\n");
  return Outcome::done;
}

Result<Outcome> four_eyes(const FourEyesSettings& settings, const Context& context, Output& out) {
  if (settings.words.empty()) {
    TRY(const store::Case file, store::Case::open(settings.case_path, store::Access::read));
    TRY(const auto acts, four_eyes_acts(file));
    print_acts(acts, 0, settings.case_path, context, out);
    return Outcome::done;
  }
  TRY(const auto wanted, parse_four_eyes(settings.words));
  TRY(store::Case file, store::Case::open(settings.case_path, store::Access::write));
  TRY(const auto acts, four_eyes_acts(file));
  const bool is_less = std::any_of(acts.begin(), acts.end(), [&](const std::string& act) {
    return std::find(wanted.begin(), wanted.end(), act) == wanted.end();
  });
  const std::string value = four_eyes_text(wanted);
  if (is_less) {
    // What is to wait besides does so at once; only that less waits is asked for.
    std::vector<std::string> all;
    for (const std::string_view act : kFourEyesActs) {
      const auto has = [&](const auto& list) {
        return std::find(list.begin(), list.end(), act) != list.end();
      };
      if (has(acts) || has(wanted)) all.emplace_back(act);
    }
    TRY(const Permission asked,
        ask_permission(
            file, {std::string(kFourEyesSetting), "four eyes: " + value, value, settings.reason},
            context.by));
    if (all.size() > acts.size())
      TRY_OK(file.set_setting(kFourEyesSetting, four_eyes_text(all), context.by));
    print_acts(all, asked.request, settings.case_path, context, out);
    return Outcome::empty;
  }
  TRY_OK(file.set_setting(kFourEyesSetting, value, context.by));
  print_acts(wanted, 0, settings.case_path, context, out);
  return Outcome::done;
}

}  // namespace maillon::tasks
