// `decide`: a person's word on a pair of posts or on a selector. It is an input
// of the network step and outweighs what the program finds; `undo` takes it back.
#pragma once

#include <string>

#include "store/case.h"
#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct CaseData;

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
  std::string country;  // for phones in national form; "": as kept with the case
};
Result<Outcome> decide(const DecideSettings& settings, const Context& context, Output& out);

// What the settings say, with the subjects by their identifiers: what decide() appends.
// Code::not_found, Code::invalid_input: not in the case, or of another kind.
Result<store::Decision> make_decision(const CaseData& data, const DecideSettings& settings);
// Appends it and prints its act.
Result<Outcome> append_decision(const std::string& case_path, const store::Decision& decision,
                                const Context& context, Output& out);

}  // namespace maillon::tasks
