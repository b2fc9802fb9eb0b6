// Search with facets, many selectors at once, near misses.
#include <algorithm>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/ascii.h"
#include "base/json_writer.h"
#include "tasks/annotations.h"
#include "tasks/indicators/query_signs.h"
#include "tasks/label_rows.h"
#include "tasks/near_misses.h"
#include "tasks/search_batch.h"
#include "tasks/search_case.h"
#include "tasks/show_lines.h"
#include "web/page_json.h"
#include "web/page_reply.h"
#include "web/page_routes.h"
#include "web/parameters.h"
#include "web/search_facets.h"

namespace maillon::web {

namespace {

constexpr std::size_t kSnippetBytes = 180, kSnippetBefore = 24, kKeptAnswers = 8;
constexpr std::size_t kMostOfViewer = 50;   // values looked up at once
constexpr uint64_t kBatchBytes = 16 << 20;  // a document, as the verb takes it

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
    // What people write changes without a link.
    if (to_lower(query).find("label:") != std::string::npos) return Answer(answer);
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

// Where the first word that was looked for stands.
std::optional<std::size_t> place_of_term(const std::string& text,
                                         const std::vector<tasks::SearchTerm>& terms) {
  const std::string lower = to_lower(text);
  for (const tasks::SearchTerm& term : terms) {
    const bool is_word = term.type != "field" || term.field == "picture";
    if (term.negated || term.value.empty() || !is_word) continue;
    // Of a word that is given in part, what of it must be there.
    const std::string_view part = tasks::part_of(term);
    if (const std::size_t at = lower.find(to_lower(part)); at != lower.npos) return at;
  }
  return std::nullopt;
}

struct Snippet {
  std::string text;
  bool is_of_picture = false;  // was read from one
};

// The part of the text around the first word that was looked for, or of what was read from its
// pictures where only they have it, else the text's begin.
Snippet snippet_of(const tasks::OpenedCase& from, uint32_t row,
                   const std::vector<tasks::SearchTerm>& terms) {
  const auto record = from.reader->read(tasks::place_of(from.data.posts, row));
  if (!record || record->size() == 0) return {};
  const auto text_of = [&](maillon::Field field) {
    std::string text(record->field(field, 0));
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
  };
  maillon::Field field = maillon::Field::body;
  std::string text = text_of(field);
  std::optional<std::size_t> at = place_of_term(text, terms);
  if (!at && !place_of_term(text_of(maillon::Field::title), terms)) {
    std::string painted = text_of(maillon::Field::image_text);
    if ((at = place_of_term(painted, terms))) {
      field = maillon::Field::image_text;
      text = std::move(painted);
    }
  }
  std::size_t begin = 0;
  if (at) {
    // The word itself must be among what a narrow column shows.
    begin = *at - std::min(*at, kSnippetBefore);
    if (begin > 0) begin = std::min(text.find(' ', begin), *at);
  }
  // Not within a selector: of a part nobody tells that it is one, the mask of viewers included.
  const tasks::Selectors& selectors = from.data.selectors;
  begin = tasks::cut_before_selector(selectors, row, field, begin);
  while (is_inside_character(text, begin)) ++begin;
  std::size_t end = std::min(begin + kSnippetBytes, text.size());
  while (is_inside_character(text, end)) ++end;
  end = std::max(begin, tasks::cut_before_selector(selectors, row, field, end));
  return {text.substr(begin, end - begin), field == maillon::Field::image_text};
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
  Snippet snippet = snippet_of(from, row, terms);
  post["snippet"] = std::move(snippet.text);
  post["of_picture"] = snippet.is_of_picture;
  post["language"] = tasks::language_of(from.data.posts, row);
  return post;
}

// Who reads selectors masked must not find their figures one by one.
Result<void> refuse_guessing(const std::vector<tasks::SearchTerm>& terms) {
  for (const tasks::SearchTerm& term : terms) {
    const bool is_part =
        term.type == "prefix" || term.type == "pattern" || term.type == "like" ||
        (term.type == "field" && term.value.find_first_of("*?~") != std::string::npos);
    if (is_part && term.value.find_first_of("0123456789") != std::string::npos)
      return fail(
          Code::invalid_input,
          "a viewer cannot search for the begin of a number, or one like it; give it whole");
  }
  return {};
}

// What the answer rests on that may not be as the reader thinks.
Result<Json> notes_of(const tasks::OpenedCase& from, const tasks::FoundPosts& found,
                      const Request& request) {
  const bool of_signs = found.of_signs || !text_of(request, "level").empty() ||
                        !text_of(request, "indicator").empty();
  if (!of_signs) return Json::array();
  TRY(const report::Sentence note, tasks::signs_note(*from.file, from.data.indicators));
  JsonWriter json;
  report::write_json(json, note.said);
  return Json::parse(json.take());
}

Result<std::string> search(PageCase& from, Answers& answers, const Request& request) {
  TRY(const PageOf list, page_of(request));
  const std::string query = text_of(request, "q");
  return from.with([&](const PageData& page) -> Result<std::string> {
    TRY(const Answers::Answer found, answers.find(page, query, from.context()));
    if (request.role == store::Role::viewer) TRY_OK(refuse_guessing(found->terms));
    TRY_OK(tasks::log_reading(*page.opened.file, "search", query, from.context().by));
    TRY(const tasks::AnnotationReader annotations,
        tasks::AnnotationReader::open(*page.opened.file, page.opened.data));
    const tasks::LabelRows labels = tasks::gather_label_rows(annotations, page.opened.data);
    Json facets;
    const tasks::CasePrices& prices = page.opened.prices->get(page.opened.data.posts);
    std::vector<uint32_t> rows =
        narrow(page.opened.data, labels, prices, found->rows, request, facets);
    if (text_of(request, "sort") == "oldest") std::reverse(rows.begin(), rows.end());
    Json json = {{"query", query}, {"understood", found->understood}, {"total", rows.size()}};
    TRY(json["notes"], notes_of(page.opened, *found, request));
    json["next"] = Json::parse(list.next(rows.size()));
    json["terms"] = json["posts"] = Json::array();
    for (const tasks::SearchTerm& term : found->terms) json["terms"].push_back(to_json(term));
    for (uint64_t i = list.begin(rows.size()); i < list.end(rows.size()); ++i)
      json["posts"].push_back(to_json(page.opened, rows[i], found->terms));
    json["facets"] = std::move(facets);
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
  });
}

// ---- Many selectors at once -----------------------------------------------------------

// What a viewer asks must not be a list of guesses that undoes the mask, and is told in the log.
Result<std::string> told_of_viewer(std::string what, const std::vector<std::string>& values) {
  if (values.size() > kMostOfViewer)
    return fail(Code::invalid_input,
                "a viewer can look up 50 values at a time; ask an analyst for a longer list");
  for (const std::string& value : values) what += (&value == values.data() ? ": " : ", ") + value;
  return what;
}

// {"document": "..."}: a STIX, FollowTheMoney or MISP document as text, read on this machine.
Result<std::string> search_document(PageCase& from, const Request& request,
                                    const std::string& text) {
  const auto format = share::guess_document_format(text);
  if (!format)
    return fail(Code::invalid_input,
                "this is no STIX bundle, no FollowTheMoney entities and no MISP event; give "
                "selectors, one a line");
  return from.with([&](const PageData& page) -> Result<std::string> {
    auto parsed = tasks::parse_batch_document(text, *format, page.opened.country);
    // What is damaged is what was sent, and nothing of ours.
    if (!parsed) return fail(Code::invalid_input, std::move(parsed).error().message);
    const tasks::Batch& batch = *parsed;
    std::string what = fmt::format("{} selectors of a {} document", batch.selectors.size(),
                                   share::to_name(*format));
    if (request.role == store::Role::viewer) {
      std::vector<std::string> values;
      for (const share::ListedSelector& entry : batch.selectors) values.push_back(entry.value);
      TRY(what, told_of_viewer(std::move(what), values));
    }
    TRY_OK(tasks::log_reading(*page.opened.file, "search", what, from.context().by));
    JsonWriter json;
    json.begin_object().key("rows").begin_array();
    for (const tasks::BatchRow& row : tasks::look_up_batch(page.opened, batch))
      tasks::write_json(json, row);
    tasks::write_json(json.end_array().key("document"), batch);
    return json.end_object().take();
  });
}

Result<std::string> search_batch(PageCase& from, const Request& request) {
  TRY(const Json body, parse_body(request));
  if (const auto document = body.find("document"); document != body.end() && document->is_string())
    return search_document(from, request, document->get_ref<const std::string&>());
  const auto values = body.find("values");
  if (values == body.end() || !values->is_array() || values->size() > tasks::kMostInBatch ||
      !std::all_of(values->begin(), values->end(), [](const Json& v) { return v.is_string(); }))
    return fail(Code::invalid_input,
                "the body must be {\"values\": [...]}, at most 10,000 texts, or {\"document\": "
                "\"...\"}");
  return from.with([&](const PageData& page) -> Result<std::string> {
    const auto typed = values->get<std::vector<std::string>>();
    std::string what = std::to_string(typed.size()) + " values";
    if (request.role == store::Role::viewer) {
      TRY(what, told_of_viewer(std::move(what), typed));
    }
    TRY_OK(tasks::log_reading(*page.opened.file, "search", what, from.context().by));
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
