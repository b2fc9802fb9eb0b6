// `search CASE QUERY`: the posts that answer a query.
#pragma once

#include <cstdint>
#include <string>

#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct OpenedCase;

struct SearchSettings {
  std::string case_path, query;
  std::string country;              // for a query that is a phone in national form
  uint64_t limit = 20, offset = 0;  // limit 0 = all
};
// Newest first. A query that reads as a selector of the case is answered by the
// posts that carry it, in whatever spelling. Other queries: first by what the
// arrays know (dates, places, selectors, networks), then the texts that are left
// are read and matched on all threads. Outcome::empty if no post answers.
Result<Outcome> search_case(const SearchSettings& settings, const Context& context, Output& out);
// The same of a case that is open already; `case_path` is only what it is called.
Result<Outcome> search_case(const OpenedCase& opened, const SearchSettings& settings,
                            const Context& context, Output& out);

}  // namespace maillon::tasks
