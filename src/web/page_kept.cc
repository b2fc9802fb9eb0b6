// What is kept with the case under a name: searches, mappings of columns.
#include <charconv>

#include <nlohmann/json.hpp>

#include "base/json_writer.h"
#include "tasks/mapping_file.h"
#include "tasks/mappings.h"
#include "tasks/saved_searches.h"
#include "web/page_json.h"
#include "web/page_reply.h"
#include "web/page_routes.h"
#include "web/parameters.h"

namespace maillon::web {

namespace {

constexpr uint64_t kKeptBytes = 1 << 16;

// ---- Searches -------------------------------------------------------------------------------

Result<std::string> searches(PageCase& from, const Request&) {
  return from.with([&](const PageData& page) -> Result<std::string> {
    TRY(const std::vector<tasks::SavedSearch> kept,
        tasks::count_searches(page.opened, false, from.context()));
    TRY_OK(tasks::log_reading(*page.opened.file, "searches",
                              std::to_string(kept.size()) + " listed", from.context().by));
    JsonWriter json;
    json.begin_object().key("searches").begin_array();
    for (const tasks::SavedSearch& search : kept) tasks::write_json(json, search);
    json.end_array().end_object();
    return json.take();
  });
}

Result<std::string> save_search(PageCase& from, const Request& request) {
  TRY(const Json body, parse_body(request));
  TRY(const store::ActId act,
      tasks::save_search(from.path(), text_in(body, "name"), text_in(body, "q"),
                         is_true(body, "watch"), from.context()));
  return from.with([&](const PageData& page) -> Result<std::string> {
    TRY(const std::vector<tasks::SavedSearch> kept,
        tasks::count_searches(page.opened, false, from.context()));
    for (const tasks::SavedSearch& search : kept) {
      if (search.id != act) continue;
      JsonWriter json;
      tasks::write_json(json, search);
      return json.take();
    }
    return fail(Code::not_found, "the search was saved and taken back meanwhile");
  });
}

Result<std::string> forget_search(PageCase& from, const Request& request) {
  TRY_OK(tasks::forget_search(from.path(), std::string(request.parameters[0]), from.context()));
  return std::string("null");
}

// A person has looked at its answers.
Result<std::string> see_search(PageCase& from, const Request& request) {
  TRY_OK(require_json(request));
  const std::string_view text = request.parameters[0];
  store::ActId act = 0;
  std::from_chars(text.data(), text.data() + text.size(), act);
  TRY_OK(tasks::mark_seen(from.path(), act, from.context()));
  return std::string("null");
}

// ---- Mappings -------------------------------------------------------------------------------

Result<std::string> mappings(PageCase& from, const Request&) {
  JsonWriter json;
  json.begin_object().key("mappings").begin_array();
  if (store::Case::exists(from.path())) {
    TRY(store::Case file, store::Case::open(from.path(), store::Access::read));
    TRY(const std::vector<tasks::Mapping> kept, tasks::list_mappings(file));
    TRY_OK(tasks::log_reading(file, "mappings", std::to_string(kept.size()) + " listed",
                              from.context().by));
    for (const tasks::Mapping& mapping : kept) tasks::write_json(json, mapping);
  }
  json.end_array().end_object();
  return json.take();
}

Result<std::string> save_mapping(PageCase& from, const Request& request) {
  TRY(const Json body, parse_body(request));
  tasks::Mapping mapping;
  mapping.name = text_in(body, "name");
  mapping.source = text_in(body, "source");
  if (const auto map = body.find("map"); map != body.end() && map->is_object())
    mapping.map = tasks::map_words(map->dump());
  TRY(mapping.id, tasks::save_mapping(from.path(), mapping, from.context()));
  JsonWriter json;
  tasks::write_json(json, mapping);
  return json.take();
}

}  // namespace

void add_page_kept(Router& router, PageCase& from) {
  const auto add = [&](Method method, const char* path, uint64_t bytes, auto answer) {
    router.add({method, path, Access::person, Work::slow, bytes,
                [&from, answer](const Request& r) { return page_reply(answer(from, r)); }});
  };
  add(Method::get, "/api/searches", 0, searches);
  add(Method::post, "/api/searches", kKeptBytes, save_search);
  add(Method::del, "/api/searches/{id}", 0, forget_search);
  add(Method::post, "/api/searches/{id}/seen", kKeptBytes, see_search);
  add(Method::get, "/api/mappings", 0, mappings);
  add(Method::post, "/api/mappings", kKeptBytes, save_mapping);
}

}  // namespace maillon::web
