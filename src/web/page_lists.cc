// Lists, by pages: networks, posts and links of one, near misses, search, history, quarantine.
#include <algorithm>
#include <map>
#include <optional>

#include <nlohmann/json.hpp>

#include "base/json_writer.h"
#include "store/case.h"
#include "tasks/explain.h"
#include "tasks/near_misses.h"
#include "tasks/networks_list.h"
#include "tasks/output.h"
#include "tasks/quarantine.h"
#include "tasks/search_case.h"
#include "tasks/show_graph.h"
#include "tasks/show_lines.h"
#include "tasks/undo.h"
#include "web/page_routes.h"
#include "web/parameters.h"

namespace maillon::web {

namespace {

using Json = nlohmann::ordered_json;
constexpr std::size_t kSpans = 24, kBatch = 10'000;
constexpr uint64_t kListBytes = 1 << 20;

Json next_of(const PageOf& page, std::size_t shown, uint64_t total) {
  const uint64_t end = page.offset + shown;
  return end < total && shown > 0 ? Json(std::to_string(end)) : Json(nullptr);
}

template <class Verb>
Result<Json> ask(Verb verb) {
  std::string text;
  tasks::Output out = tasks::Output::text(text);
  TRY_OK(verb(out));
  TRY_OK(out.finish());
  return Json::parse(text);
}

// ---- Networks -------------------------------------------------------------------------

using Counts = std::map<std::string, uint64_t>;
Json facet(const Counts& counts) {
  std::vector<std::pair<std::string, uint64_t>> rows(counts.begin(), counts.end());
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& x, const auto& y) { return x.second > y.second; });
  Json list = Json::array();
  for (const auto& [what, count] : rows) list.push_back({{"what", what}, {"count", count}});
  return list;
}

Json facets_of(const tasks::CaseData& data, const std::vector<uint32_t>& which) {
  Counts country, language, kind;
  for (const uint32_t n : which) {
    const auto rows = data.networks.members(n);
    for (const auto& tally : tasks::tally_words(data.posts, data.posts.country, rows))
      ++country[tally.what];
    for (const auto& tally : tasks::tally_languages(data.posts, rows)) ++language[tally.what];
    std::map<uint8_t, bool> kinds;
    for (const uint32_t row : rows) {
      for (uint64_t h = data.selectors.hit_offsets[row]; h < data.selectors.hit_offsets[row + 1];
           ++h)
        kinds[data.selectors.kind[data.selectors.hit_selector[h]]] = true;
    }
    for (const auto& [k, yes] : kinds) ++kind[std::string(to_name(static_cast<SelectorKind>(k)))];
  }
  Json facets = Json::object();
  facets["state"] = Json::array({{{"what", "new"}, {"count", which.size()}}});
  facets["country"] = facet(country);
  facets["language"] = facet(language);
  facets["kind"] = facet(kind);
  return facets;
}

