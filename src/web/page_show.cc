// One thing at a time: what an ID names, a pair, the graph and the time of a network.
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "base/json_writer.h"
#include "tasks/explain.h"
#include "tasks/show_graph.h"
#include "tasks/show_id.h"
#include "tasks/show_lines.h"
#include "web/page_acts.h"
#include "web/page_reply.h"
#include "web/page_routes.h"
#include "web/parameters.h"

namespace maillon::web {

namespace {

using Json = nlohmann::ordered_json;
constexpr uint64_t kTimelinePosts = 5000, kGraphNodes = 2000, kGraphMost = 5000;

// ---- What an ID names -----------------------------------------------------------------

void add_to_network(const tasks::OpenedCase& from, uint32_t index, Json& json) {
  const tasks::CaseData& data = from.data;
  json["triage"] = {{"state", "new"}, {"reason", ""}, {"actor", ""}, {"time", ""}};
  json["labels"] = json["notes"] = json["pictures"] = Json::array();
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
    json["pictures"].push_back(
        {{"id", id}, {"posts", count}, {"posts_in_case", in_case}, {"note", ""}});
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
  json["indicators"] = json["pictures"] = Json::array();
  for (const uint32_t p : data.pictures.of(row))
    json["pictures"].push_back(tasks::picture_id(data.pictures, p));
}

Result<std::string> show(PageCase& from, const Request& request) {
  const std::string id(request.parameters[0]);
  return from.with([&](const PageData& page) -> Result<std::string> {
    const auto targets = tasks::find_target(page.opened.data, id, page.opened.country);
    if (targets.empty())
      return fail(Code::not_found, "nothing in this case is called '" + shown(id) + "'");
    TRY(const std::string text, printed([&](tasks::Output& out) {
          return tasks::show(page.opened, {from.path(), id, ""}, from.context(), out);
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

// What a person decided on the pair; null if nobody did.
Result<Json> decision_on(const store::Case& file, const std::string& a, const std::string& b) {
  Json decision;
  TRY(const std::vector<store::Decision> decisions, file.decisions());
  for (const store::Decision& d : decisions) {
    if ((d.a == a && d.b == b) || (d.a == b && d.b == a)) decision = Json::parse(act_json(d));
  }
  return decision;
}

// What each item's absence would do to the sum.
Json breaks_of(const Json& ledger) {
  Json breaks = Json::array();
  if (ledger.contains("fields")) return breaks;  // short records: the columns say it
  const double prior = ledger["prior_bits"], evidence = ledger["evidence_bits"];
  const double most = std::log2(link::kJointCeiling / (1 - link::kJointCeiling));
  for (const Json& item : ledger["items"]) {
    const double bits = item["bits"];
    if (bits <= 0) continue;
    const double sum = std::min(prior + evidence - bits, most);
    const double posterior = 1 / (1 + std::exp2(-sum));
    breaks.push_back(
        {{"without", item["kind"].get<std::string>() + " " + item["what"].get<std::string>()},
         {"sum_bits", sum},
         {"posterior", posterior},
         {"linked", posterior >= ledger["threshold"].get<double>()}});
  }
  return breaks;
}

// The posts that one side means: itself, or all of a network or selector.
Result<std::vector<uint32_t>> side_of(const tasks::OpenedCase& from, const std::string& id) {
  const auto targets = tasks::find_target(from.data, id, from.country);
  if (!targets.empty() && targets.front().kind == tasks::Target::post)
    return std::vector<uint32_t>{targets.front().index};
  return tasks::rows_about(from.data, id);
}

// Of networks and selectors the two posts whose link across is the strongest; without any
// link the first of each side.
Result<std::pair<uint32_t, uint32_t>> pair_of(const tasks::OpenedCase& from, const std::string& a,
                                              const std::string& b) {
  TRY(const std::vector<uint32_t> side_a, side_of(from, a));
  TRY(const std::vector<uint32_t> side_b, side_of(from, b));
  std::pair best(side_a.front(), side_b.front() == side_a.front() && side_b.size() > 1
                                     ? side_b[1]
                                     : side_b.front());
  if (side_a.size() == 1 && side_b.size() == 1) return best;
  std::vector<uint8_t> side(from.data.posts.size(), 0);
  for (const uint32_t row : side_a) side[row] |= 1;
  for (const uint32_t row : side_b) side[row] |= 2;
  const tasks::Links& links = from.data.links;
  int32_t most = std::numeric_limits<int32_t>::min();
  for (std::size_t i = 0; i < links.a.size(); ++i) {
    const uint32_t x = links.a[i], y = links.b[i];
    if (links.log_odds[i] <= most) continue;
    const bool is_across = (side[x] & 1) != 0 && (side[y] & 2) != 0;
    const bool is_back = (side[x] & 2) != 0 && (side[y] & 1) != 0;
    if (!is_across && !is_back) continue;
    best = is_across ? std::pair(x, y) : std::pair(y, x);
    most = links.log_odds[i];
  }
  return best;
}

Result<std::string> explain(PageCase& from, const Request& request) {
  const std::string a = text_of(request, "a"), b = text_of(request, "b");
  if (a.empty() || b.empty())
    return fail(Code::invalid_input, "explain takes two posts; give a and b");
  return from.with([&](const PageData& page) -> Result<std::string> {
    const tasks::Posts& posts = page.opened.data.posts;
    TRY(const auto pair, pair_of(page.opened, a, b));
    const tasks::ExplainSettings settings{from.path(), tasks::post_id(posts, pair.first),
                                          tasks::post_id(posts, pair.second), ""};
    TRY(const std::string text, printed([&](tasks::Output& out) {
          return tasks::explain(page.opened, settings, from.context(), out);
        }));
    Json json = Json::parse(text);
    json["breaks"] = breaks_of(json);
    TRY(json["decision"], decision_on(*page.opened.file, settings.a, settings.b));
    return json.dump();
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
