// `decide`: a person's word on a pair of posts or on a selector. It is an input
// of the network step and outweighs what the program finds; `undo` takes it back.
#pragma once

#include <string>

#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

// A store::Decision names its subjects as the link step looks them up:
//   kind same, different   a, b: the posts, as P-...
//   kind hub, not_hub      a: the selector, as S-...
// `value` holds the same for people: source:id, or the selector in words.
enum class DecisionKind : uint8_t { same, different, hub, not_hub };

struct DecideSettings {
  std::string case_path;
  DecisionKind kind = DecisionKind::same;
  std::string a, b;  // posts; for hub and not_hub a is a selector in any spelling
  std::string reason;
  std::string country;
};
Result<Outcome> decide(const DecideSettings& settings, const Context& context, Output& out);

}  // namespace maillon::tasks