Json days_of(const tasks::CaseData& data, uint32_t n) {
  std::vector<uint64_t> spans(kSpans, 0);
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

// Accepted links inside of each of these networks, as places in Links.
std::map<uint32_t, std::vector<std::size_t>> links_of(const tasks::CaseData& data,
                                                      const std::vector<uint32_t>& numbers) {
  std::map<uint32_t, std::vector<std::size_t>> found;
  for (const uint32_t number : numbers) found[number];
  const tasks::Links& links = data.links;
  for (std::size_t i = 0; i < links.a.size(); ++i) {
    const uint32_t number = data.networks.network[links.a[i]];
    if (links.accepted[i] == 0 || number == 0 || number != data.networks.network[links.b[i]])
      continue;
    if (const auto at = found.find(number); at != found.end()) at->second.push_back(i);
  }
  return found;
}

void add_to_row(const tasks::CaseData& data, uint32_t n, std::vector<std::size_t>& links,
                Json& row) {
  row["links"] = links.size();
  double weakest = 0, median = 0;
  if (!links.empty()) {
    const auto by = [](const auto& column) {
      return [&column](std::size_t x, std::size_t y) { return column[x] < column[y]; };
    };
    weakest = tasks::posterior_of(data.links.log_odds[*std::min_element(links.begin(), links.end(),
                                                                        by(data.links.log_odds))]);
    const auto middle = links.begin() + static_cast<std::ptrdiff_t>(links.size() / 2);
    std::nth_element(links.begin(), middle, links.end(), by(data.links.bits));
    median = tasks::to_bits(data.links.bits[*middle]);
  }
  row["weakest"] = weakest;
  row["bits"] = median;
  row["days"] = days_of(data, n);
  row["triage"] = {{"state", "new"}, {"reason", ""}, {"actor", ""}, {"time", ""}};
  row["labels"] = Json::array();
  row["notes"] = 0;
}

Result<tasks::NetworkOrder> order_of(const std::string& name) {
  using Order = tasks::NetworkOrder;
  static const std::map<std::string, Order> kOrders = {
      {"", Order::rank},         {"rank", Order::rank},     {"posts", Order::posts},
      {"newest", Order::newest}, {"oldest", Order::oldest}, {"places", Order::places}};
  const auto at = kOrders.find(name);
  if (at == kOrders.end())
    return fail(Code::invalid_input, "sort takes rank, posts, newest, oldest or places");
  return at->second;
}

Result<std::string> networks(PageCase& from, const Request& request) {
  tasks::NetworksSettings settings;
  settings.case_path = from.path();
  TRY(const PageOf page, page_of(request));
  TRY(settings.order, order_of(text_of(request, "sort")));
  settings.limit = page.limit;
  settings.offset = page.offset;
  settings.country = text_of(request, "country");
  settings.language = text_of(request, "language");
  settings.kind = text_of(request, "kind");
  settings.about = text_of(request, "q");
  if (const std::string least = text_of(request, "min_posts"); !least.empty())
    settings.min_posts = std::strtoull(least.c_str(), nullptr, 10);
  return from.with([&](const tasks::OpenedCase& opened) -> Result<std::string> {
    TRY(Json json, ask([&](tasks::Output& out) {
          return tasks::list_networks(opened, settings, from.context(), out);
        }));
    const std::vector<uint32_t> which = tasks::find_networks(opened.data, settings);
    std::vector<uint32_t> numbers;
    for (std::size_t i = page.offset; i < which.size() && i < page.offset + page.limit; ++i)
      numbers.push_back(opened.data.networks.number[which[i]]);
    auto links = links_of(opened.data, numbers);
    Json& rows = json["networks"];
    for (std::size_t i = 0; i < rows.size(); ++i)
      add_to_row(opened.data, which[page.offset + i], links[numbers[i]], rows[i]);
    json["next"] = next_of(page, rows.size(), which.size());
    json["facets"] = facets_of(opened.data, which);
    return json.dump();
  });
}

// ---- Posts and links of a network -------------------------------------------------------

Result<std::string> posts_of(PageCase& from, const Request& request) {
  TRY(const PageOf page, page_of(request));
  const std::string id(request.parameters[0]);
  return from.with([&](const tasks::OpenedCase& opened) -> Result<std::string> {
    TRY(const std::vector<uint32_t> about, tasks::rows_about(opened.data, id));
    std::vector<uint32_t> rows = tasks::by_time(opened.data.posts, about);
    if (text_of(request, "sort") == "newest") std::reverse(rows.begin(), rows.end());
    std::vector<report::PostLine> lines;
    for (std::size_t i = page.offset; i < rows.size() && lines.size() < page.limit; ++i)
      lines.push_back(tasks::post_line(opened.data, rows[i], opened.reader.get()));
    TRY_OK(tasks::log_reading(*opened.file, "search", "network:" + id, from.context().by));
    JsonWriter json;
    json.begin_object().member("total", uint64_t{rows.size()}).key("next");
    const Json next = next_of(page, lines.size(), rows.size());
    if (next.is_null()) {
      json.null();
    } else {
      json.value(next.get<std::string>());
    }
    report::write_list(json, "posts", lines);
    json.end_object();
    return json.take();
  });
}

Json to_json(const report::PostLine& line) {
  JsonWriter json;
  report::write_json(json, line);
  return Json::parse(json.take());
}

Result<std::string> links_of_network(PageCase& from, const Request& request) {
  TRY(const PageOf page, page_of(request));
  const std::string id(request.parameters[0]);
  return from.with([&](const tasks::OpenedCase& opened) -> Result<std::string> {
    const tasks::CaseData& data = opened.data;
    const auto targets = tasks::find_target(data, id, "");
    if (targets.empty() || targets.front().kind != tasks::Target::network)
      return fail(Code::not_found, "no network of this case is called '" + shown(id) + "'");
    const uint32_t number = data.networks.number[targets.front().index];
    std::vector<std::size_t> links = std::move(links_of(data, {number})[number]);
    const bool strongest = text_of(request, "sort") == "strongest";
    std::stable_sort(links.begin(), links.end(), [&](std::size_t x, std::size_t y) {
      const int32_t a = data.links.log_odds[x], b = data.links.log_odds[y];
      return strongest ? a > b : a < b;
    });
    const tasks::PairWeigher weigher(data);
    Json rows = Json::array();
    for (std::size_t i = page.offset; i < links.size() && rows.size() < page.limit; ++i) {
      const uint32_t a = data.links.a[links[i]], b = data.links.b[links[i]];
      rows.push_back({{"a", to_json(tasks::post_line(data, a, opened.reader.get()))},
                      {"b", to_json(tasks::post_line(data, b, opened.reader.get()))},
                      {"bits", tasks::to_bits(data.links.bits[links[i]])},
                      {"posterior", tasks::posterior_of(data.links.log_odds[links[i]])},
                      {"why", weigher.why(weigher.weigh(a, b))}});
    }
    TRY_OK(tasks::log_reading(*opened.file, "links", id, from.context().by));
    Json json = {{"total", links.size()}, {"next", next_of(page, rows.size(), links.size())}};
    json["links"] = std::move(rows);
    return json.dump();
  });
}

// ---- Near misses, search ------------------------------------------------------------------

Result<std::string> near_misses(PageCase& from, const Request& request) {
  tasks::NearMissesSettings settings;
  settings.case_path = from.path();
  TRY(const PageOf page, page_of(request));
  settings.limit = page.limit;
  settings.offset = page.offset;
  settings.id = text_of(request, "id");
  const std::string reason = text_of(request, "reason"), sort = text_of(request, "sort");
  using Reason = tasks::NearReason;
  for (const Reason known : {Reason::wording, Reason::threshold, Reason::network}) {
    if (reason == tasks::to_name(known)) settings.reason = known;
  }
  if (sort == "posts") settings.order = tasks::NearOrder::posts;
  if (sort == "pairs") settings.order = tasks::NearOrder::pairs;
  return from.with([&](const tasks::OpenedCase& opened) -> Result<std::string> {
    TRY(Json json, ask([&](tasks::Output& out) {
          return tasks::list_near_misses(opened, settings, from.context(), out);
        }));
    if (json.is_null())
      return fail(Code::not_found, "nothing in this case is called '" + shown(settings.id) + "'");
    json["next"] = next_of(page, json["near_misses"].size(), json["groups"].get<uint64_t>());
    return json.dump();
  });
}

// The page's facets as words of the query language.
std::string with_facets(const Request& request) {
  std::string query = text_of(request, "q");
  for (const char* name : {"country", "language", "source", "city", "network"}) {
    std::string any;
    for (const std::string& value : split_list(text_of(request, name))) {
      const bool is_out = value.starts_with('-');
      const std::string word =
          std::string(name) + ":\"" + (is_out ? value.substr(1) : value) + "\"";
      if (is_out) {
        query += " -" + word;
      } else {
        any += (any.empty() ? "" : " OR ") + word;
      }
    }
    if (!any.empty()) query += " (" + any + ")";
  }
  return query;
}

Result<std::string> search(PageCase& from, const Request& request) {
  TRY(const PageOf page, page_of(request));
  tasks::SearchSettings settings;
  settings.case_path = from.path();
  settings.query = with_facets(request);
  settings.limit = page.limit;
  settings.offset = page.offset;
  return from.with([&](const tasks::OpenedCase& opened) -> Result<std::string> {
    TRY(Json json, ask([&](tasks::Output& out) {
          return tasks::search_case(opened, settings, from.context(), out);
        }));
    json["query"] = text_of(request, "q");
    json["terms"] = Json::array();
    json["next"] = next_of(page, json["posts"].size(), json["total"].get<uint64_t>());
    for (Json& post : json["posts"]) {
      post["snippet"] = "";
      const auto found = tasks::find_target(opened.data, post["id"].get<std::string>(), "");
      post["language"] =
          found.empty() ? "" : tasks::language_of(opened.data.posts, found.front().index);
    }
    json["facets"] = Json::object();
    for (const char* name : {"country", "language", "source", "city", "year", "network"})
      json["facets"][name] = Json::array();
    return json.dump();
  });
}

Result<std::string> search_batch(PageCase& from, const Request& request) {
  const Json body = Json::parse(request.body, nullptr, false);
  if (!body.is_object() || !body.contains("values") || !body["values"].is_array() ||
      body["values"].size() > kBatch)
    return fail(Code::invalid_input, "the body must be {\"values\": [...]}, at most 10,000 texts");
  return from.with([&](const tasks::OpenedCase& opened) -> Result<std::string> {
    const tasks::CaseData& data = opened.data;
    Json rows = Json::array();
    for (const Json& value : body["values"]) {
      if (!value.is_string()) return fail(Code::invalid_input, "values takes texts");
      Json row = {{"typed", value}, {"kind", ""}, {"value", ""},
                  {"id", ""},       {"posts", 0}, {"networks", Json::array()}};
      for (const auto& target :
           tasks::find_target(data, value.get<std::string>(), opened.country)) {
        if (target.kind != tasks::Target::selector) continue;
        const auto carriers = data.selectors.carriers(target.index);
        row["kind"] = to_name(static_cast<SelectorKind>(data.selectors.kind[target.index]));
        row["value"] = data.selectors.value[target.index];
        row["id"] = tasks::selector_id(data.selectors, target.index);
        row["posts"] = carriers.size();
        for (const auto& tally : tasks::tally_networks(data, carriers)) {
          if (row["networks"].size() < 20) row["networks"].push_back(tally.what);
        }
        break;
      }
      rows.push_back(std::move(row));
    }
    TRY_OK(tasks::log_reading(*opened.file, "search", std::to_string(rows.size()) + " values",
                              from.context().by));
    return Json{{"rows", std::move(rows)}}.dump();
  });
}

// ---- Acts, quarantine -----------------------------------------------------------------------

Result<std::string> history(PageCase& from, const Request& request) {
  TRY(const PageOf page, page_of(request));
  const std::string id = text_of(request, "id");
  tasks::UndoSettings settings;
  settings.case_path = from.path();
  settings.list = true;
  TRY(Json acts,
      ask([&](tasks::Output& out) { return tasks::undo(settings, from.context(), out); }));
  TRY(const store::Case file, store::Case::open(from.path(), store::Access::read));
  TRY(const std::vector<store::Decision> decisions, file.all_decisions());
  std::map<uint32_t, Json> subjects;
  for (const store::Decision& d : decisions) {
    Json& list = subjects[d.id] = Json::array();
    for (const std::string& one : {d.a, d.b}) {
      if (!one.empty()) list.push_back(one);
    }
  }
  Json wanted = Json::array();
  for (auto act = acts.rbegin(); act != acts.rend(); ++act) {
    const auto at = subjects.find((*act)["act"].get<uint32_t>());
    Json list = at == subjects.end() ? Json::array() : at->second;
    if (!id.empty() && std::find(list.begin(), list.end(), Json(id)) == list.end()) continue;
    (*act)["subjects"] = std::move(list);
    wanted.push_back(std::move(*act));
  }
  Json shown = Json::array();
  for (std::size_t i = page.offset; i < wanted.size() && shown.size() < page.limit; ++i)
    shown.push_back(wanted[i]);
  Json json = {{"total", wanted.size()}, {"next", next_of(page, shown.size(), wanted.size())}};
  json["acts"] = std::move(shown);
  return json.dump();
}

tasks::QuarantineSettings quarantine_settings(PageCase& from, const Request& request) {
  tasks::QuarantineSettings settings;
  settings.case_path = from.path();
  settings.import =
      static_cast<uint32_t>(std::strtoul(text_of(request, "import").c_str(), nullptr, 10));
  return settings;
}

Result<std::string> quarantine(PageCase& from, const Request& request) {
  TRY(const PageOf page, page_of(request));
  tasks::QuarantineSettings settings = quarantine_settings(from, request);
  settings.limit = page.offset + page.limit;
  TRY(Json json, ask([&](tasks::Output& out) {
        return tasks::list_quarantine(settings, from.context(), out);
      }));
  Json rows = Json::array();
  for (std::size_t i = page.offset; i < json["rows"].size(); ++i) rows.push_back(json["rows"][i]);
  json["next"] = next_of(page, rows.size(), json["total"].get<uint64_t>());
  json["rows"] = std::move(rows);
  return json.dump();
}

Reply quarantine_csv(PageCase& from, const Request& request) {
  tasks::QuarantineSettings settings = quarantine_settings(from, request);
  settings.as_table = true;
  settings.options.spreadsheet = true;
  std::string text;
  tasks::Output out = tasks::Output::text(text);
  const auto done = tasks::list_quarantine(settings, from.context(), out);
  if (!done) return page_reply(tl::unexpected<Error>(done.error()));
  out.flush();
  Reply reply = text_reply(200, std::move(text));
  reply.type = "text/csv; charset=utf-8";
  reply.headers.push_back({"Content-Disposition", "attachment; filename=\"quarantine.csv\""});
  return reply;
}

}  // namespace

void add_page_lists(Router& router, PageCase& from) {
  const auto add = [&](Method method, const char* path, uint64_t bytes, auto answer) {
    router.add({method, path, Access::person, Work::slow, bytes,
                [&from, answer](const Request& r) { return page_reply(answer(from, r)); }});
  };
  add(Method::get, "/api/networks", 0, networks);
  add(Method::get, "/api/networks/{id}/posts", 0, posts_of);
  add(Method::get, "/api/networks/{id}/links", 0, links_of_network);
  add(Method::get, "/api/near-misses", 0, near_misses);
  add(Method::get, "/api/search", 0, search);
  add(Method::post, "/api/search/batch", kListBytes, search_batch);
  add(Method::get, "/api/history", 0, history);
  add(Method::get, "/api/quarantine", 0, quarantine);
  router.add({Method::get, "/api/quarantine.csv", Access::person, Work::slow, 0,
              [&from](const Request& r) { return quarantine_csv(from, r); }});
}

}  // namespace maillon::web
