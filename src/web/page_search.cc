// Search with facets, many selectors at once, near misses.
#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "base/civil_time.h"
#include "base/json_writer.h"
#include "tasks/near_misses.h"
#include "tasks/search_batch.h"
#include "tasks/search_case.h"
#include "tasks/show_lines.h"
#include "web/page_json.h"
#include "web/page_reply.h"
#include "web/page_routes.h"
#include "web/parameters.h"

namespace maillon::web {

namespace {

constexpr std::size_t kFacetValues = 30, kSnippetBytes = 180, kSnippetBefore = 24, kKeptAnswers = 8;
constexpr uint64_t kBatchBytes = 1 << 20;

// ---- Facets over what was found ---------------------------------------------------------

// A facet numbers its values, so that posts are counted by numbers and named at the end.
struct Facet {
  const char* name;
  std::function<uint32_t(const tasks::CaseData&, uint32_t row)> value;  // 0: not stated
  std::function<std::string(const tasks::CaseData&, uint32_t value)> say;
};

uint32_t year_of(const tasks::CaseData& data, uint32_t row) {
  const std::string date = format_date(data.posts.posted_at[row]);
  uint32_t year = 0;
  for (const char c : date.substr(0, 4)) year = year * 10 + static_cast<uint32_t>(c - '0');
  return year;
}

const std::vector<Facet>& all_facets() {
  const auto word = [](const tasks::CaseData& data, uint32_t value) {
    return std::string(data.posts.words[value]);
  };
  static const std::vector<Facet> kFacets = {
      {"country", [](const auto& data, uint32_t row) { return data.posts.country[row]; }, word},
      {"language",
       [](const auto& data, uint32_t row) { return uint32_t{data.posts.language[row]}; },
       [](const auto&, uint32_t value) { return tasks::language_name(value); }},
      {"source", [](const auto& data, uint32_t row) { return data.posts.source[row]; }, word},
      {"city", [](const auto& data, uint32_t row) { return data.posts.city[row]; }, word},
      {"year", year_of, [](const auto&, uint32_t value) { return std::to_string(value); }},
      {"network", [](const auto& data, uint32_t row) { return data.networks.network[row]; },
       [](const auto&, uint32_t value) { return tasks::network_id(value); }}};
  return kFacets;
}

// "FR,GB,-US" of one facet.
struct Choice {
  const Facet* facet = nullptr;
  std::vector<std::string> any, none;
  std::unordered_map<uint32_t, bool> known;

