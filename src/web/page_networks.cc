// Networks as a list with facets, and the posts and links of one.
#include <algorithm>
#include <array>
#include <map>

#include <nlohmann/json.hpp>

#include "base/json_writer.h"
#include "store/case.h"
#include "tasks/annotations.h"
#include "tasks/explain.h"
#include "tasks/indicators/show_signs.h"
#include "tasks/networks_list.h"
#include "tasks/report_gather.h"
#include "tasks/show_graph.h"
#include "tasks/show_lines.h"
#include "web/page_json.h"
#include "web/page_reply.h"
#include "web/page_routes.h"
#include "web/parameters.h"
#include "web/search_facets.h"

namespace maillon::web {

namespace {

constexpr std::size_t kSpans = 24;  // of the small chart of a network's time

// ---- Facets ---------------------------------------------------------------------------

Json facet(const std::map<std::string, uint64_t>& counts) {
  std::vector<std::pair<std::string, uint64_t>> rows(counts.begin(), counts.end());
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& x, const auto& y) { return x.second > y.second; });
  Json list = Json::array();
  for (const auto& [what, count] : rows) list.push_back({{"what", what}, {"count", count}});
  return list;
}

template <class Name>
Json count_values(const tasks::PerNetwork& values, const std::vector<uint32_t>& which, Name name) {
  std::map<uint32_t, uint64_t> counts;
  for (const uint32_t n : which) {
    for (const uint32_t value : values.of(n)) ++counts[value];
  }
  std::map<std::string, uint64_t> named;
  for (const auto& [value, count] : counts) named[name(value)] += count;
  return facet(named);
}

Json count_kinds(const std::vector<uint32_t>& kinds, const std::vector<uint32_t>& which) {
  std::map<std::string, uint64_t> counts;
  for (const uint32_t n : which) {
    uint32_t left = kinds[n];
    for (uint8_t k = 0; left != 0; ++k, left >>= 1) {
      if ((left & 1) != 0) ++counts[std::string(to_name(static_cast<SelectorKind>(k)))];
    }
  }
  return facet(counts);
}

Json count_signs(const tasks::Indicators& known, const std::vector<uint32_t>& which) {
  std::map<std::string, uint64_t> counts;
  if (known.empty()) return facet(counts);
  for (const uint32_t n : which) {
    for (const uint16_t i : known.profiles.seen_of(known.network[n]))
      ++counts[std::string(known.table.id[i])];
  }
  return facet(counts);
}

Json count_levels(const tasks::Indicators& known, const std::vector<uint32_t>& which) {
  Json list = Json::array();
  if (known.empty()) return list;
  std::map<std::string_view, uint64_t> counts;
  for (const uint32_t n : which) ++counts[tasks::level_of(known, known.network, n)];
  for (const std::string_view level : {"high", "medium", "low", "none"}) {
    if (counts[level] > 0) list.push_back({{"what", level}, {"count", counts[level]}});
  }
  return list;
}

Json count_readings(const tasks::Indicators& known, const std::vector<uint32_t>& which) {
  std::map<std::string, uint64_t> counts;
  if (known.empty()) return facet(counts);
  for (const uint32_t n : which) ++counts[std::string(tasks::kind_of(known, known.network, n))];
  return facet(counts);
}

Json count_states(const tasks::CaseData& data, const tasks::AnnotationReader& annotations,
                  const std::vector<uint32_t>& which) {
  std::map<std::string, uint64_t> counts;
  for (const uint32_t n : which)
    ++counts[annotations.of(tasks::network_id(data.networks.number[n])).triage.state];
  return facet(counts);
}

Json count_labels(const tasks::CaseData& data, const tasks::AnnotationReader& annotations,
                  const std::vector<uint32_t>& which) {
  std::map<std::string, uint64_t> counts;
  for (const uint32_t n : which) {
    for (const std::string& label :
         annotations.of(tasks::network_id(data.networks.number[n])).labels)
      ++counts[label];
  }
  return facet(counts);
}

// The networks that pass, the state of triage and the labels too.
std::vector<uint32_t> pass(const PageData& page, const tasks::AnnotationReader& annotations,
                           const tasks::NetworksSettings& settings) {
  const tasks::CaseData& data = page.opened.data;
  std::vector<uint32_t> which = tasks::filter_networks(data, page.facts, settings);
  tasks::keep_states(data, annotations, settings.state, which);
  tasks::keep_labels(data, annotations, settings.label, which);
  return which;
}

