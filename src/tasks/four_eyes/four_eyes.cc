#include "tasks/four_eyes/four_eyes.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/json_writer.h"
#include "base/printable.h"
#include "tasks/decisions.h"
#include "tasks/output.h"

namespace maillon::tasks {

namespace {

constexpr std::string_view kNothingWaits = "off";

// What is done with a confirmation later, and again; the rest takes effect with it.
bool is_kept_for_a_day(std::string_view act) {
  return act == "export" || act == "share" || act == "purge" || act == kUnmaskAct;
}

// By the same person, for the same.
bool is_same(const store::SecondPersonRequest& request, std::string_view act, std::string_view what,
             const store::By& by) {
  return request.wanted.kind == act && request.wanted.what == what && request.actor == by.actor;
}

}  // namespace

std::string four_eyes_text(const std::vector<std::string>& acts) {
  if (acts.empty()) return std::string(kNothingWaits);
  std::string text;
  for (const std::string& act : acts) text += (text.empty() ? "" : ",") + act;
  return text;
}

Result<std::vector<std::string>> four_eyes_acts(const store::Case& file) {
  TRY(const auto setting, file.setting(kFourEyesSetting));
  std::vector<std::string> acts;
  const std::string kept = "," + setting.value_or("") + ",";
  for (const std::string_view act : kFourEyesActs) {
    if (kept.find("," + std::string(act) + ",") != kept.npos) acts.emplace_back(act);
  }
  return acts;
}

Result<std::vector<std::string>> parse_four_eyes(const std::vector<std::string>& words) {
  if (words.size() == 1 && words[0] == "on")
    return std::vector<std::string>(kFourEyesActs.begin(), kFourEyesActs.end());
  std::vector<std::string> acts;
  if (words.size() == 1 && words[0] == kNothingWaits) return acts;
  for (const std::string& word : words) {
    if (std::find(kFourEyesActs.begin(), kFourEyesActs.end(), word) == kFourEyesActs.end()) {
      return fail(Code::invalid_input,
                  fmt::format("'{}' is no act that waits for a second person; name on, off, or "
                              "some of {}",
                              printable(word, 40), fmt::join(kFourEyesActs, ", ")));
    }
  }
  for (const std::string_view act : kFourEyesActs) {
    if (std::find(words.begin(), words.end(), act) != words.end()) acts.emplace_back(act);
  }
  return acts;
}

Result<void> begin_four_eyes(const std::string& case_path, const store::By& by) {
  {
    TRY(const store::Case file, store::Case::open(case_path, store::Access::read));
    TRY(const auto setting, file.setting(kFourEyesSetting));
    if (setting) return {};
  }
  TRY(store::Case file, store::Case::open(case_path, store::Access::write));
  TRY(const auto all, parse_four_eyes({"on"}));
  return file.set_setting(kFourEyesSetting, four_eyes_text(all), by);
}

std::string_view to_name(RequestState state) {
  constexpr std::array<std::string_view, 4> kNames = {"open", "confirmed", "refused", "expired"};
  return kNames[static_cast<std::size_t>(state)];
}

RequestState state_of(const store::SecondPersonRequest& request, int64_t now) {
  using store::Answer;
  if (request.answer == Answer::refused) return RequestState::refused;
  if (request.answer == Answer::none)
    return now < request.time + kRequestOpenFor ? RequestState::open : RequestState::expired;
  return !is_kept_for_a_day(request.wanted.kind) || now < request.answered + kAllowedFor
             ? RequestState::confirmed
             : RequestState::expired;
}

int64_t until_of(const store::SecondPersonRequest& request, int64_t now) {
  const RequestState state = state_of(request, now);
  if (state == RequestState::open) return request.time + kRequestOpenFor;
  return state == RequestState::confirmed && is_kept_for_a_day(request.wanted.kind)
             ? request.answered + kAllowedFor
             : 0;
}

Result<bool> waits_for_second_person(const store::Case& file, std::string_view act) {
  TRY(const std::vector<std::string> acts, four_eyes_acts(file));
  return std::find(acts.begin(), acts.end(), act) != acts.end();
}

Result<Permission> find_permission(const store::Case& file, std::string_view act,
                                   std::string_view what, const store::By& by) {
  TRY(const bool waits, waits_for_second_person(file, act));
  const bool always = act == kFourEyesSetting || act == kUnmaskAct;
  if (!always && !waits) return Permission{true, 0};
  TRY(const auto requests, store::second_person_requests(file));
  Permission found;
  for (const store::SecondPersonRequest& request : requests) {
    if (!is_same(request, act, what, by)) continue;
    const RequestState state = state_of(request, by.time);
    if (state == RequestState::open) found.request = request.id;
    // What took effect once is asked for anew.
    if (state == RequestState::confirmed && until_of(request, by.time) != 0)
      return Permission{true, request.id};
  }
  return found;
}

Result<Permission> ask_permission(store::Case& file, const store::Wanted& wanted,
                                  const store::By& by) {
  TRY(Permission found, find_permission(file, wanted.kind, wanted.what, by));
  if (found.is_granted || found.request != 0) return found;
  TRY_OK(check_words("the reason", wanted.reason, kMostReason, true));
  if (is_blank(wanted.reason)) {
    return fail(Code::invalid_input,
                "in this case that waits for a second person, who needs a reason; give one "
                "(--reason TEXT)");
  }
  TRY(found.request, store::ask_second_person(file, wanted, by));
  return found;
}

Result<void> log_granted(store::Case& file, const Permission& permission, std::string_view what,
                         const store::By& by) {
  if (permission.request == 0) return {};
  JsonWriter detail;
  detail.begin_object().member("request", permission.request).member("what", what).end_object();
  return file.log("granted", detail.take(), by);
}

Result<bool> second_person_agrees(store::Case& file, const store::Wanted& wanted,
                                  const store::By& by) {
  TRY(const Permission asked, ask_permission(file, wanted, by));
  if (asked.is_granted) {
    TRY_OK(log_granted(file, asked, wanted.what, by));
    return true;
  }
  say(fmt::format(
      "request {} waits for a second person: {}; once `maillon confirm {} {}` was "
      "given by another, the same command does it for a day",
      asked.request, printable(wanted.what), printable(file.directory()), asked.request));
  return false;
}

Result<bool> second_person_agrees(const std::string& case_path, const store::Wanted& wanted,
                                  const store::By& by) {
  {
    TRY(store::Case file, store::Case::open(case_path, store::Access::read));
    TRY(const Permission found, find_permission(file, wanted.kind, wanted.what, by));
    if (found.is_granted) {
      TRY_OK(log_granted(file, found, wanted.what, by));
      return true;
    }
  }
  TRY(store::Case file, store::Case::open(case_path, store::Access::write));
  return second_person_agrees(file, wanted, by);
}

}  // namespace maillon::tasks