  bool passes(const tasks::CaseData& data, uint32_t row) {
    if (any.empty() && none.empty()) return true;
    const uint32_t value = facet->value(data, row);
    const auto [at, is_new] = known.try_emplace(value, false);
    if (is_new) {
      const std::string name = value == 0 ? "" : facet->say(data, value);
      const auto has = [&](const auto& list) {
        return std::find(list.begin(), list.end(), name) != list.end();
      };
      at->second = !has(none) && (any.empty() || has(any));
    }
    return at->second;
  }
};

std::vector<Choice> choices_of(const Request& request) {
  std::vector<Choice> choices;
  for (const Facet& facet : all_facets()) {
    Choice choice{&facet, {}, {}, {}};
    for (const std::string& value : split_list(text_of(request, facet.name))) {
      const bool is_out = value.starts_with('-');
      (is_out ? choice.none : choice.any).push_back(value.substr(is_out ? 1 : 0));
    }
    choices.push_back(std::move(choice));
  }
  return choices;
}

struct Narrowed {
  std::vector<uint32_t> rows;
  Json facets = Json::object();
};

// The rows that pass all choices; each facet counts what passes the others.
Narrowed narrow(const tasks::CaseData& data, const std::vector<uint32_t>& found,
                std::vector<Choice> choices) {
  Narrowed narrowed;
  std::vector<std::unordered_map<uint32_t, uint64_t>> counts(choices.size());
  for (const uint32_t row : found) {
    std::size_t refused = 0, by = 0;
    for (std::size_t c = 0; c < choices.size() && refused < 2; ++c) {
      if (choices[c].passes(data, row)) continue;
      ++refused;
      by = c;
    }
    if (refused == 0) narrowed.rows.push_back(row);
    for (std::size_t c = 0; c < choices.size(); ++c) {
      if (refused == 0 || (refused == 1 && by == c))
        ++counts[c][choices[c].facet->value(data, row)];
    }
  }
  for (std::size_t c = 0; c < choices.size(); ++c) {
    std::vector<std::pair<uint64_t, std::string>> named;
    for (const auto& [value, count] : counts[c]) {
      if (value != 0) named.emplace_back(count, choices[c].facet->say(data, value));
    }
    std::sort(named.begin(), named.end(), [](const auto& x, const auto& y) {
      return x.first != y.first ? x.first > y.first : x.second < y.second;
    });
    if (named.size() > kFacetValues) named.resize(kFacetValues);
    Json& list = narrowed.facets[choices[c].facet->name] = Json::array();
    for (const auto& [count, what] : named) list.push_back({{"what", what}, {"count", count}});
  }
  return narrowed;
}

// ---- Search -----------------------------------------------------------------------------

// The answers to the latest queries: a page of a list and a choice of a facet ask the same
// again, and to read the texts of a large case takes long.
class Answers {
 public:
  using Answer = std::shared_ptr<const tasks::FoundPosts>;  // shared by those who read it
  Result<Answer> find(const PageData& page, const std::string& query,
                      const tasks::Context& context) {
    {
      const std::lock_guard lock(mutex_);
      if (generation_ != page.generation) kept_.clear();
      generation_ = page.generation;
      for (const auto& [known, answer] : kept_) {
        if (known == query) return answer;
      }
    }
    tasks::SearchSettings settings;
    settings.query = query;
    TRY(tasks::FoundPosts found, tasks::find_posts(page.opened, settings, context));
    auto answer = std::make_shared<const tasks::FoundPosts>(std::move(found));
    const std::lock_guard lock(mutex_);
    kept_.emplace_front(query, answer);
    if (kept_.size() > kKeptAnswers) kept_.pop_back();
    return Answer(answer);
  }

