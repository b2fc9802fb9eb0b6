#include "tasks/saved_searches.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/printable.h"
#include "report/style.h"
#include "search/query.h"
#include "tasks/decisions.h"
#include "tasks/indicators/query_signs.h"

namespace maillon::tasks {

namespace {

constexpr std::size_t kMostQuery = 4'000;

std::string seen_key(store::ActId search) {
  return fmt::format("seen.{}", search);
}

// The last act that had been done when a person looked.
Result<store::ActId> seen_until(const store::Case& file, store::ActId search) {
  TRY(const std::optional<std::string> kept, file.setting(seen_key(search)));
  store::ActId seen = search;
  if (kept) std::from_chars(kept->data(), kept->data() + kept->size(), seen);
  return std::max(seen, search);
}

// The import by which a post first came.
uint32_t first_import(const Posts& posts, uint32_t row) {
  const auto begin = posts.sighting_import.begin();
  const auto from = begin + static_cast<std::ptrdiff_t>(posts.sighting_offsets[row]);
  const auto to = begin + static_cast<std::ptrdiff_t>(posts.sighting_offsets[row + 1]);
  return from == to ? posts.import[row] : *std::min_element(from, to);
}

// By name, else by number.
const store::Decision* find_search(std::span<const store::Decision> decisions,
                                   const std::string& name) {
  if (const store::Decision* named = find_named(decisions, "search", name)) return named;
  const auto at = std::find_if(decisions.begin(), decisions.end(), [&](const store::Decision& d) {
    return d.active && d.kind == "search" && std::to_string(d.id) == name;
  });
  return at == decisions.end() ? nullptr : &*at;
}

tl::unexpected<Error> no_such(const std::string& case_path, const std::string& name) {
  return fail(Code::not_found, fmt::format("no saved search is called '{}'; `maillon searches {}` "
                                           "lists them",
                                           printable(name, 60), case_path));
}

Result<uint32_t> last_import(const store::Case& file) {
  TRY(const std::vector<store::Import> imports, file.imports());
  uint32_t last = 0;
  for (const store::Import& import : imports) last = std::max(last, import.id.value);
  return last;
}

void print(const std::vector<SavedSearch>& searches, const Context& context, Output& out) {
  if (context.json) {
    JsonWriter json;
    json.begin_object().key("searches").begin_array();
    for (const SavedSearch& search : searches) write_json(json, search);
    json.end_array().end_object();
    out.write(json.take() + "\n");
    return;
  }
  using Align = report::TextTable::Align;
  report::TextTable table({{"act", Align::right},
                           {"name", Align::left, 30},
                           {"posts", Align::right},
                           {"new", Align::right},
                           {""},
                           {"query", Align::left, 60}});
  for (const SavedSearch& search : searches) {
    const auto count = [&](uint64_t posts) {
      return search.trouble.empty() ? report::thousands(posts) : "-";
    };
    table.add_row({std::to_string(search.id), search.name, count(search.hits), count(search.fresh),
                   search.watch ? "watched" : "", search.query});
  }
  out.write(table.to_text({context.color, static_cast<std::size_t>(context.width)}));
  for (const SavedSearch& search : searches) {
    if (!search.trouble.empty())
      say(fmt::format("'{}' cannot be answered: {}", printable(search.name), search.trouble));
  }
}

}  // namespace

Result<std::vector<SavedSearch>> count_searches(const OpenedCase& from, bool watched_only,
                                                const Context& context) {
  std::vector<SavedSearch> searches;
  TRY(const std::vector<store::Decision> decisions, from.file->decisions());
  for (const store::Decision& d : decisions) {
    if (d.kind != "search" || (watched_only && d.b != "watch")) continue;
    SavedSearch search{d.id, d.a, d.value, d.b == "watch"};
    SearchSettings settings;
    settings.query = d.value;
    const Result<FoundPosts> answer = find_posts(from, settings, context);
    if (!answer && answer.error().code != Code::invalid_input)
      return tl::unexpected<Error>(answer.error());
    if (!answer) {
      search.trouble = answer.error().message;
      searches.push_back(std::move(search));
      continue;
    }
    const FoundPosts& found = *answer;
    TRY(const store::ActId seen, seen_until(*from.file, d.id));
    search.hits = found.rows.size();
    search.fresh = static_cast<uint64_t>(
        std::count_if(found.rows.begin(), found.rows.end(),
                      [&](uint32_t row) { return first_import(from.data.posts, row) > seen; }));
    searches.push_back(std::move(search));
  }
  return searches;
}

void write_json(JsonWriter& json, const SavedSearch& search) {
  json.begin_object().member("id", search.id).member("name", search.name);
  json.member("q", search.query).member("watch", search.watch).member("hits", search.hits);
  json.member("fresh", search.fresh);
  if (!search.trouble.empty()) json.member("trouble", search.trouble);
  json.end_object();
}

Result<store::ActId> save_search(const std::string& case_path, const std::string& name,
                                 const std::string& query, bool watch, const Context& context) {
  TRY_OK(check_words("the name", name, kMostName));
  if (name.find_first_not_of(' ') == std::string::npos)
    return fail(Code::invalid_input, "the name of the search is empty; give it one");
  TRY_OK(check_words("the query", query, kMostQuery));
  TRY(const search::Query parsed, search::parse_query(query));
  TRY(store::Case file, store::Case::open(case_path, store::Access::write));
  TRY_OK(check_signs(file, {}, parsed.root));
  TRY(const std::vector<store::Decision> decisions, file.decisions());
  if (const store::Decision* other = find_named(decisions, "search", name)) {
    return fail(Code::invalid_input,
                fmt::format("a search is called '{}' already (act {}); take another name, or "
                            "`maillon searches {} --remove` that one first",
                            printable(name), other->id, case_path));
  }
  store::Decision made;
  made.kind = "search";
  made.a = name;
  made.b = watch ? "watch" : "";
  made.value = query;
  return file.decide(made, context.by);
}

Result<store::ActId> forget_search(const std::string& case_path, const std::string& name,
                                   const Context& context) {
  TRY(store::Case file, store::Case::open(case_path, store::Access::write));
  TRY(const std::vector<store::Decision> decisions, file.decisions());
  const store::Decision* search = find_search(decisions, name);
  if (search == nullptr) return no_such(case_path, name);
  TRY_OK(file.undo(search->id, context.by));
  return search->id;
}

Result<void> mark_seen(const std::string& case_path, store::ActId search, const Context& context) {
  auto file = store::Case::open(case_path, store::Access::write);
  if (!file && file.error().code == Code::busy) return {};
  if (!file) return tl::unexpected<Error>(std::move(file).error());
  TRY(const uint32_t last, last_import(*file));
  TRY(const store::ActId seen, seen_until(*file, search));
  if (last <= seen) return {};
  return file->set_setting(seen_key(search), std::to_string(last), context.by);
}

Result<Outcome> list_searches(const SearchesSettings& settings, const Context& context,
                              Output& out) {
  if (!settings.remove.empty()) {
    TRY(const store::ActId act, forget_search(settings.case_path, settings.remove, context));
    if (context.json) {
      JsonWriter json;
      json.begin_object().member("removed", act).end_object();
      out.write(json.take() + "\n");
    } else {
      out.write(fmt::format("removed; `maillon redo {} --act {}` gives it back\n",
                            printable(settings.case_path), act));
    }
    return Outcome::done;
  }
  TRY(const OpenedCase opened, open_linked(settings.case_path));
  TRY(const std::vector<SavedSearch> searches, count_searches(opened, false, context));
  TRY_OK(log_reading(*opened.file, "searches", std::to_string(searches.size()) + " listed",
                     context.by));
  if (context.json || !searches.empty()) print(searches, context, out);
  if (!searches.empty()) return Outcome::done;
  say("no search is saved in " + settings.case_path +
      "; `maillon search CASE QUERY --save NAME` saves one");
  return Outcome::empty;
}

Result<Outcome> search_and_save(const SearchSettings& settings, const std::string& name, bool watch,
                                const Context& context, Output& out) {
  TRY(const store::ActId act,
      save_search(settings.case_path, name, settings.query, watch, context));
  TRY(const Outcome outcome, search_case(settings, context, out));
  say(fmt::format("saved as '{}' (act {}){}", printable(name), act,
                  watch ? ": `maillon link` will tell of new posts" : ""));
  return outcome;
}

Result<Outcome> search_saved(const SearchSettings& settings, const std::string& name,
                             const Context& context, Output& out) {
  store::ActId act = 0;
  SearchSettings saved = settings;
  {
    TRY(const store::Case file, store::Case::open(settings.case_path, store::Access::read));
    TRY(const std::vector<store::Decision> decisions, file.decisions());
    const store::Decision* search = find_search(decisions, name);
    if (search == nullptr) return no_such(settings.case_path, name);
    act = search->id;
    saved.query = search->value;
  }
  TRY(const Outcome outcome, search_case(saved, context, out));
  TRY_OK(mark_seen(settings.case_path, act, context));
  return outcome;
}

namespace {

Result<std::size_t> count_watched(const std::string& case_path) {
  TRY(const store::Case file, store::Case::open(case_path, store::Access::read));
  TRY(const std::vector<store::Decision> decisions, file.decisions());
  return static_cast<std::size_t>(
      std::count_if(decisions.begin(), decisions.end(),
                    [](const store::Decision& d) { return d.kind == "search" && d.b == "watch"; }));
}

}  // namespace

Result<void> tell_watched(const std::string& case_path, const Context& context) {
  TRY(const std::size_t watched, count_watched(case_path));
  if (watched == 0) return {};
  TRY(const OpenedCase opened, open_linked(case_path));
  TRY(const std::vector<SavedSearch> searches, count_searches(opened, true, context));
  for (const SavedSearch& search : searches) {
    if (!search.trouble.empty())
      say(fmt::format("watched search '{}' cannot be answered: {}", printable(search.name),
                      search.trouble));
    if (search.fresh == 0) continue;
    say(fmt::format("watched search '{}': {}; `maillon search {} --saved '{}'` shows them",
                    printable(search.name), report::count_of(search.fresh, "new post", "new posts"),
                    printable(case_path), printable(search.name)));
  }
  return {};
}

Result<void> tell_watched_later(const std::string& case_path) {
  TRY(const std::size_t watched, count_watched(case_path));
  if (watched > 0) {
    say(fmt::format("{} will be run over the new posts by the next `maillon link {}`",
                    report::count_of(watched, "watched search", "watched searches"),
                    printable(case_path)));
  }
  return {};
}

}  // namespace maillon::tasks
