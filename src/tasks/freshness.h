// What the derived arrays were made from, and whether that still holds.
#pragma once

#include <string>

#include "base/result.h"
#include "store/case.h"

namespace maillon::tasks {

// A step of the pipeline: it is fresh while the hash of its inputs, its version
// and its settings are those that its stamp says.
struct StepInputs {
  std::string records;    // hash of the active imports: for "signals" and "wording"
  std::string decisions;  // hash of the active decisions
  std::string evidence;   // kinds of evidence, as kept with the case: "" = all
  std::string country;    // default country of phones, "" = none
};
Result<StepInputs> read_inputs(const store::Case& open_case);

inline constexpr const char* kSignalsVersion = "1";   // posts, selectors, families
inline constexpr const char* kNetworksVersion = "1";  // weights, links, networks

Result<bool> is_fresh(const store::Case& open_case, std::string_view step, std::string_view input,
                      std::string_view settings, std::string_view version);

// "" if all is fresh, else why not, in words ("posts were imported or undone since the last link").
Result<std::string> why_stale(const store::Case& open_case);

}  // namespace maillon::tasks
