// The cases that lie beside this one, in the same folder: what this one has in common with them, a
// copy of it among them, and what is taken over from them. Only names of that folder are taken, so
// that a page cannot reach elsewhere. Where people log in their roles are for one case, so other
// cases are not offered there: who runs the server has the command line.
#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/printable.h"
#include "base/utf8.h"
#include "store/case.h"
#include "store/case_copy.h"
#include "store/case_state.h"
#include "store/file.h"
#include "store/key_file.h"
#include "store/keyring.h"
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
constexpr std::size_t kMostListed = 200, kMostAtOnce = 20, kMostName = 200;  // a name: bytes

fs::path place_of(const PageCase& from) {
  std::error_code error;
  fs::path place = fs::weakly_canonical(fs::absolute(from.path(), error), error);
  return place.has_filename() ? place : place.parent_path();
}

// Is there a case of that name beside this one? What a link leads to lies elsewhere.
bool is_beside(const fs::path& place, const std::string& name) {
  if (name.empty() || name.find('/') != std::string::npos || name == "." || name == ".." ||
      name == place.filename() || !is_utf8(name))
    return false;
  const fs::path other = place.parent_path() / name;
  std::error_code error;
  return !fs::is_symlink(other, error) && store::Case::exists(other.string());
}

// In order. A folder that cannot be read has none.
std::vector<std::string> names_beside(const fs::path& place) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(place.parent_path(), error), end; !error && at != end;
       at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (is_beside(place, name)) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

// "linked", "not_linked", or "locked": encrypted, and this server does not know the key. The case
// is not opened, which might ask on the server's terminal, or bring it to this version's form.
const char* state_of(const std::string& path) {
  if (store::KeyFile::exists(path) && store::key_to_hand_on(path).empty()) return "locked";
  return store::file_exists(path + "/" + store::bundle_path("networks")) ? "linked" : "not_linked";
}

// Are there other cases for who asks?
Result<void> check_offered(const PageCase& from, const Request& request) {
  TRY_OK(refuse_accounts(
      request, "who runs the server has `maillon across`, `merge` and `copy` for others"));
  if (is_utf8(place_of(from).string())) return {};
  return fail(Code::invalid_input,
              "the name of this case's folder is not UTF-8; use `maillon across`, `merge` and "
              "`copy` on the command line");
}

Result<std::string> list_cases(PageCase& from, const Request& request) {
  const fs::path place = place_of(from);
  Json json = {
      {"name", place.filename().string()}, {"folder", ""}, {"total", 0}, {"cases", Json::array()}};
  if (check_offered(from, request)) {
    const std::vector<std::string> names = names_beside(place);
    json["folder"] = place.parent_path().string();
    json["total"] = names.size();
    for (std::size_t i = 0; i < std::min(names.size(), kMostListed); ++i) {
      json["cases"].push_back(
          {{"name", names[i]}, {"state", state_of((place.parent_path() / names[i]).string())}});
    }
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// The folders of body["cases"]: names as list_cases() gives them.
Result<std::vector<std::string>> named_cases(PageCase& from, const Json& body) {
  const fs::path place = place_of(from);
  const auto at = body.find("cases");
  if (at == body.end() || !at->is_array() || at->empty() || at->size() > kMostAtOnce)
    return fail(Code::invalid_input,
                fmt::format("name one to {} of the cases beside this one", kMostAtOnce));
  std::vector<std::string> paths;
  for (const Json& each : *at) {
    const std::string name = each.is_string() ? each.get<std::string>() : "";
    if (!is_beside(place, name))
      return fail(Code::not_found, "no case beside this one is called '" + shown(name) + "'");
    paths.push_back((place.parent_path() / name).string());
    if (std::string_view(state_of(paths.back())) == "locked")
      return fail(Code::invalid_input,
                  shown(name) +
                      " is encrypted, and this server does not know its key; use the "
                      "command line");
  }
  return paths;
}

// {cases, hubs}.
Result<std::string> start_across(PageCase& from, const Request& request) {
  TRY_OK(check_offered(from, request));
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
// what waits goes into `waits`.
Result<void> ask_first(PageCase& from, const std::string& path, const store::Wanted& wanted,
                       Json& waits) {
  TRY(const tasks::Permission found, permission_or_ask(path, wanted, from.context().by));
  if (!found.is_granted)
    waits.push_back({{"case", fs::path(path).filename().string()}, {"request", found.request}});
  return {};
}

// {"waits": [{case, request}]} if any does, else the job.
Result<std::string> start_or_wait(PageCase& from, tasks::JobSpec spec, const Json& waits,
                                  std::function<void()> when_done) {
  if (waits.empty()) return from.start_job(std::move(spec), std::move(when_done));
  return Json{{"waits", waits}}.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// What a person sees is what the folder is called: nothing hidden, and no option of a command.
bool is_good_name(const std::string& name) {
  return !name.empty() && name.size() <= kMostName && is_utf8(name) && printable(name) == name &&
         name.find_first_of("/\\") == std::string::npos && name.front() != '.' &&
         name.front() != '-' && name.front() != ' ' && name.back() != ' ';
}

// {name, reason}.
Result<std::string> start_copy(PageCase& from, const Request& request) {
  TRY_OK(check_offered(from, request));
  TRY(const Json body, parse_body(request));
  const std::string name = text_in(body, "name");
  if (!is_good_name(name))
    return fail(Code::invalid_input,
                fmt::format("a copy is named in up to {} bytes; no slashes, no dot, dash or blank "
                            "in front, nothing that cannot be seen",
                            kMostName));
  const fs::path place = place_of(from);
  tasks::JobSpec spec;
  spec.kind = tasks::JobKind::copy;
  spec.copy = {place.string(), (place.parent_path() / name).string(), text_in(body, "reason")};
  TRY_OK(store::check_copy_place(spec.copy.case_path, spec.copy.to));
  Json waits = Json::array();
  TRY_OK(ask_first(from, from.path(), tasks::wanted_of(spec.copy), waits));
  return start_or_wait(from, std::move(spec), waits, [] {});
}

// {cases, reason}. Each of the cases that are taken is asked.
Result<std::string> start_merge(PageCase& from, const Request& request) {
  TRY_OK(check_offered(from, request));
  TRY(const Json body, parse_body(request));
  tasks::JobSpec spec;
  spec.kind = tasks::JobKind::merge;
  spec.merge.into = from.path();
  TRY(spec.merge.from, named_cases(from, body));
  spec.merge.reason = text_in(body, "reason");
  TRY_OK(tasks::check_merge(spec.merge));
  Json waits = Json::array();
  for (const std::string& other : spec.merge.from)
    TRY_OK(ask_first(from, other, tasks::wanted_merge(from.path(), spec.merge.reason), waits));
  return start_or_wait(from, std::move(spec), waits, [&from] { from.reopen(); });
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
