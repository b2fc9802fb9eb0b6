#include "tasks/search_case.h"

#include <algorithm>
#include <optional>

#include "base/json_writer.h"
#include "base/printable.h"
#include "extract/text/query.h"
#include "report/nouns.h"
#include "search/query.h"
#include "tasks/indicators/query_signs.h"
#include "tasks/query_rows.h"
#include "tasks/search_hash.h"
#include "tasks/search_terms.h"
#include "tasks/show_case.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

// The selectors of the case that the whole query names, if it does.
std::vector<uint32_t> named_selectors(const CaseData& data, const std::string& text,
                                      const std::string& country) {
  std::vector<uint32_t> named;
  // A bare word may be a handle, but who types one looks for the word.
  const bool is_word = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
  });
  if (is_word) return named;
  for (const Target& target : find_target(data, text, country)) {
    if (target.kind == Target::selector) named.push_back(target.index);
  }
  return named;
}

// The post whose name ("source:id") or identifier (P-...) the whole query is.
std::vector<uint32_t> named_posts(const CaseData& data, const std::string& text) {
  std::vector<uint32_t> named;
  const std::size_t colon = text.find(':');
  const bool is_id = text.starts_with("P-") || text.starts_with("p-");
  if (!is_id && (colon == std::string::npos || search::is_field(text.substr(0, colon))))
    return named;
  for (const Target& target : find_target(data, text, "")) {
    if (target.kind == Target::post) named.push_back(target.index);
  }
  return named;
}

void add_named_posts(const CaseData& data, const std::vector<uint32_t>& rows, FoundPosts& found) {
  for (const uint32_t row : rows) {
    const std::string name = post_name(data.posts, row);
    found.understood += (found.understood.empty() ? "the post " : " or ") + name;
    if (!found.terms.empty()) found.terms.push_back({"or"});
    found.terms.push_back({"field", "id", name});
    found.terms.back().id = post_id(data.posts, row);
  }
  found.rows = rows;
}

// The network or the wording whose identifier (N-17, T-...) the whole query is.
std::optional<Target> named_group(const CaseData& data, const std::string& text) {
  if (text.size() < 3 || text[1] != '-') return std::nullopt;
  const std::vector<Target> targets = find_target(data, text, "");
  if (targets.size() != 1) return std::nullopt;
  const bool is_group = targets[0].kind == Target::network || targets[0].kind == Target::family;
  return is_group ? std::optional(targets[0]) : std::nullopt;
}

void add_named_group(const CaseData& data, const Target& group, FoundPosts& found) {
  const std::string id = target_id(data, group);
  found.understood = "posts of " + id;
  found.terms.push_back({"field", group.kind == Target::network ? "network" : "template", id});
  found.terms.back().id = id;
  const auto rows = rows_of(data, group);
  found.rows.assign(rows.begin(), rows.end());
}

// Posts whose own address the query is.
void add_rows_of_address(const Posts& posts, const std::string& text, std::vector<uint32_t>& rows) {
  const std::string address = search::address_key(text);
  if (address.empty()) return;
  for (uint32_t row = 0; row < posts.size(); ++row) {
    const std::string_view url = posts.url[row];
    if (url.size() >= address.size() && search::address_key(url) == address) rows.push_back(row);
  }
}

// A number whose country nothing says may stand in texts in which it was taken for no phone.
Result<void> add_rows_of_national(const OpenedCase& from, const std::string& text,
                                  const std::string& country, const Context& context,
                                  FoundPosts& found) {
  if (extract::national_digits(text).empty() ||
      !extract::parse_selector_query(text, country).empty())
    return {};
  // Its groups side by side: it has neither letters nor quotes.
  TRY(const search::Query query, search::parse_query("\"" + text + "\"", country));
  TRY(const std::vector<uint32_t> rows, find_query_rows(from, query, *context.progress));
  found.rows.insert(found.rows.end(), rows.begin(), rows.end());
  found.understood += ", or " + query.explanation;
  found.terms.push_back({"or"});
  const std::vector<SearchTerm> words = terms_of(from.data, query.root);
  found.terms.insert(found.terms.end(), words.begin(), words.end());
  return {};
}

