#include "tasks/query_rows.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <memory>
#include <optional>
#include <string>

#include "base/parallel.h"
#include "tasks/label_rows.h"
#include "tasks/pictures/look_up.h"
#include "tasks/pictures/photo_texts.h"
#include "tasks/read_text.h"
#include "tasks/show_lines.h"
#include "tasks/word_search.h"

namespace maillon::tasks {
namespace {

using search::Filter;
using search::QueryNode;
using search::QueryOp;
using Rows = std::vector<uint32_t>;  // ascending

constexpr std::size_t kRowBlock = 4096;
// Rows that the words of a query have, all together; of more the texts are read instead.
constexpr std::size_t kMostWordRows = std::size_t{1} << 28;

// ---- What is known without the text -----------------------------------------------

// What a query asks for that takes time to put together.
struct Needs {
  bool language = false, network = false, family = false, selectors = false, signs = false,
       listed = false;
  const LabelRows* labels = nullptr;  // where they are asked for, else empty

  void add(const QueryNode& node) {
    for (const QueryNode& child : node.children) add(child);
    if (node.op != QueryOp::filter) return;
    language |= node.filter == Filter::language;
    network |= node.filter == Filter::network;
    family |= node.filter == Filter::template_id;
    listed |= node.filter == Filter::listed;
    signs |= node.filter == Filter::level || node.filter == Filter::indicator;
    selectors |= node.filter == Filter::kind || node.filter == Filter::service ||
                 node.filter == Filter::selector;
  }
};

bool asks_for_labels(const QueryNode& node) {
  return std::any_of(node.children.begin(), node.children.end(), asks_for_labels) ||
         (node.op == QueryOp::filter && node.filter == Filter::label);
}

// What is known of a post without its text, with the strings that views need.
struct Known {
  std::string language, network, family;
  search::PostFieldsView view;
};

void fill_signs(const Indicators& indicators, uint32_t row, search::PostFieldsView& view) {
  view.indicators.clear();
  if (indicators.empty()) return;
  const uint32_t profile = indicators.post[row];
  view.level = static_cast<rank::Level>(indicators.profiles.level[profile]);
  for (const uint16_t sign : indicators.profiles.seen_of(profile))
    view.indicators.push_back(indicators.table.id[sign]);
}

void fill_listed(const Pictures& pictures, uint32_t row, search::PostFieldsView& view) {
  view.listed.clear();
  for (const uint32_t p : pictures.of(row)) {
    if (pictures.restricted[p] == Pictures::kNotLookedUp || pictures.listed[p].empty()) continue;
    if (pictures.restricted[p] != 0) view.listed.push_back(search::kListedRestricted);
    view.listed.push_back(search::kListedYes);
    for (const std::string_view name : list_names(pictures.listed[p])) view.listed.push_back(name);
  }
}

void fill_known(const CaseData& data, const Needs& needs, uint32_t row, Known& known) {
  const Posts& posts = data.posts;
  const Selectors& selectors = data.selectors;
  if (needs.language) known.language = language_of(posts, row);
  if (needs.network) known.network = network_of(data, row);
  if (needs.family) known.family = template_of(data, row);
  search::PostFieldsView& view = known.view;
  view.id = posts.id[row];
  view.url = posts.url[row];
  view.source = posts.word(posts.source, row);
  view.author = posts.word(posts.author, row);
  view.city = posts.word(posts.city, row);
  view.country = posts.word(posts.country, row);
  view.price = posts.price[row];
  view.posted_at = posts.posted_at[row];
  view.language = known.language;
  view.network = known.network;
  view.template_id = known.family;
  view.labels.clear();
  for (std::size_t i = 0; i < needs.labels->names.size(); ++i) {
    if (std::binary_search(needs.labels->rows[i].begin(), needs.labels->rows[i].end(), row))
      view.labels.emplace_back(needs.labels->names[i]);
  }
  if (needs.signs) fill_signs(data.indicators, row, view);
  if (needs.listed) fill_listed(data.pictures, row, view);
  view.selectors.clear();
  if (!needs.selectors) return;
  for (uint64_t hit = selectors.hit_offsets[row]; hit < selectors.hit_offsets[row + 1]; ++hit) {
    const uint32_t s = selectors.hit_selector[hit];
    view.selectors.push_back({static_cast<SelectorKind>(selectors.kind[s]),
                              static_cast<Service>(selectors.service[s]), selectors.value[s]});
  }
}

// A column of numbers that say all a filter asks for, so that posts of one number need one answer.
struct AnswerColumn {
  const std::vector<uint32_t>* of = nullptr;  // null: there is none
  std::size_t numbers = 0;
};

AnswerColumn answer_column(const CaseData& data, const QueryNode& node) {
  const Posts& posts = data.posts;
  if (node.op != QueryOp::filter) return {};
  switch (node.filter) {
    case Filter::city:
      return {&posts.city, posts.words.size()};
    case Filter::country:
      return {&posts.country, posts.words.size()};
    case Filter::source:
      return {&posts.source, posts.words.size()};
    case Filter::author:
      return {&posts.author, posts.words.size()};
    case Filter::level:
    case Filter::indicator:
      if (data.indicators.empty()) return {};
      return {&data.indicators.post, data.indicators.profiles.size()};
    default:
      return {};
  }
}

enum class Answer : uint8_t { no, maybe, yes };

// The query over what is known without the text. A leaf is asked by itself, as a query of its
// own; one about words by the rows that the index gave for it, or else the text decides.
class Sieve {
 public:
  Sieve(const QueryNode& node, const CaseData& data) : op_(node.op) {
    for (const QueryNode& child : node.children) children_.emplace_back(child, data);
    if (!children_.empty()) return;
    leaf_ = search::Query{node, ""};
    of_text_ = search::is_of_text(node);
    const AnswerColumn column = answer_column(data, node);
    column_ = column.of;
    // Such columns have few distinct numbers: each is asked once.
    if (column_ != nullptr) answers_ = std::make_unique<std::atomic<uint8_t>[]>(column.numbers);
  }