 private:
  std::mutex mutex_;  // guards what follows
  uint64_t generation_ = 0;
  std::deque<std::pair<std::string, Answer>> kept_;
};

bool is_inside_character(const std::string& text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
}

std::string lower_ascii(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

// The part of the text around the first word that was looked for, else its begin.
std::string snippet_of(const tasks::OpenedCase& from, uint32_t row,
                       const std::vector<tasks::SearchTerm>& terms) {
  const auto record = from.reader->read(tasks::place_of(from.data.posts, row));
  if (!record || record->size() == 0) return "";
  std::string body(record->field(maillon::Field::body, 0));
  std::replace(body.begin(), body.end(), '\n', ' ');
  const std::string lower = lower_ascii(body);
  std::size_t begin = 0;
  for (const tasks::SearchTerm& term : terms) {
    if (term.negated || term.value.empty() || term.type == "field") continue;
    const std::size_t at = lower.find(lower_ascii(term.value));
    if (at == lower.npos) continue;
    // The word itself must be among what a narrow column shows.
    begin = at - std::min(at, kSnippetBefore);
    if (begin > 0) begin = std::min(body.find(' ', begin), at);
    break;
  }
  while (is_inside_character(body, begin)) ++begin;
  std::size_t end = std::min(begin + kSnippetBytes, body.size());
  while (is_inside_character(body, end)) ++end;
  return body.substr(begin, end - begin);
}

Json to_json(const tasks::SearchTerm& term) {
  return {{"type", term.type},
          {"field", term.field},
          {"value", term.value},
          {"negated", term.negated},
          {"id", term.id}};
}

Json to_json(const tasks::OpenedCase& from, uint32_t row,
             const std::vector<tasks::SearchTerm>& terms) {
  JsonWriter json;
  report::write_json(json, tasks::post_line(from.data, row, from.reader.get()));
  Json post = Json::parse(json.take());
  post["snippet"] = snippet_of(from, row, terms);
  post["language"] = tasks::language_of(from.data.posts, row);
  return post;
}

Result<std::string> search(PageCase& from, Answers& answers, const Request& request) {
  TRY(const PageOf list, page_of(request));
  const std::string query = text_of(request, "q");
  return from.with([&](const PageData& page) -> Result<std::string> {
    TRY(const Answers::Answer found, answers.find(page, query, from.context()));
    TRY_OK(tasks::log_reading(*page.opened.file, "search", query, from.context().by));
    Narrowed narrowed = narrow(page.opened.data, found->rows, choices_of(request));
    std::vector<uint32_t>& rows = narrowed.rows;
    if (text_of(request, "sort") == "oldest") std::reverse(rows.begin(), rows.end());
    Json json = {{"query", query}, {"understood", found->understood}, {"total", rows.size()}};
    json["next"] = Json::parse(list.next(rows.size()));
    json["terms"] = json["posts"] = Json::array();
    for (const tasks::SearchTerm& term : found->terms) json["terms"].push_back(to_json(term));
    for (uint64_t i = list.begin(rows.size()); i < list.end(rows.size()); ++i)
      json["posts"].push_back(to_json(page.opened, rows[i], found->terms));
    json["facets"] = std::move(narrowed.facets);
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
  });
}

// ---- Many selectors at once -----------------------------------------------------------

Result<std::string> search_batch(PageCase& from, const Request& request) {
  TRY(const Json body, parse_body(request));
  const auto values = body.find("values");
  if (values == body.end() || !values->is_array() || values->size() > tasks::kMostInBatch ||
      !std::all_of(values->begin(), values->end(), [](const Json& v) { return v.is_string(); }))
    return fail(Code::invalid_input, "the body must be {\"values\": [...]}, at most 10,000 texts");
  return from.with([&](const PageData& page) -> Result<std::string> {
    const auto typed = values->get<std::vector<std::string>>();
    TRY_OK(tasks::log_reading(*page.opened.file, "search", std::to_string(typed.size()) + " values",
                              from.context().by));
    JsonWriter json;
    json.begin_object().key("rows").begin_array();
    for (const tasks::BatchRow& row :
         tasks::look_up_selectors(page.opened, typed, page.opened.country))
      tasks::write_json(json, row);
    json.end_array().end_object();
    return json.take();
  });
}

// ---- Near misses ------------------------------------------------------------------------

Result<tasks::NearMissesSettings> near_misses_settings(const Request& request) {
  tasks::NearMissesSettings settings;
  const std::string reason = text_of(request, "reason"), sort = text_of(request, "sort");
  using Reason = tasks::NearReason;
  for (const Reason known : {Reason::wording, Reason::threshold, Reason::network}) {
    if (reason == tasks::to_name(known)) settings.reason = known;
  }
  if (!reason.empty() && !settings.reason)
    return fail(Code::invalid_input, "reason takes wording, threshold or network");
  if (sort == "posts") settings.order = tasks::NearOrder::posts;
  if (sort == "pairs") settings.order = tasks::NearOrder::pairs;
  settings.id = text_of(request, "id");
  return settings;
}

Result<std::string> near_misses(PageCase& from, const Request& request) {
  TRY(const PageOf list, page_of(request));
  TRY(tasks::NearMissesSettings settings, near_misses_settings(request));
  settings.case_path = from.path();
  settings.limit = list.limit;
  settings.offset = list.offset;
  return from.with([&](const PageData& page) -> Result<std::string> {
    TRY(const std::string text, printed([&](tasks::Output& out) {
          return tasks::list_near_misses(page.opened, settings, from.context(), out);
        }));
    Json json = Json::parse(text, nullptr, false);
    if (!json.is_object())
      return fail(Code::not_found, "nothing in this case is called '" + shown(settings.id) + "'");
    json["next"] = Json::parse(list.next(json["groups"].get<uint64_t>()));
    return json.dump();
  });
}

}  // namespace

void add_page_search(Router& router, PageCase& from) {
  const auto add = [&](Method method, const char* path, uint64_t bytes, auto answer) {
    router.add({method, path, Access::person, Work::slow, bytes,
                [&from, answer](const Request& r) { return page_reply(answer(from, r)); }});
  };
  const auto answers = std::make_shared<Answers>();  // lives as long as the route
  add(Method::get, "/api/search", 0,
      [answers](PageCase& of, const Request& r) { return search(of, *answers, r); });
  add(Method::post, "/api/search/batch", kBatchBytes, search_batch);
  add(Method::get, "/api/near-misses", 0, near_misses);
}

}  // namespace maillon::web
