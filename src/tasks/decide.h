// What a person decides or writes to a case: on what belongs together, what is a hub, the state
// of a network, a label, a note. It is an act: dated, attributed, in the log, taken back by
// `undo`. What concerns links is an input of the network step and outweighs what the program finds.
// tasks/decisions.h says how each kind is kept.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/case.h"
#include "tasks/conflicts.h"
#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct CaseData;

enum class DecisionKind : uint8_t {
  same,
  different,
  hub,
  not_hub,
  split,
  triage,
  note,
  label,
  unlabel,
};
std::string_view to_name(DecisionKind kind);  // "not_hub"

struct DecideSettings {
  std::string case_path;
  DecisionKind kind = DecisionKind::same;
  // same, different: two posts or two networks; hub, not_hub: a is a selector in any spelling;
  // split, triage: a is a network; note, label, unlabel: a is anything that `show` shows.
  std::string a, b;
  std::vector<std::string> posts;  // split: those that go their own way
  std::string value;               // triage: the state; note: Markdown; label, unlabel: the label
  std::string reason;
  std::string country;  // for phones in national form; "": as kept with the case
  bool anyway = false;  // although it conflicts with an earlier decision
};
// Refuses with the conflicts, if there are any and not `anyway`. Outcome::empty: it waits for a
// second person (tasks/four_eyes).
Result<Outcome> decide(const DecideSettings& settings, const Context& context, Output& out);

// What the settings say, with the subjects by their identifiers: what decide() appends.
// Code::not_found, Code::invalid_input: not in the case, of another kind, not fit to be kept.
Result<store::Decision> make_decision(const CaseData& data, const DecideSettings& settings);

// Appends it, unless it conflicts: then `act` is 0 and nothing was written. It is checked against
// what is in force once the case is locked, so of two writers the second is asked. `known_state`:
// the state hash that the person saw; if it is another now, acts on the same IDs are conflicts.
// "": not asked.
struct Decided {
  store::ActId act = 0;
  store::ActId request = 0;  // it waits for a second person under this number; `act` is 0
  std::vector<Conflict> conflicts;
};
Result<Decided> append_decision(const std::string& case_path, const CaseData& data,
                                const store::Decision& decision, bool anyway,
                                const std::string& known_state, const Context& context);
// {"act":5,"kind":"same","subject":...,"reason":...}, or in text.
void print_decision(const store::Decision& decision, store::ActId act, const std::string& case_path,
                    const Context& context, Output& out);
// {"request":7,"kind":"triage","subject":...,"reason":...}, or in text: it waits.
void print_waiting(const store::Decision& decision, store::ActId request,
                   const std::string& case_path, const Context& context, Output& out);

}  // namespace maillon::tasks