  // Asks the index for the leaves that are about words. False if that is too much to hold.
  Result<bool> ask_index(const WordSearch& words, std::size_t& room) {
    for (Sieve& child : children_) {
      TRY(const bool fits, child.ask_index(words, room));
      if (!fits) return false;
    }
    if (!of_text_) return true;
    TRY(rows_, words.find(leaf_->root));
    if (rows_->size() > room) return false;
    room -= rows_->size();
    return true;
  }

  // Rows of which all others answer no; nothing: all rows.
  std::optional<Rows> candidates() const {
    if (rows_) return rows_;
    if (op_ == QueryOp::all) {
      std::optional<Rows> fewest;
      for (const Sieve& child : children_) {
        std::optional<Rows> its = child.candidates();
        if (!its) continue;
        if (!fewest) {
          fewest = std::move(its);
          continue;
        }
        Rows both;
        std::set_intersection(fewest->begin(), fewest->end(), its->begin(), its->end(),
                              std::back_inserter(both));
        fewest = std::move(both);
      }
      return fewest;
    }
    if (op_ != QueryOp::any) return std::nullopt;
    Rows any;
    for (const Sieve& child : children_) {
      const std::optional<Rows> its = child.candidates();
      if (!its) return std::nullopt;
      Rows both;
      std::set_union(any.begin(), any.end(), its->begin(), its->end(), std::back_inserter(both));
      any = std::move(both);
    }
    return any;
  }

  Answer ask(const search::PostFieldsView& post, uint32_t row) const {
    if (op_ == QueryOp::all || op_ == QueryOp::any) {
      Answer answer = op_ == QueryOp::all ? Answer::yes : Answer::no;
      for (const Sieve& child : children_) {
        const Answer its = child.ask(post, row);
        answer = op_ == QueryOp::all ? std::min(answer, its) : std::max(answer, its);
      }
      return answer;
    }
    if (op_ == QueryOp::none_of) {
      Answer answer = Answer::yes;
      for (const Sieve& child : children_) {
        const Answer its = child.ask(post, row);
        answer = std::min(answer, its == Answer::yes  ? Answer::no
                                  : its == Answer::no ? Answer::yes
                                                      : Answer::maybe);
      }
      return answer;
    }
    if (rows_)
      return std::binary_search(rows_->begin(), rows_->end(), row) ? Answer::yes : Answer::no;
    if (of_text_) return Answer::maybe;
    if (column_ == nullptr) return search::match(*leaf_, post) ? Answer::yes : Answer::no;
    std::atomic<uint8_t>& known = answers_[(*column_)[row]];
    uint8_t answer = known.load(std::memory_order_relaxed);
    if (answer == kNotAsked) {
      answer = search::match(*leaf_, post) ? kYes : kNo;
      known.store(answer, std::memory_order_relaxed);
    }
    return answer == kYes ? Answer::yes : Answer::no;
  }

