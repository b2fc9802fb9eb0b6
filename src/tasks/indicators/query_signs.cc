#include "tasks/indicators/query_signs.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/printable.h"
#include "search/tokenizer.h"
#include "tasks/freshness.h"
#include "tasks/indicators/catalogue_files.h"
#include "tasks/indicators/indicator_step.h"

namespace maillon::tasks {

namespace {

using search::Filter;
using search::QueryNode;
using search::QueryOp;

struct SignName {
  std::string id, label, meaning;  // in English
};

bool is_filter(const QueryNode& node, Filter filter) {
  return node.op == QueryOp::filter && node.filter == filter;
}

bool is_known(const std::vector<SignName>& known, std::string_view id) {
  return std::any_of(known.begin(), known.end(),
                     [&](const SignName& sign) { return same_ignoring_case(sign.id, id); });
}

// The first indicator that the query names and the list does not have; "" if there is none.
std::string unknown_sign(const QueryNode& node, const std::vector<SignName>& known) {
  for (const QueryNode& child : node.children) {
    if (std::string unknown = unknown_sign(child, known); !unknown.empty()) return unknown;
  }
  if (!is_filter(node, Filter::indicator)) return "";
  return is_known(known, node.value) ? "" : node.value;
}

bool names_signs(const QueryNode& node) {
  return is_filter(node, Filter::indicator) ||
         std::any_of(node.children.begin(), node.children.end(), names_signs);
}

// Letters put in, left out or exchanged between the two (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t other = corner + (to_lower(a[i - 1]) == to_lower(b[j - 1]) ? 0 : 1);
      corner = row[j];
      row[j] = std::min({other, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

// Who does not know the id may have typed words of its label, or of what it means. Null: nothing is
// near.
const SignName* nearest(const std::vector<SignName>& known, std::string_view typed) {
  const std::string words = " " + search::fold(typed);
  for (const std::string SignName::*text : {&SignName::label, &SignName::meaning}) {
    const auto at = std::find_if(known.begin(), known.end(), [&](const SignName& sign) {
      return words.size() > 1 && (" " + search::fold(sign.*text)).find(words) != std::string::npos;
    });
    if (at != known.end()) return &*at;
  }
  constexpr std::size_t kMostDiffer = 3, kMostCompared = 64;  // no id is as long
  const SignName* best = nullptr;
  std::size_t least = kMostDiffer + 1;
  for (const SignName& sign : known) {
    const std::size_t differ = distance(sign.id, typed.substr(0, kMostCompared));
    if (differ < least) best = &sign, least = differ;
  }
  return best;
}

Result<std::vector<SignName>> sign_names(const store::Case& of, const IndicatorTable& known) {
  std::vector<SignName> names;
  for (std::size_t i = 0; i < known.size(); ++i)
    names.push_back({std::string(known.id[i]), std::string(known.label_in(i, "en")),
                     std::string(known.meaning[i])});
  if (!names.empty()) return names;
  TRY(const rank::Catalogue catalogue, catalogue_of(of));
  for (const rank::Indicator& indicator : catalogue.indicators)
    names.push_back({indicator.id, std::string(indicator.label_in("en")), indicator.meaning});
  return names;
}

Result<void> refuse(const std::vector<SignName>& names, const std::string& unknown) {
  const SignName* near = nearest(names, unknown);
  return fail(
      Code::invalid_input,
      fmt::format(
          "indicator: {} is not in the catalogue; {}`maillon catalogue` lists all",
          printable(unknown, 40),
          near == nullptr ? "" : fmt::format("the nearest is {} ({}); ", near->id, near->label)));
}

report::Sentence sentence(const char* name, std::string text) {
  return {std::move(text), {{name, {}}}};
}

}  // namespace

bool asks_for_signs(const QueryNode& query) {
  return is_filter(query, Filter::level) || is_filter(query, Filter::indicator) ||
         std::any_of(query.children.begin(), query.children.end(), asks_for_signs);
}

Result<void> check_signs(const store::Case& of, const IndicatorTable& known,
                         const QueryNode& query) {
  if (!names_signs(query)) return {};
  TRY(const std::vector<SignName> names, sign_names(of, known));
  const std::string unknown = unknown_sign(query, names);
  return unknown.empty() ? Result<void>() : refuse(names, unknown);
}

Result<void> check_sign(const store::Case& of, const IndicatorTable& known, const std::string& id) {
  TRY(const std::vector<SignName> names, sign_names(of, known));
  return is_known(names, id) ? Result<void>() : refuse(names, id);
}

Result<report::Sentence> signs_note(const store::Case& of, const Indicators& known) {
  const std::string link = fmt::format("`maillon link {}`", printable(of.directory()));
  if (known.empty()) {
    return sentence("signs_missing",
                    "this case has not been read for indicators, so no post has a level or an "
                    "indicator; " +
                        link + " reads it");
  }
  TRY(const StepInputs inputs, read_inputs(of));
  TRY(const CaseState before, read_case_state(of, inputs));
  const StepState state = indicators_state(of, before);
  if (state.fresh()) return report::Sentence{};
  const std::string why = before.fresh() ? state.reasons.front() : "the case has changed since";
  return sentence("signs_stale", fmt::format("levels and indicators are those of an earlier link "
                                             "({}); {} brings them up to date",
                                             why, link));
}

}  // namespace maillon::tasks
