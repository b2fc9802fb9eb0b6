// `decide`: a person's word on a pair of posts or on a selector. It is an input
// of the network step and outweighs what the program finds; `undo` takes it back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "tasks/case_data.h"
#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

// How a store::Decision names its subjects, so that they are found again after
// any number of links:
//   kind same, different   a, b: the posts, each as 32 hex digits of its key
//   kind hub, not_hub      a: the selector as "kind/service/value": "phone//+17755550100"
// `value` holds the names for people, as they were typed or shown.
std::string decision_post(const Key128& key);
std::optional<uint32_t> find_decision_post(const Posts& posts, std::string_view text);
std::string decision_selector(const Selectors& selectors, uint32_t selector);
std::optional<uint32_t> find_decision_selector(const Selectors& selectors, std::string_view text);

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
