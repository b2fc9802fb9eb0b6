// The cases that lie beside this one, in the same folder: what this one has in common with them, a
// copy of it among them, and what is taken over from them. Only names of that folder are taken, so
// that a page cannot reach elsewhere. Where people log in their roles are for one case, so other
// cases are not offered there: who runs the server has the command line.
#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "store/case.h"
#include "tasks/four_eyes/four_eyes.h"
#include "tasks/four_eyes/wanted.h"
#include "web/page_json.h"
#include "web/page_reply.h"
#include "web/page_requests.h"
#include "web/page_routes.h"
#include "web/parameters.h"

namespace maillon::web {

namespace {

namespace fs = std::filesystem;

constexpr uint64_t kCasesBytes = 1 << 16;
constexpr std::size_t kMostCases = 500, kMostAtOnce = 20, kMostName = 100;

fs::path place_of(const PageCase& from) {
  std::error_code error;
  fs::path place = fs::weakly_canonical(fs::absolute(from.path(), error), error);
  return place.has_filename() ? place : place.parent_path();
}

// Their names, in order; at most kMostCases. A folder that cannot be read has none.
std::vector<std::string> names_beside(const fs::path& place) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(place.parent_path(), error), end; !error && at != end;
       at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (name != place.filename() && store::Case::exists(at->path().string())) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  names.resize(std::min(names.size(), kMostCases));
  return names;
}

// "linked", "not_linked", or "closed": encrypted under another key, damaged, of a later version.
const char* state_of(const std::string& path) {
  const auto file = store::Case::open(path, store::Access::read);
  if (!file) return "closed";
  return file->has_bundle("networks") ? "linked" : "not_linked";
}

Result<void> check_offered(const Request& request) {
  return refuse_accounts(request,
                         "who runs the server has `maillon across`, `merge` and `copy` for others");
}

Result<std::string> list_cases(PageCase& from, const Request& request) {
  const fs::path place = place_of(from);
  Json json = {{"name", place.filename().string()}, {"folder", ""}, {"cases", Json::array()}};
  if (check_offered(request)) {
    json["folder"] = place.parent_path().string();
    for (const std::string& name : names_beside(place)) {
      json["cases"].push_back(
          {{"name", name}, {"state", state_of((place.parent_path() / name).string())}});
    }
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// The folders of body["cases"]: names as list_cases() gives them.
Result<std::vector<std::string>> named_cases(PageCase& from, const Json& body) {
  const fs::path place = place_of(from);
  const std::vector<std::string> there = names_beside(place);
  const auto at = body.find("cases");
  if (at == body.end() || !at->is_array() || at->empty() || at->size() > kMostAtOnce)
    return fail(Code::invalid_input,
                fmt::format("name one to {} of the cases beside this one", kMostAtOnce));
  std::vector<std::string> paths;
  for (const Json& each : *at) {
    const std::string name = each.is_string() ? each.get<std::string>() : "";
    if (std::find(there.begin(), there.end(), name) == there.end())
      return fail(Code::not_found, "no case beside this one is called '" + shown(name) + "'");
    paths.push_back((place.parent_path() / name).string());
  }
  return paths;
}

// {cases, hubs}.
Result<std::string> start_across(PageCase& from, const Request& request) {
  TRY_OK(check_offered(request));
  TRY(const Json body, parse_body(request));
  TRY(const std::vector<std::string> others, named_cases(from, body));
  tasks::JobSpec spec;
  spec.kind = tasks::JobKind::across;
  spec.across.cases = {place_of(from).string()};
  spec.across.cases.insert(spec.across.cases.end(), others.begin(), others.end());
  spec.across.with_hubs = is_true(body, "hubs");
  return from.start_job(std::move(spec), [] {});
}

// Asks for it in the case at `path`, if that one asks for a second person and nobody was asked;
// what waits is the reply. Nothing: it may be done.
Result<std::optional<std::string>> ask_first(PageCase& from, const std::string& path,
                                             const store::Wanted& wanted) {
  const store::By by = from.context().by;
  tasks::Permission found;
  {
    TRY(const store::Case file, store::Case::open(path, store::Access::read));
    TRY(found, tasks::find_permission(file, wanted.kind, wanted.what, by));
  }
  if (found.is_granted) return std::nullopt;
  if (found.request == 0) {
    TRY(store::Case file, store::Case::open(path, store::Access::write));
    TRY(found, tasks::ask_permission(file, wanted, by));
  }
  Json json = {{"request", found.request}, {"case", fs::path(path).filename().string()}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// {name, reason} -> {job}, or {request, case} if it waits for a second person.
Result<std::string> start_copy(PageCase& from, const Request& request) {
  TRY_OK(check_offered(request));
  TRY(const Json body, parse_body(request));
  const std::string name = text_in(body, "name");
  if (name.empty() || name.size() > kMostName || name.front() == '.' ||
      std::any_of(name.begin(), name.end(),
                  [](char c) { return c == '/' || c == '\\' || static_cast<uint8_t>(c) < ' '; }))
    return fail(
        Code::invalid_input,
        fmt::format("name the copy with up to {} letters; no slashes, no dot in front", kMostName));
  tasks::JobSpec spec;
  spec.kind = tasks::JobKind::copy;
  spec.copy = {place_of(from).string(), (place_of(from).parent_path() / name).string(),
               text_in(body, "reason")};
  TRY(const auto waits, ask_first(from, from.path(), tasks::wanted_of(spec.copy)));
  if (waits) return *waits;
  return from.start_job(std::move(spec), [] {});
}

// {cases, reason} -> as a copy. Each of the cases that are taken is asked.
Result<std::string> start_merge(PageCase& from, const Request& request) {
  TRY_OK(check_offered(request));
  TRY(const Json body, parse_body(request));
  tasks::JobSpec spec;
  spec.kind = tasks::JobKind::merge;
  TRY(spec.merge.from, named_cases(from, body));
  spec.merge.reason = text_in(body, "reason");
  for (const std::string& other : spec.merge.from) {
    TRY(const auto waits,
        ask_first(from, other, tasks::wanted_merge(from.path(), spec.merge.reason)));
    if (waits) return *waits;
  }
  return from.start_job(std::move(spec), [&from] { from.reopen(); });
}

}  // namespace

void add_page_cases(Router& router, PageCase& from) {
  const auto add = [&](Method method, const char* path, uint64_t bytes, auto answer) {
    router.add({method, path, Access::person, Work::slow, bytes,
                [&from, answer](const Request& r) { return page_reply(answer(from, r)); }});
  };
  add(Method::get, "/api/cases", 0, list_cases);
  add(Method::post, "/api/across", kCasesBytes, start_across);
  add(Method::post, "/api/copy", kCasesBytes, start_copy);
  add(Method::post, "/api/merge", kCasesBytes, start_merge);
}

}  // namespace maillon::web
