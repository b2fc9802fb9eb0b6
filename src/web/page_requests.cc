// What waits for a second person: the list, the answers, and the refusal of what has none yet.
#include "web/page_requests.h"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "base/json_writer.h"
#include "tasks/four_eyes/requests.h"
#include "web/page_json.h"
#include "web/page_reply.h"
#include "web/page_routes.h"
#include "web/parameters.h"

namespace maillon::web {

namespace {

constexpr uint64_t kAnswerBytes = 1 << 15;

Result<std::string> list_requests(PageCase& from, const Request& request) {
  TRY(const PageOf list, page_of(request));
  if (!store::Case::exists(from.path()))
    return std::string(R"({"total":0,"next":null,"acts":[],"requests":[]})");
  TRY(store::Case file, store::Case::open(from.path(), store::Access::read));
  TRY(auto requests, store::second_person_requests(file));
  TRY(const auto acts, tasks::four_eyes_acts(file));
  const store::By by = from.context().by;
  TRY_OK(tasks::log_reading(file, "requests", std::to_string(requests.size()) + " listed", by));
  // What waits first, then the latest.
  std::stable_sort(requests.begin(), requests.end(), [&](const auto& a, const auto& b) {
    const bool a_open = tasks::state_of(a, by.time) == tasks::RequestState::open;
    const bool b_open = tasks::state_of(b, by.time) == tasks::RequestState::open;
    return a_open != b_open ? a_open : a.id > b.id;
  });
  Json json = {{"total", requests.size()}, {"next", Json::parse(list.next(requests.size()))}};
  json["acts"] = acts;
  json["requests"] = Json::array();
  for (uint64_t i = list.begin(requests.size()); i < list.end(requests.size()); ++i) {
    JsonWriter one;
    tasks::write_json(one, requests[i], by.time);
    json["requests"].push_back(Json::parse(one.take()));
  }
  return json.dump();
}

Result<std::string> give_answer(PageCase& from, const Request& request, store::Answer given) {
  TRY(const Json body, parse_body(request));
  tasks::AnswerSettings settings;
  settings.case_path = from.path();
  settings.answer = given;
  settings.reason = text_in(body, "reason");
  const std::string_view text = request.parameters[0];
  std::from_chars(text.data(), text.data() + text.size(), settings.request);
  store::ActId act = 0;
  const auto answer = [&](const tasks::CaseData* data) -> Result<std::string> {
    TRY(act, tasks::give_answer(settings, data, from.context().by));
    return std::string();
  };
  if (from.is_linked()) {
    TRY_OK(from.with([&](const PageData& page) { return answer(&page.opened.data); }));
  } else {
    TRY_OK(answer(nullptr));
  }
  JsonWriter json;
  json.begin_object().member("request", settings.request).member("act", act);
  json.member("confirmed", given == store::Answer::confirmed).end_object();
  return json.take();
}

// {acts, reason} -> {acts, request}: which acts wait from now on; that fewer do waits itself.
Result<std::string> set_four_eyes(PageCase& from, const Request& request) {
  TRY(const Json body, parse_body(request));
  const auto acts = body.find("acts");
  tasks::FourEyesSettings settings{from.path(), {}, text_in(body, "reason")};
  if (acts == body.end() || !acts->is_array())
    return fail(Code::invalid_input, "acts is missing; an empty list is none");
  for (const Json& act : *acts) {
    const bool is_known =
        act.is_string() && std::find(tasks::kFourEyesActs.begin(), tasks::kFourEyesActs.end(),
                                     act.get<std::string>()) != tasks::kFourEyesActs.end();
    if (!is_known) return fail(Code::invalid_input, "acts takes the acts that can wait");
    settings.words.push_back(act.get<std::string>());
  }
  if (settings.words.empty()) settings.words = {"off"};
  return printed(
      [&](tasks::Output& out) { return tasks::four_eyes(settings, from.context(), out); });
}

}  // namespace

std::optional<Reply> refuse_leaving(PageCase& from, const store::Wanted& wanted) {
  auto file = store::Case::open(from.path(), store::Access::read);
  if (!file) return page_reply(tl::unexpected<Error>(file.error()));
  const store::By by = from.context().by;
  const auto found = tasks::find_permission(*file, wanted.kind, wanted.what, by);
  if (!found) return page_reply(tl::unexpected<Error>(found.error()));
  if (!found->is_granted) {
    return page_error(409, found->request == 0
                               ? "this waits for a second person; ask for it with a reason"
                               : "this waits for a second person; request " +
                                     std::to_string(found->request) + " is not answered yet");
  }
  const auto logged = tasks::log_granted(*file, *found, wanted.what, by);
  if (!logged) return page_reply(tl::unexpected<Error>(logged.error()));
  return std::nullopt;
}

Result<tasks::Permission> permission_or_ask(const std::string& path, const store::Wanted& wanted,
                                            const store::By& by) {
  {
    TRY(const store::Case file, store::Case::open(path, store::Access::read));
    TRY(const tasks::Permission found, tasks::find_permission(file, wanted.kind, wanted.what, by));
    if (found.is_granted || found.request != 0) return found;
  }
  TRY(store::Case file, store::Case::open(path, store::Access::write));
  return tasks::ask_permission(file, wanted, by);
}

Result<std::string> ask_to_leave(PageCase& from, store::Wanted wanted, const Request& request) {
  TRY(const Json body, parse_body(request));
  wanted.reason = text_in(body, "reason");
  TRY(const tasks::Permission found, permission_or_ask(from.path(), wanted, from.context().by));
  JsonWriter json;
  json.begin_object().member("granted", found.is_granted).member("request", found.request);
  json.end_object();
  return json.take();
}

Reply waiting_reply(Result<std::string> json) {
  Reply reply = page_reply(std::move(json));
  if (reply.status == 200) reply.status = 202;
  return reply;
}

void add_page_requests(Router& router, PageCase& from) {
  const auto add = [&](Method method, const char* path, uint64_t bytes, auto answer) {
    router.add({method, path, Access::person, Work::slow, bytes,
                [&from, answer](const Request& r) { return page_reply(answer(from, r)); }});
  };
  add(Method::get, "/api/requests", 0, list_requests);
  add(Method::post, "/api/four-eyes", kAskBytes, set_four_eyes);
  add(Method::post, "/api/requests/{id}/confirm", kAnswerBytes,
      [](PageCase& of, const Request& r) { return give_answer(of, r, store::Answer::confirmed); });
  add(Method::post, "/api/requests/{id}/refuse", kAnswerBytes,
      [](PageCase& of, const Request& r) { return give_answer(of, r, store::Answer::refused); });
}

}  // namespace maillon::web
