// `pack CASE N-1 ... --to FILE.zip`: networks with their evidence, for a court: anybody can check
// it with tools/verify_pack.py and needs neither the case nor this program.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/hash.h"
#include "store/signing.h"
#include "tasks/output.h"
#include "tasks/pack/pack_files.h"
#include "tasks/show_case.h"
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

struct PackMade {
  Sha256 manifest{};
  std::size_t files = 0;
  std::vector<std::string> left_out;  // what a list classes as abuse of children
};
// Of an opened case; `write` puts it where it is wanted, then it is logged. Whether a second person
// has agreed is the caller's to ask. Nothing if one of the networks is not there.
Result<std::optional<PackMade>> make_pack(const OpenedCase& opened, const PackSettings& settings,
                                          const store::SigningKey& key, const Context& context,
                                          const std::function<Result<void>(PackFiles&)>& write);

// Outcome::empty: one of the networks is not there.
Result<Outcome> make_pack(const PackSettings& settings, const Context& context, Output& out);

}  // namespace maillon::tasks