// Of each facet what would be there without its own choice, so that another may be added.
Json facets_of(const PageData& page, const tasks::AnnotationReader& annotations,
               const tasks::NetworksSettings& settings, const std::vector<uint32_t>& which) {
  const tasks::CaseData& data = page.opened.data;
  const auto without = [&](std::string tasks::NetworksSettings::*choice) {
    if ((settings.*choice).empty()) return which;
    tasks::NetworksSettings wider = settings;
    (wider.*choice).clear();
    return pass(page, annotations, wider);
  };
  Json facets = Json::object();
  facets["state"] = count_states(data, annotations, without(&tasks::NetworksSettings::state));
  facets["label"] = count_labels(data, annotations, without(&tasks::NetworksSettings::label));
  facets["level"] = count_levels(data.indicators, without(&tasks::NetworksSettings::level));
  facets["read_as"] = count_readings(data.indicators, without(&tasks::NetworksSettings::read_as));
  facets["indicator"] = count_signs(data.indicators, without(&tasks::NetworksSettings::indicator));
  facets["kind"] = count_kinds(page.facts.kinds, without(&tasks::NetworksSettings::kind));
  facets["country"] =
      count_values(page.facts.countries, without(&tasks::NetworksSettings::country),
                   [&](uint32_t word) { return std::string(data.posts.words[word]); });
  facets["city"] = count_values(page.facts.cities, without(&tasks::NetworksSettings::city),
                                [&](uint32_t word) { return std::string(data.posts.words[word]); });
  facets["language"] =
      count_values(page.facts.languages, without(&tasks::NetworksSettings::language),
                   [](uint32_t packed) { return tasks::language_name(packed); });
  Json& cities = facets["city"];
  if (cities.size() > kFacetValues) cities.erase(cities.begin() + kFacetValues, cities.end());
  return facets;
}

// ---- The list ---------------------------------------------------------------------------

Json days_of(const tasks::CaseData& data, uint32_t n) {
  std::array<uint64_t, kSpans> spans{};
  const int64_t first = data.networks.first_seen[n], last = data.networks.last_seen[n];
  for (const uint32_t row : data.networks.members(n)) {
    const int64_t at = data.posts.posted_at[row];
    if (at == kNoTime || first == kNoTime) continue;
    const auto span = static_cast<std::size_t>((at - first) * static_cast<int64_t>(kSpans) /
                                               std::max<int64_t>(last - first + 1, 1));
    ++spans[std::min(span, kSpans - 1)];
  }
  return spans;
}

// What the page shows of a network beside what the verb prints.
void add_to_row(const PageData& page, uint32_t n, Json& row) {
  const tasks::Links& links = page.opened.data.links;
  const auto inside = page.facts.links.of(n);
  row["links"] = inside.size();
  const auto holding = tasks::find_holding_links(page.opened.data, {inside.begin(), inside.end()});
  row["weakest"] = holding.empty() ? 0.0 : tasks::posterior_of(links.log_odds[holding.front()]);
  std::vector<int32_t> bits;
  for (const uint32_t link : inside) bits.push_back(links.bits[link]);
  const auto middle = bits.begin() + static_cast<std::ptrdiff_t>(bits.size() / 2);
  std::nth_element(bits.begin(), middle, bits.end());
  row["bits"] = bits.empty() ? 0.0 : tasks::to_bits(*middle);
  row["days"] = days_of(page.opened.data, n);
}

Result<tasks::NetworkOrder> order_of(const std::string& name) {
  using Order = tasks::NetworkOrder;
  static const std::map<std::string, Order> kOrders = {
      {"", Order::rank},         {"rank", Order::rank},      {"posts", Order::posts},
      {"newest", Order::newest}, {"oldest", Order::oldest},  {"places", Order::places},
      {"level", Order::level},   {"learned", Order::learned}};
  const auto at = kOrders.find(name);
  if (at == kOrders.end())
    return fail(Code::invalid_input,
                "sort takes rank, posts, newest, oldest, places, level or learned");
  return at->second;
}

