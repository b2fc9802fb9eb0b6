// One thing at a time: what an ID names, a pair, the graph and the time of a network.
#include <algorithm>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "base/json_writer.h"
#include "tasks/explain.h"
#include "tasks/pictures/listings.h"
#include "tasks/show_graph.h"
#include "tasks/show_id.h"
#include "tasks/show_lines.h"
#include "tasks/show_timeline.h"
#include "web/page_json.h"
#include "web/page_reply.h"
#include "web/page_routes.h"
#include "web/parameters.h"

namespace maillon::web {

namespace {

constexpr uint64_t kTimelinePosts = 5000, kGraphNodes = 2000, kGraphMost = 5000;

// ---- What an ID names -----------------------------------------------------------------

bool is_classed(const tasks::Pictures& pictures, uint32_t p) {
  return pictures.restricted[p] == tasks::Pictures::kNeverShown;
}

void add_to_network(const tasks::OpenedCase& from, uint32_t index, Json& json) {
  const tasks::CaseData& data = from.data;
  json["pictures"] = Json::array();
  std::map<uint32_t, uint64_t> posts;  // by group of pictures
  for (const uint32_t row : data.networks.members(index)) {
    std::set<uint32_t> groups;
    for (const uint32_t p : data.pictures.of(row)) groups.insert(data.pictures.group[p]);
    for (const uint32_t group : groups) ++posts[group];
  }
  for (const auto& [group, count] : posts) {
    const std::string id = tasks::picture_id(data.pictures, group);
    const auto s = data.selectors.find(SelectorKind::image, Service::none, id);
    const uint64_t in_case = s ? data.selectors.carriers(*s).size() : count;
    json["pictures"].push_back({{"id", id},
                                {"posts", count},
                                {"posts_in_case", in_case},
                                {"listed", tasks::listed_lines(data.pictures, group)},
                                {"restricted", data.pictures.restricted[group] != 0},
                                {"classed", is_classed(data.pictures, group)}});
  }
}

void add_to_post(const tasks::OpenedCase& from, uint32_t row, Json& json) {
  const tasks::CaseData& data = from.data;
  std::map<std::string, std::string> id_of;
  for (uint64_t h = data.selectors.hit_offsets[row]; h < data.selectors.hit_offsets[row + 1]; ++h) {
    const uint32_t s = data.selectors.hit_selector[h];
    const std::string kind(to_name(static_cast<SelectorKind>(data.selectors.kind[s])));
    id_of[kind + " " + std::string(data.selectors.value[s])] =
        tasks::selector_id(data.selectors, s);
  }
  for (Json& mark : json["selectors"]) {
    mark["id"] = id_of[mark["kind"].get<std::string>() + " " + mark["value"].get<std::string>()];
  }
  json["pictures"] = Json::array();
  for (const uint32_t p : data.pictures.of(row))
    json["pictures"].push_back({{"id", tasks::picture_id(data.pictures, p)},
                                {"listed", tasks::listed_lines(data.pictures, p)},
                                {"restricted", data.pictures.restricted[p] != 0},
                                {"classed", is_classed(data.pictures, p)}});
}

Result<std::string> show(PageCase& from, const Request& request) {
  const std::string id(request.parameters[0]);
  TRY(const uint64_t slot, number_of(request, "slot", 0));
  tasks::ShowSettings settings{from.path(), id};
  settings.slot = static_cast<uint32_t>(std::min<uint64_t>(slot, UINT32_MAX));
  settings.value = text_of(request, "value");
  settings.latin = text_of(request, "latin") == "yes";
  return from.with([&](const PageData& page) -> Result<std::string> {
    const auto targets = tasks::find_target(page.opened.data, id, page.opened.country);
    if (targets.empty())
      return fail(Code::not_found, "nothing in this case is called '" + shown(id) + "'");
    TRY(const std::string text, printed([&](tasks::Output& out) {
          return tasks::show(page.opened, settings, from.context(), out);
        }));
    const tasks::Target target = targets.front();
    if (target.kind != tasks::Target::network && target.kind != tasks::Target::post) return text;
    Json json = Json::parse(text);
    if (target.kind == tasks::Target::network) {
      add_to_network(page.opened, target.index, json);
    } else {
      add_to_post(page.opened, target.index, json);
    }
    return json.dump();
  });
}

// ---- A pair -----------------------------------------------------------------------------

Result<std::string> explain(PageCase& from, const Request& request) {
  const tasks::ExplainSettings settings{from.path(), text_of(request, "a"), text_of(request, "b"),
                                        ""};
  if (settings.a.empty() || settings.b.empty())
    return fail(Code::invalid_input, "explain takes two things; give a and b");
  return from.with([&](const PageData& page) -> Result<std::string> {
    TRY(std::string text, printed([&](tasks::Output& out) {
          return tasks::explain(page.opened, settings, from.context(), out);
        }));
    if (text.empty()) {
      return fail(Code::not_found,
                  "'" + shown(settings.a) + "' or '" + shown(settings.b) + "' is not in this case");
    }
    return text;
  });
}

// ---- Graph, time ------------------------------------------------------------------------

Result<std::string> graph(PageCase& from, const Request& request) {
  tasks::GraphSettings settings;
  settings.id = request.parameters[0];
  settings.expand = split_list(text_of(request, "expand"));
  settings.collapse = split_list(text_of(request, "collapse"));
  TRY(settings.cap, number_of(request, "cap", kGraphNodes));
  settings.cap = std::min(settings.cap, kGraphMost);
  return from.with([&](const PageData& page) -> Result<std::string> {
    TRY_OK(tasks::log_reading(*page.opened.file, "graph", settings.id, from.context().by));
    return tasks::graph_json(page.opened, settings);
  });
}

Result<std::string> timeline(PageCase& from, const Request& request) {
  const std::string id(request.parameters[0]);
  return from.with([&](const PageData& page) -> Result<std::string> {
    TRY_OK(tasks::log_reading(*page.opened.file, "timeline", id, from.context().by));
    return tasks::timeline_json(page.opened, id, kTimelinePosts);
  });
}

}  // namespace

void add_page_show(Router& router, PageCase& from) {
  const auto get = [&](const char* path, auto answer) {
    router.add({Method::get, path, Access::person, Work::slow, 0,
                [&from, answer](const Request& r) { return page_reply(answer(from, r)); }});
  };
  get("/api/show/{id}", show);
  get("/api/explain", explain);
  get("/api/graph/{id}", graph);
  get("/api/timeline/{id}", timeline);
}

}  // namespace maillon::web
