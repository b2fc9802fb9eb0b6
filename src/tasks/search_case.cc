#include "tasks/search_case.h"

#include <algorithm>

#include "base/json_writer.h"
#include "base/printable.h"
#include "report/nouns.h"
#include "search/query.h"
#include "tasks/query_rows.h"
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

}  // namespace

Result<FoundPosts> find_posts(const OpenedCase& from, const SearchSettings& settings,
                              const Context& context) {
  FoundPosts found;
  const std::vector<uint32_t> named =
      named_selectors(from.data, settings.query, from.country_or(settings.country));
  if (!named.empty()) {
    for (const uint32_t s : named) {
      const auto carriers = from.data.selectors.carriers(s);
      found.rows.insert(found.rows.end(), carriers.begin(), carriers.end());
      found.understood += (found.understood.empty() ? "posts with " : " or ") +
                          signal_name(from.data, s) + " in any spelling";
      found.terms.push_back(selector_term(from.data, s));
    }
  } else {
    TRY(const search::Query query, search::parse_query(settings.query));
    found.understood = query.explanation;
    found.terms = terms_of(from.data, query.root);
    TRY(found.rows, find_query_rows(from, query, *context.progress));
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
           const Context& context, Output& out) {
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
  print(opened, settings, found, context, out);
  if (!found.rows.empty()) return Outcome::done;
  say("no post answers; understood was: " + found.understood);
  return Outcome::empty;
}

}  // namespace maillon::tasks
