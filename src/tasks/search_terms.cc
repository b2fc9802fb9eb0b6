#include "tasks/search_terms.h"

#include <array>
#include <string_view>

#include "base/ascii.h"
#include "base/civil_time.h"
#include "search/patterns.h"

namespace maillon::tasks {

namespace {

using search::Filter;
using search::QueryNode;
using search::QueryOp;

// As they are typed; of a Filter.
constexpr std::array<std::string_view, 21> kFields = {
    "city",  "country", "language", "source",   "author",   "title", "body",
    "kind",  "service", "network",  "template", "selector", "after", "before",
    "price", "id",      "price",    "label",    "picture",  "level", "indicator"};

std::string join_words(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// As the catalogue writes it.
std::string written_id(const IndicatorTable& table, const std::string& typed) {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (same_ignoring_case(table.id[i], typed)) return std::string(table.id[i]);
  }
  return typed;
}

SearchTerm filter_term(const CaseData& data, const QueryNode& node) {
  SearchTerm term{"field", std::string(kFields[static_cast<std::size_t>(node.filter)]), node.value};
  if (term.value.empty()) term.value = node.exact ? "\"\"" : join_words(node.words);
  if (node.prefix && node.edits == 0) term.value += "*";
  if (node.edits > 0) term.value += "~";
  if (node.between) term.value += " ~" + std::to_string(*node.between);
  if (node.filter == Filter::after || node.filter == Filter::before)
    term.value = format_date(node.time);
  if (node.filter == Filter::indicator) term.value = written_id(data.indicators.table, node.value);
  if (node.selectors.empty() && !node.address.empty())
    return {"selector", std::string(to_name(SelectorKind::url)), node.address};
  if (!node.selectors.empty()) {
    const extract::SelectorQuery& likeliest = node.selectors.front();
    term = {"selector", std::string(to_name(likeliest.kind)), likeliest.value};
    for (const extract::SelectorQuery& meant : node.selectors) {
      const auto s = data.selectors.find(meant.kind, meant.service, meant.value);
      if (!s) continue;
      term = {"selector", std::string(to_name(meant.kind)), meant.value};
      term.id = selector_id(data.selectors, *s);
      break;
    }
  }
  return term;
}

void add_terms(const CaseData& data, const QueryNode& node, bool negated,
               std::vector<SearchTerm>& terms) {
  SearchTerm term;
  switch (node.op) {
    case QueryOp::all:
    case QueryOp::none_of:
      for (const QueryNode& child : node.children)
        add_terms(data, child, negated != (node.op == QueryOp::none_of), terms);
      return;
    case QueryOp::any:
      // A word that may be a selector is one term to who typed it.
      if (!node.children.empty() && node.children.back().op == QueryOp::filter &&
          node.children.back().filter == Filter::selector &&
          node.children.front().op != QueryOp::filter) {
        return add_terms(data, node.children.back(), negated, terms);
      }
      for (std::size_t i = 0; i < node.children.size(); ++i) {
        if (i > 0) terms.push_back({"or"});
        add_terms(data, node.children[i], negated, terms);
      }
      return;
    case QueryOp::anything:
      return;
    case QueryOp::word:
      term = {node.edits > 0 ? "like"
              : node.pattern ? "pattern"
              : node.prefix  ? "prefix"
                             : "word",
              node.edits > 0 ? std::to_string(node.edits) : "", join_words(node.words)};
      break;
    case QueryOp::phrase:
      term = {node.between ? "near" : "phrase", node.between ? std::to_string(*node.between) : "",
              join_words(node.words)};
      break;
    case QueryOp::filter:
      term = filter_term(data, node);
      break;
  }
  term.negated = negated;
  terms.push_back(std::move(term));
}

}  // namespace

std::vector<SearchTerm> terms_of(const CaseData& data, const QueryNode& query) {
  std::vector<SearchTerm> terms;
  add_terms(data, query, false, terms);
  return terms;
}

std::string_view part_of(const SearchTerm& term) {
  return term.type == "pattern" ? search::longest_part(term.value) : std::string_view(term.value);
}

SearchTerm selector_term(const CaseData& data, uint32_t selector) {
  const Selectors& selectors = data.selectors;
  SearchTerm term{"selector",
                  std::string(to_name(static_cast<SelectorKind>(selectors.kind[selector]))),
                  std::string(selectors.value[selector])};
  term.id = selector_id(selectors, selector);
  return term;
}

}  // namespace maillon::tasks
