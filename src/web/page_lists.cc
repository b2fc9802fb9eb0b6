// The lists of known pictures and selectors of this machine: looked at, read in, looked up in the
// case, and a picture that was sent in them. They are those that an import and a search ask, and no
// part of a case; so where people log in, for one case, they are read in on the command line.
#include <memory>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "store/case.h"
#include "tasks/hash_lists.h"
#include "tasks/lists/search_list.h"
#include "tasks/look_up_picture.h"
#include "tasks/show_case.h"
#include "web/page_json.h"
#include "web/page_reply.h"
#include "web/page_routes.h"
#include "web/page_uploads.h"

namespace maillon::web {

namespace {

constexpr uint64_t kListBytes = 1 << 16;
constexpr int kMostRadius = 256;

// `folder` of the lists: that of `serve --lists`, else of the machine.
Result<std::string> list_lists(PageCase& from, const std::string& folder, const Request& request) {
  TRY(const std::string text, printed([&](tasks::Output& out) {
        return tasks::show_lists({folder, "", "", 0}, from.context(), out);
      }));
  Json json = {{"folder", request.role ? "" : folder},
               {"can_import", !request.role},
               {"lists", Json::parse(text, nullptr, false)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// What of the list the case has. What others wrote to its entries stays out: no mask of a viewer
// reaches into free text.
Result<std::string> find_list(PageCase& from, const std::string& folder, const Request& request) {
  const tasks::SearchListSettings settings{from.path(), folder, std::string(request.parameters[0])};
  TRY(const std::string text, from.with([&](const PageData& page) {
    return printed([&](tasks::Output& out) {
      return tasks::search_list(page.opened, settings, from.context(), out);
    });
  }));
  Json json = Json::parse(text, nullptr, false);
  for (Json& row : json["rows"]) row.erase("listed");
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// {file, list, role, radius, restricted, replace, country}.
Result<std::string> import_list(PageCase& from, const std::shared_ptr<PageUploads>& uploads,
                                const std::string& folder, const Request& request) {
  TRY_OK(refuse_accounts(request, "who runs the server reads lists in with `maillon list import`"));
  TRY(const Json body, parse_body(request));
  TRY(const Upload upload, uploads->find(text_in(body, "file")));
  tasks::JobSpec spec;
  spec.kind = tasks::JobKind::list;
  spec.list.folder = folder;
  spec.list.name = text_in(body, "list");
  spec.list.file = upload.path;
  spec.list.called = upload.name;
  spec.list.role = text_in(body, "role");
  spec.list.restricted = is_true(body, "restricted");
  spec.list.replace = is_true(body, "replace");
  spec.list.country = text_in(body, "country");
  const std::string& role = spec.list.role;
  if (!role.empty() && role != "block" && role != "review" && role != "allow")
    return fail(Code::invalid_input, "role takes block, review or allow");
  if (const auto at = body.find("radius"); at != body.end()) {
    if (!at->is_number_integer() || at->get<int64_t>() < 0 || at->get<int64_t>() > kMostRadius)
      return fail(Code::invalid_input, "radius takes a number of bits from 0 to 256");
    spec.list.radius = at->get<int>();
  }
  TRY_OK(tasks::list_folder(spec.list.folder, spec.list.name));
  return from.start_job(std::move(spec),
                        [uploads, handle = upload.handle] { uploads->forget({handle}); });
}

// {file}: its hashes, to search the case by, and what the lists say of it. The file is forgotten.
Result<std::string> look_up_picture(PageCase& from, const PageUploads& uploads,
                                    const std::string& folder, const Request& request) {
  TRY(const Json body, parse_body(request));
  TRY(const Upload upload, uploads.find(text_in(body, "file")));
  Result<std::string> found = printed([&](tasks::Output& out) {
    return tasks::look_up_picture(upload.path, folder, from.context(), out);
  });
  uploads.forget({upload.handle});
  TRY(store::Case file, store::Case::open(from.path(), store::Access::read));
  TRY_OK(tasks::log_reading(file, "match", "a picture that was sent", from.context().by));
  return found;
}

}  // namespace

void add_page_lists(Router& router, PageCase& from, const std::string& folder) {
  const auto uploads = std::make_shared<PageUploads>(from.path());
  const auto add = [&](Method method, const char* path, uint64_t bytes, auto answer) {
    router.add({method, path, Access::person, Work::slow, bytes,
                [&from, answer](const Request& r) { return page_reply(answer(from, r)); }});
  };
  add(Method::get, "/api/lists", 0,
      [folder](PageCase& of, const Request& r) { return list_lists(of, folder, r); });
  add(Method::get, "/api/lists/{name}/found", 0,
      [folder](PageCase& of, const Request& r) { return find_list(of, folder, r); });
  add(Method::post, "/api/match", kListBytes, [uploads, folder](PageCase& of, const Request& r) {
    return look_up_picture(of, *uploads, folder, r);
  });
  add(Method::post, "/api/lists", kListBytes, [uploads, folder](PageCase& of, const Request& r) {
    return import_list(of, uploads, folder, r);
  });
}

}  // namespace maillon::web
