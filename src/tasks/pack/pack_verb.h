// `pack CASE N-1 ... --to FILE.zip`: networks with their evidence, for a court: anybody can check
// it with tools/verify_pack.py and needs neither the case nor this program.
#pragma once

#include <string>
#include <vector>

#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct PackSettings {
  std::string case_path;
  std::vector<std::string> networks;
  std::string to;  // FILE.zip or a folder
  std::string language = "en";
  bool originals = false;   // the source files whole
  bool disclosure = false;  // what people wrote and decided, and the links that were rejected
  bool pdf = false;         // beside each report; its bytes are not the same twice
  std::string reason;       // for a second person, where the case asks for one
};
// Outcome::empty: one of the networks is not there.
Result<Outcome> make_pack(const PackSettings& settings, const Context& context, Output& out);

}  // namespace maillon::tasks
