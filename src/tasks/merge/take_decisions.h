// What people decided and wrote in one case -> another, with author and date.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/case.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

struct TakenDecisions {
  uint32_t taken = 0, known = 0;      // known: there already, the same by the same person
  std::vector<std::string> left_out;  // a sentence for each that cannot be taken
};

// Which of them, since the others need what a link made of these.
enum class DecisionPart : uint8_t { on_links, others };

// Those of `theirs`, which are in force in the case called `name`, that stand beside what is in
// force here. What speaks against a decision here, or is about something that is not here, is left
// out and told. Networks are meant by their first post. `data`: of `into`, after its latest link.
// REQUIRES: `into` open for writing, its origin set.
Result<TakenDecisions> take_decisions(const std::vector<store::Decision>& theirs,
                                      const std::string& name, DecisionPart part, store::Case& into,
                                      const CaseData& data);

}  // namespace maillon::tasks
