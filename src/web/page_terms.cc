// On what terms the case is kept: what it is for, the clock, holds, and what goes for good.
#include <cstdint>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "tasks/case_terms.h"
#include "tasks/purge_case.h"
#include "web/page_json.h"
#include "web/page_reply.h"
#include "web/page_routes.h"

namespace maillon::web {

namespace {

constexpr uint64_t kTermsBytes = 1 << 18;
constexpr std::size_t kMostNamed = 10'000;  // imports or posts of one purge

// A number of the body; `absent` if it is not there.
Result<uint32_t> number_in(const Json& body, const char* name, uint32_t absent) {
  const auto at = body.find(name);
  if (at == body.end()) return absent;
  if (!at->is_number_unsigned() || at->get<uint64_t>() > UINT32_MAX)
    return fail(Code::invalid_input, std::string(name) + " takes a whole number");
  return at->get<uint32_t>();
}

// {purpose, legal_basis}.
Result<std::string> state(PageCase& from, const Request& request) {
  TRY(const Json body, parse_body(request));
  const tasks::PurposeSettings settings{from.path(), text_in(body, "purpose"),
                                        text_in(body, "legal_basis")};
  if (settings.purpose.empty() && settings.legal_basis.empty())
    return fail(Code::invalid_input, "nothing is stated; state a purpose or a legal basis");
  return printed([&](tasks::Output& out) { return tasks::purpose(settings, from.context(), out); });
}

// {days, import}: no import is the clock of the case.
Result<std::string> set_clock(PageCase& from, const Request& request) {
  TRY(const Json body, parse_body(request));
  tasks::RetentionSettings settings;
  settings.case_path = from.path();
  if (!body.contains("days")) return fail(Code::invalid_input, "days is missing; 0 is no clock");
  TRY(settings.days, number_in(body, "days", 0));
  TRY(settings.import, number_in(body, "import", 0));
  return printed(
      [&](tasks::Output& out) { return tasks::retention(settings, from.context(), out); });
}

// {on, import, reason}: no import is the whole case.
Result<std::string> set_hold(PageCase& from, const Request& request) {
  TRY(const Json body, parse_body(request));
  tasks::HoldSettings settings;
  settings.case_path = from.path();
  if (const auto on = body.find("on"); on == body.end() || !on->is_boolean())
    return fail(Code::invalid_input, "on is missing; true puts the hold on, false ends it");
  settings.on = is_true(body, "on");
  TRY(settings.import, number_in(body, "import", 0));
  settings.reason = text_in(body, "reason");
  return printed([&](tasks::Output& out) { return tasks::hold(settings, from.context(), out); });
}

// {imports, posts, reason, yes}: neither named is what is due. Without `yes` the job says what
// would go.
Result<std::string> start_purge(PageCase& from, const Request& request) {
  TRY(const Json body, parse_body(request));
  tasks::JobSpec spec;
  spec.kind = tasks::JobKind::purge;
  const auto wrong = [] {
    return fail(Code::invalid_input,
                "a purge takes up to 10,000 numbers of imports, or identifiers of posts");
  };
  const auto each = [&](const char* name, const auto& take) -> Result<void> {
    const auto list = body.find(name);
    if (list == body.end()) return {};
    if (!list->is_array() || list->size() > kMostNamed) return wrong();
    for (const Json& one : *list) {
      if (!take(one)) return wrong();
    }
    return {};
  };
  TRY_OK(each("imports", [&](const Json& one) {
    const bool good = one.is_number_unsigned() && one.get<uint64_t>() <= UINT32_MAX;
    if (good) spec.purge.imports.push_back(one.get<uint32_t>());
    return good;
  }));
  TRY_OK(each("posts", [&](const Json& one) {
    if (one.is_string()) spec.purge.posts.push_back(one.get<std::string>());
    return one.is_string();
  }));
  spec.purge.reason = text_in(body, "reason");
  spec.purge.yes = is_true(body, "yes");
  if (spec.purge.yes && spec.purge.reason.empty())
    return fail(Code::invalid_input, "a purge is for good, and is done for a reason; give one");
  return from.start_job(std::move(spec), [&from] { from.reopen(); });
}

}  // namespace

void add_page_terms(Router& router, PageCase& from) {
  const auto add = [&](const char* path, auto answer) {
    router.add({Method::post, path, Access::person, Work::slow, kTermsBytes,
                [&from, answer](const Request& r) { return page_reply(answer(from, r)); }});
  };
  add("/api/purpose", state);
  add("/api/retention", set_clock);
  add("/api/hold", set_hold);
  add("/api/purge", start_purge);
}

}  // namespace maillon::web
