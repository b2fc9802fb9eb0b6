#include "tasks/search_case.h"

#include <algorithm>
#include <optional>

#include "base/json_writer.h"
#include "base/parallel.h"
#include "base/printable.h"
#include "report/nouns.h"
#include "search/query.h"
#include "tasks/read_text.h"
#include "tasks/search_terms.h"
#include "tasks/show_case.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

using search::Filter;
using search::QueryNode;
using search::QueryOp;

constexpr std::size_t kRowBlock = 4096;

// What is known of a post without its text, with the strings that views need.
struct Known {
  std::string language, network, family;
  search::PostFieldsView view;
};

void fill_known(const CaseData& data, uint32_t row, Known& known) {
  const Posts& posts = data.posts;
  const Selectors& selectors = data.selectors;
  known.language = language_of(posts, row);
  known.network = network_of(data, row);
  known.family = template_of(data, row);
  search::PostFieldsView& view = known.view;
  view.id = posts.id[row];
  view.source = posts.word(posts.source, row);
  view.author = posts.word(posts.author, row);
  view.city = posts.word(posts.city, row);
  view.country = posts.word(posts.country, row);
  view.price = posts.price[row];
  view.posted_at = posts.posted_at[row];
  view.language = known.language;
  view.network = known.network;
  view.template_id = known.family;
  view.selectors.clear();
  for (uint64_t hit = selectors.hit_offsets[row]; hit < selectors.hit_offsets[row + 1]; ++hit) {
    const uint32_t s = selectors.hit_selector[hit];
    view.selectors.push_back({static_cast<SelectorKind>(selectors.kind[s]),
                              static_cast<Service>(selectors.service[s]), selectors.value[s]});
  }
}

enum class Answer : uint8_t { no, maybe, yes };

// The query over what is known without the text: words may or may not be there.
// A leaf is asked by itself, as a query of its own.
class Sieve {
 public:
  explicit Sieve(const QueryNode& node) : op_(node.op) {
    for (const QueryNode& child : node.children) children_.emplace_back(child);
    const bool needs_text =
        op_ == QueryOp::word || op_ == QueryOp::phrase ||
        (op_ == QueryOp::filter && (node.filter == Filter::title || node.filter == Filter::body));
    if (children_.empty() && !needs_text) leaf_ = search::Query{node, ""};
  }

  Answer ask(const search::PostFieldsView& post) const {
    if (op_ == QueryOp::all || op_ == QueryOp::any) {
      Answer answer = op_ == QueryOp::all ? Answer::yes : Answer::no;
      for (const Sieve& child : children_) {
        const Answer its = child.ask(post);
        answer = op_ == QueryOp::all ? std::min(answer, its) : std::max(answer, its);
      }
      return answer;
    }
    if (op_ == QueryOp::none_of) {
      Answer answer = Answer::yes;
      for (const Sieve& child : children_) {
        const Answer its = child.ask(post);
        answer = std::min(answer, its == Answer::yes  ? Answer::no
                                  : its == Answer::no ? Answer::yes
                                                      : Answer::maybe);
      }
      return answer;
    }
    if (!leaf_) return Answer::maybe;
    return search::match(*leaf_, post) ? Answer::yes : Answer::no;
  }

 private:
  QueryOp op_;
  std::vector<Sieve> children_;
  std::optional<search::Query> leaf_;  // none: the text decides
};

// Rows that answer yes without their text, and those that may.
struct Sieved {
  std::vector<uint32_t> yes, maybe;
};

Sieved sieve(const CaseData& data, const search::Query& query) {
  const Sieve root(query.root);
  const std::size_t rows = data.posts.size();
  std::vector<Sieved> blocks(block_count(rows, kRowBlock));
  parallel_blocks(rows, kRowBlock, [&](std::size_t begin, std::size_t end, std::size_t block) {
    Known known;
    for (std::size_t i = begin; i < end; ++i) {
      const auto row = static_cast<uint32_t>(i);
      fill_known(data, row, known);
      const Answer answer = root.ask(known.view);
      if (answer == Answer::yes) blocks[block].yes.push_back(row);
      if (answer == Answer::maybe) blocks[block].maybe.push_back(row);
    }
  });
  Sieved all;
  for (const Sieved& block : blocks) {
    all.yes.insert(all.yes.end(), block.yes.begin(), block.yes.end());
    all.maybe.insert(all.maybe.end(), block.maybe.begin(), block.maybe.end());
  }
  return all;
}

// Reads the texts of the rows and gives those that match.
Result<std::vector<uint32_t>> match_texts(const OpenedCase& from, const search::Query& query,
                                          const std::vector<uint32_t>& rows, Progress& progress) {
  std::vector<std::vector<uint32_t>> found;
  progress.begin_step("search", rows.size(), "posts");
  const auto use = [&](std::size_t at, TextBatch&& batch) {
    Known known;
    for (uint32_t i = 0; i < batch.rows.size(); ++i) {
      fill_known(from.data, batch.rows[i], known);
      known.view.author = batch.records.field(Field::author, i);
      known.view.title = batch.records.field(Field::title, i);
      known.view.body = batch.records.field(Field::body, i);
      if (search::match(query, known.view)) found[at].push_back(batch.rows[i]);
    }
  };
  const auto done = read_texts(
      *from.file, places_of(from.data.posts), rows,
      [&](std::size_t batches) { found.resize(batches); }, use, progress);
  progress.end_step();
  TRY_OK(done);
  std::vector<uint32_t> all;
  for (const auto& batch : found) all.insert(all.end(), batch.begin(), batch.end());
  return all;
}

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
    Sieved sieved = sieve(from.data, query);
    found.rows = std::move(sieved.yes);
    if (!sieved.maybe.empty()) {
      TRY(const auto matched, match_texts(from, query, sieved.maybe, *context.progress));
      found.rows.insert(found.rows.end(), matched.begin(), matched.end());
    }
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
