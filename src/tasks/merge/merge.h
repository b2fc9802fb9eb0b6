// `merge INTO FROM...`: what cases have, in one: the files of their imports, as if they had been
// imported there, and what people decided and wrote, as far as it can stand beside what is there.
#pragma once

#include <string>
#include <vector>

#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct MergeSettings {
  std::string into;               // made if it is not there
  std::vector<std::string> from;  // read, and not changed but for their logs
  std::string reason;             // for a second person, where a case asks for one
  int threads = 0;
};
// Cut short, it can be run again: what is there already is known. Outcome::empty: it waits for a
// second person. Code::invalid_input: a case is named twice, an encrypted one would become plain.
Result<Outcome> merge_cases(const MergeSettings& settings, const Context& context, Output& out);

// What makes it impossible, before anybody is asked to agree to it. The errors of merge_cases().
Result<void> check_merge(const MergeSettings& settings);

}  // namespace maillon::tasks
