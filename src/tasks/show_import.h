// What `import` and `link` say when they are done.
#pragma once

#include <string>
#include <string_view>

#include "report/style.h"
#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

// A table of the files with records and bad rows, what was guessed, what next.
// Outcome::damaged if rows came and none of them could be read.
Result<Outcome> print_import(const ImportReport& report, const ImportSettings& settings,
                             const Context& context, Output& out);
// What was found; with `perf` the tree of steps with their times.
void print_link(const LinkReport& report, const LinkSettings& settings, const Context& context,
                Output& out);
// Lines on the pictures of a case that are on hash lists; "" if there are none.
std::string listings_text(const ListingCounts& counts, std::string_view case_name,
                          const report::Style& style);

}  // namespace maillon::tasks
