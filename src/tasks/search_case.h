// `search CASE QUERY`: the posts that answer a query.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tasks/output.h"
#include "tasks/search_terms.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct OpenedCase;

struct SearchSettings {
  std::string case_path, query;
  std::string country;  // for a query that is a phone in national form
  uint64_t limit = 20;  // 0 = all
};
// Newest first. A query that reads as a selector of the case is answered by the
// posts that carry it, in whatever spelling. Other queries: first by what the
// arrays know (dates, places, selectors, networks), then the texts that are left
// are read and matched on all threads. Outcome::empty if no post answers.
Result<Outcome> search_case(const SearchSettings& settings, const Context& context, Output& out);

struct FoundPosts {
  std::vector<uint32_t> rows;  // newest first
  std::string understood;      // in words
  std::vector<SearchTerm> terms;
  bool of_signs = false;  // it asks for levels or indicators: signs_note() belongs to it
};
// The same of a case that is open already, all of them; nothing is logged. `case_path` and
// `limit` are not looked at.
Result<FoundPosts> find_posts(const OpenedCase& from, const SearchSettings& settings,
                              const Context& context);

}  // namespace maillon::tasks