 private:
  QueryOp op_;
  std::vector<Sieve> children_;
  std::optional<search::Query> leaf_;
  bool of_text_ = false;
  std::optional<Rows> rows_;  // of a leaf about words, if the index has answered
  const std::vector<uint32_t>* column_ = nullptr;
  static constexpr uint8_t kNotAsked = 0, kNo = 1, kYes = 2;
  std::unique_ptr<std::atomic<uint8_t>[]> answers_;  // by number of the column
};

// Rows that answer yes without their text, and those that may.
struct Sieved {
  Rows yes, maybe;
};

Sieved sieve(const CaseData& data, const search::Query& query, const LabelRows& labels,
             const Sieve& root) {
  const std::optional<Rows> candidates = root.candidates();
  const std::size_t count = candidates ? candidates->size() : data.posts.size();
  Needs needs;
  needs.labels = &labels;
  needs.add(query.root);
  std::vector<Sieved> blocks(block_count(count, kRowBlock));
  parallel_blocks(count, kRowBlock, [&](std::size_t begin, std::size_t end, std::size_t block) {
    Known known;
    for (std::size_t i = begin; i < end; ++i) {
      const uint32_t row = candidates ? (*candidates)[i] : static_cast<uint32_t>(i);
      fill_known(data, needs, row, known);
      const Answer answer = root.ask(known.view, row);
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

// ---- Texts ------------------------------------------------------------------------

// Reads the texts of the rows and gives those that match.
Result<Rows> match_texts(const OpenedCase& from, const search::Query& query,
                         const LabelRows& labels, const Rows& rows, Progress& progress) {
  Needs needs;
  needs.labels = &labels;
  needs.add(query.root);
  const Posts& posts = from.data.posts;
  const CasePhotoTexts photos(*from.file, posts.import);
  std::vector<Rows> found;
  progress.begin_step("search", rows.size(), "posts");
  const auto use = [&](std::size_t at, TextBatch&& batch) {
    photos.fill_rows(batch.records, batch.rows, posts.import, posts.file);
    Known known;
    for (uint32_t i = 0; i < batch.rows.size(); ++i) {
      fill_known(from.data, needs, batch.rows[i], known);
      known.view.author = batch.records.field(Field::author, i);
      known.view.title = batch.records.field(Field::title, i);
      known.view.body = batch.records.field(Field::body, i);
      known.view.image_text = batch.records.field(Field::image_text, i);
      if (search::match(query, known.view)) found[at].push_back(batch.rows[i]);
    }
  };
  const auto done = read_texts(
      *from.file, places_of(posts), rows, [&](std::size_t batches) { found.resize(batches); }, use,
      progress);
  progress.end_step();
  TRY_OK(done);
  Rows all;
  for (const Rows& batch : found) all.insert(all.end(), batch.begin(), batch.end());
  return all;
}

}  // namespace

Result<std::vector<uint32_t>> find_query_rows(const OpenedCase& from, const search::Query& query,
                                              Progress& progress) {
  LabelRows labels;
  if (asks_for_labels(query.root)) {
    TRY(const AnnotationReader annotations, AnnotationReader::open(*from.file, from.data));
    labels = gather_label_rows(annotations, from.data);
  }
  auto root = std::make_unique<Sieve>(query.root, from.data);
  TRY(const WordSearch* words, from.words->get(*from.file, from.data.made.posts));
  std::size_t room = kMostWordRows;
  bool indexed = words != nullptr;
  if (indexed) {
    const Result<bool> answered = root->ask_index(*words, room);
    // What is damaged is not needed: the texts say the same.
    if (!answered && answered.error().code != Code::corrupt)
      return tl::unexpected<Error>(answered.error());
    indexed = answered.value_or(false);
  }
  // Answers of some leaves only would be no less right, but take the room.
  if (!indexed) root = std::make_unique<Sieve>(query.root, from.data);
  Sieved found = sieve(from.data, query, labels, *root);
  if (!found.maybe.empty()) {
    TRY(const Rows matched, match_texts(from, query, labels, found.maybe, progress));
    found.yes.insert(found.yes.end(), matched.begin(), matched.end());
  }
  std::sort(found.yes.begin(), found.yes.end());
  return std::move(found.yes);
}

}  // namespace maillon::tasks