Result<std::string> networks(PageCase& from, const Request& request) {
  if (!from.is_linked()) {
    return std::string(
        R"({"total":0,"posts":0,"posts_in_networks":0,"networks":[],"next":null,)"
        R"("facets":{"state":[],"label":[],"level":[],"read_as":[],"indicator":[],"kind":[],"country":[],"city":[],"language":[]}})");
  }
  tasks::NetworksSettings settings;
  settings.case_path = from.path();
  TRY(const PageOf list, page_of(request));
  TRY(settings.order, order_of(text_of(request, "sort")));
  TRY(settings.min_posts, number_of(request, "min_posts", settings.min_posts));
  settings.limit = list.limit;
  settings.offset = list.offset;
  settings.country = text_of(request, "country");
  settings.city = text_of(request, "city");
  settings.language = text_of(request, "language");
  settings.kind = text_of(request, "kind");
  settings.indicator = text_of(request, "indicator");
  settings.level = text_of(request, "level");
  settings.read_as = text_of(request, "read_as");
  settings.about = text_of(request, "q");
  settings.state = text_of(request, "state");
  settings.label = text_of(request, "label");
  return from.with([&](const PageData& page) -> Result<std::string> {
    TRY_OK(tasks::check_filters(*page.opened.file, page.opened.data, settings));
    TRY(const auto annotations, tasks::AnnotationReader::open(*page.opened.file, page.opened.data));
    const std::vector<uint32_t> which = pass(page, annotations, settings);
    TRY(const std::string text, printed([&](tasks::Output& out) {
          return tasks::list_networks(page.opened, annotations, which, settings, from.context(),
                                      out);
        }));
    Json json = Json::parse(text);
    Json& rows = json["networks"];
    for (std::size_t i = 0; i < rows.size(); ++i)
      add_to_row(page, which[list.begin(which.size()) + i], rows[i]);
    json["next"] = Json::parse(list.next(which.size()));
    json["facets"] = facets_of(page, annotations, settings, which);
    return json.dump();
  });
}

// ---- Posts and links of one -----------------------------------------------------------

Result<std::string> posts(PageCase& from, const Request& request) {
  TRY(const PageOf list, page_of(request));
  const std::string id(request.parameters[0]);
  return from.with([&](const PageData& page) -> Result<std::string> {
    const tasks::CaseData& data = page.opened.data;
    TRY(const std::vector<uint32_t> about, tasks::rows_about(data, id));
    std::vector<uint32_t> rows = tasks::by_time(data.posts, about);
    if (text_of(request, "sort") == "newest") std::reverse(rows.begin(), rows.end());
    std::vector<report::PostLine> lines;
    for (uint64_t i = list.begin(rows.size()); i < list.end(rows.size()); ++i)
      lines.push_back(tasks::post_line(data, rows[i], page.opened.reader.get()));
    TRY_OK(tasks::log_reading(*page.opened.file, "search", "network:" + id, from.context().by));
    JsonWriter json;
    json.begin_object();
    report::write_list(json, "posts", lines);
    json.end_object();
    Json reply = Json::parse(json.take());
    reply["total"] = rows.size();
    reply["next"] = Json::parse(list.next(rows.size()));
    return reply.dump();
  });
}

Json to_json(const report::PostLine& line) {
  JsonWriter json;
  report::write_json(json, line);
  return Json::parse(json.take());
}

Result<std::string> links(PageCase& from, const Request& request) {
  TRY(const PageOf list, page_of(request));
  const std::string id(request.parameters[0]);
  return from.with([&](const PageData& page) -> Result<std::string> {
    const tasks::CaseData& data = page.opened.data;
    const auto targets = tasks::find_target(data, id, "");
    if (targets.empty() || targets.front().kind != tasks::Target::network)
      return fail(Code::not_found, "no network of this case is called '" + shown(id) + "'");
    const auto inside = page.facts.links.of(targets.front().index);
    const bool strongest = text_of(request, "sort") == "strongest";
    Json rows = Json::array();
    for (uint64_t i = list.begin(inside.size()); i < list.end(inside.size()); ++i) {
      const uint32_t link = inside[strongest ? inside.size() - 1 - i : i];
      const uint32_t a = data.links.a[link], b = data.links.b[link];
      rows.push_back({{"a", to_json(tasks::post_line(data, a, page.opened.reader.get()))},
                      {"b", to_json(tasks::post_line(data, b, page.opened.reader.get()))},
                      {"bits", tasks::to_bits(data.links.bits[link])},
                      {"posterior", tasks::posterior_of(data.links.log_odds[link])},
                      {"why", page.weigher.why(page.weigher.weigh(a, b))}});
    }
    TRY_OK(tasks::log_reading(*page.opened.file, "links", id, from.context().by));
    Json json = {{"total", inside.size()}, {"next", Json::parse(list.next(inside.size()))}};
    json["links"] = std::move(rows);
    return json.dump();
  });
}

}  // namespace

void add_page_networks(Router& router, PageCase& from) {
  const auto get = [&](const char* path, auto answer) {
    router.add({Method::get, path, Access::person, Work::slow, 0,
                [&from, answer](const Request& r) { return page_reply(answer(from, r)); }});
  };
  get("/api/networks", networks);
  get("/api/networks/{id}/posts", posts);
  get("/api/networks/{id}/links", links);
}

}  // namespace maillon::web