Result<FoundPosts> find_named_or_words(const OpenedCase& from, const SearchSettings& settings,
                                       const Context& context) {
  FoundPosts found;
  const std::vector<uint32_t> posts = named_posts(from.data, settings.query);
  if (!posts.empty()) {
    add_named_posts(from.data, posts, found);
    return found;
  }
  if (const auto group = named_group(from.data, settings.query)) {
    add_named_group(from.data, *group, found);
    return found;
  }
  const std::string& country = from.country_or(settings.country);
  const std::vector<uint32_t> named = named_selectors(from.data, settings.query, country);
  for (const uint32_t s : named) {
    const auto carriers = from.data.selectors.carriers(s);
    found.rows.insert(found.rows.end(), carriers.begin(), carriers.end());
    found.understood += (found.understood.empty() ? "posts with " : " or ") +
                        signal_name(from.data, s) + " in any spelling";
    found.terms.push_back(selector_term(from.data, s));
  }
  if (!named.empty()) {
    add_rows_of_address(from.data.posts, settings.query, found.rows);
    TRY_OK(add_rows_of_national(from, settings.query, country, context, found));
    return found;
  }
  TRY(const search::Query query, search::parse_query(settings.query, country));
  TRY_OK(check_signs(*from.file, from.data.indicators.table, query.root));
  found.of_signs = asks_for_signs(query.root);
  found.understood = query.explanation;
  found.terms = terms_of(from.data, query.root);
  TRY(found.rows, find_query_rows(from, query, *context.progress));
  if (found.rows.empty() && found.terms.size() == 1) {
    const SearchTerm& only = found.terms.front();
    if (only.type == "selector" && only.id.empty() && !only.negated)
      found.understood = only.field + " " + only.value + ", which is not in the case";
  }
  return found;
}

}  // namespace

Result<FoundPosts> find_posts(const OpenedCase& from, const SearchSettings& settings,
                              const Context& context) {
  TRY(std::optional<FoundPosts> of_hash,
      find_posts_of_hash(from, settings.query, *context.progress));
  FoundPosts found;
  if (of_hash && !of_hash->rows.empty()) {
    found = *std::move(of_hash);
  } else {
    TRY(found, find_named_or_words(from, settings, context));
    // A hash may stand in a text, too.
    if (of_hash && found.rows.empty()) found = *std::move(of_hash);
  }
  std::sort(found.rows.begin(), found.rows.end());
  found.rows.erase(std::unique(found.rows.begin(), found.rows.end()), found.rows.end());
  const auto& posted_at = from.data.posts.posted_at;
  std::stable_sort(found.rows.begin(), found.rows.end(),
                   [&](uint32_t x, uint32_t y) { return posted_at[x] > posted_at[y]; });
  return found;
}

namespace {

void print(const OpenedCase& from, const SearchSettings& settings, const FoundPosts& found,
           const std::string& note, const Context& context, Output& out) {
  const std::size_t shown = settings.limit == 0
                                ? found.rows.size()
                                : std::min<std::size_t>(settings.limit, found.rows.size());
  std::vector<report::PostLine> lines;
  for (std::size_t i = 0; i < shown; ++i) {
    lines.push_back(post_line(from.data, found.rows[i], from.reader.get()));
  }
  if (context.json) {
    JsonWriter json;
    json.begin_object().member("query", settings.query).member("understood", found.understood);
    json.member("total", uint64_t{found.rows.size()});
    if (!note.empty()) json.member("note", note);
    report::write_list(json, "posts", lines);
    json.end_object();
    out.write(json.take() + "\n");
    return;
  }
  if (lines.empty()) return;
  const report::Style style{context.color, static_cast<std::size_t>(context.width)};
  out.write(report::count_of(found.rows.size(), "post", "posts") + ": " +
            printable(found.understood) + "\n\n");
  out.write(report::posts_text(lines, found.rows.size(), style, 0));
}

}  // namespace

Result<Outcome> search_case(const SearchSettings& settings, const Context& context, Output& out) {
  TRY(const OpenedCase opened, open_linked(settings.case_path));
  TRY(const FoundPosts found, find_posts(opened, settings, context));
  TRY_OK(log_reading(*opened.file, "search", settings.query, context.by));
  report::Sentence note;
  if (found.of_signs) {
    TRY(note, signs_note(*opened.file, opened.data.indicators));
  }
  if (!note.empty()) say("note: " + note.text);
  print(opened, settings, found, note.text, context, out);
  if (!found.rows.empty()) return Outcome::done;
  say("no post answers; understood was: " + found.understood);
  return Outcome::empty;
}

}  // namespace maillon::tasks
