// The imports of one case -> another: the same bytes, plans, bad rows and records.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "store/case.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct TakenImports {
  uint32_t imports = 0, known = 0;  // taken; there already
  uint64_t records = 0;
  uint32_t purged = 0;  // of those left out: since something of them was purged
  // In `from` -> all here that have a file of it, also of those that are known.
  std::map<uint32_t, std::set<uint32_t>> number;
  std::vector<std::string> left_out;  // a sentence for each that cannot be taken
};

// Code::invalid_input if something is missing that a link would make: nothing was taken then.
Result<void> check_imports(const store::Case& from);
// Each import at once or not at all, with its date and author. REQUIRES: `into` open for writing,
// its origin set; check_imports().
Result<TakenImports> take_imports(const store::Case& from, store::Case& into,
                                  const Context& context);

}  // namespace maillon::tasks
