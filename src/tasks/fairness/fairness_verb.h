// `fairness CASE|TRUTH`: whether what is raised hangs on who is spoken of.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "tasks/fairness/truth_file.h"
#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct FairnessSettings {
  std::string of;     // a case, or a file of texts with their truth; "" = the swaps alone
  std::string swaps;  // texts that differ only in who is spoken of; "" = none
  std::vector<std::string> overlays;  // catalogue files, for a truth; a case has its own
  TruthLabels labels;
};
// Outcome::damaged, and the ids, if variants of one text come out otherwise.
Result<Outcome> report_fairness(const FairnessSettings& settings, const Context& context,
                                Output& out);

}  // namespace maillon::tasks
