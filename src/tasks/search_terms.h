// How a query was understood, term by term.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "search/query.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

struct SearchTerm {
  std::string type{};   // selector word phrase prefix pattern like near field or
  std::string field{};  // of a field: its name; of a selector: its kind
  std::string value{};  // "+33612345678"; words as they are compared
  bool negated = false;
  std::string id{};  // of a selector that the case has: S-...
};

// In the order of the query; between alternatives stands a term of the type "or".
std::vector<SearchTerm> terms_of(const CaseData& data, const search::QueryNode& query);
// What of its value stands in a text that it finds: of a pattern the longest part without marks.
std::string_view part_of(const SearchTerm& term);
SearchTerm selector_term(const CaseData& data, uint32_t selector);

}  // namespace maillon::tasks
