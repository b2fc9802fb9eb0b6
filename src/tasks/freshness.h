// What the derived arrays were made from, and whether that still holds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/case.h"

namespace maillon::tasks {

inline constexpr const char* kSignalsVersion = "5";   // posts, rows, selectors, families, wording
inline constexpr const char* kNetworksVersion = "4";  // weights, links, networks

// What the steps of the pipeline would be made from now.
struct StepInputs {
  std::string records;     // hash of the active imports
  std::string decisions;   // hash of the active decisions
  std::string evidence;    // kinds of evidence, as kept with the case: "" = all
  std::string country;     // default country of phones, "" = none
  std::string restricted;  // pictures that are not shown, as a hash; "" = none
  std::string to_look_up;  // why pictures are to be looked up in hash lists; "" = they were
  // The acts themselves, "1,3-7": only to tell which came and went.
  std::string import_acts, decision_acts;

  // As a step's stamp keeps them: a hash, and after a blank the acts.
  std::string of_signals() const {
    return records + " " + import_acts + (restricted.empty() ? "" : " " + restricted);
  }
  std::string of_networks() const {
    return records + decisions + " " + import_acts + " " + decision_acts;
  }
};
Result<StepInputs> read_inputs(const store::Case& open_case);

// A step is fresh while its inputs, its version and its settings are those that its
// stamp says, what it wrote is there, and the steps before it are fresh.
struct StepState {
  std::string step;
  std::optional<store::StepStamp> stamp;  // none: it has not run to its end
  std::vector<std::string> reasons;       // why it is stale, each a sentence; none: fresh
  bool whole = false;  // what it wrote is there, and only imports or decisions came or went
  bool fresh() const { return reasons.empty(); }
};
struct CaseState {
  StepState signals, networks;
  bool fresh() const { return signals.fresh() && networks.fresh(); }
};
Result<CaseState> read_case_state(const store::Case& open_case, const StepInputs& inputs);

// "" if all is fresh, else why not, in words ("import 3 was added since the last link").
Result<std::string> why_stale(const store::Case& open_case);

}  // namespace maillon::tasks
