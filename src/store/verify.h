// Checks a whole case and names what is wrong.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "store/case.h"
#include "store/purge.h"
#include "store/tree_head.h"

namespace maillon::store {

enum class Severity : uint8_t {
  note,     // nothing to do, or `maillon link` will do it
  warning,  // left over or unexpected; nothing is lost
  damage,   // bytes are not what they were: `maillon verify` exits with 2
};
std::string_view to_name(Severity severity);

struct Finding {
  Severity severity = Severity::note;
  std::string what;    // one line: "chunk 7 does not match its checksum"
  std::string where;   // the file in the case, or "log entry 12"
  std::string advice;  // what to do
};

struct VerifyReport {
  std::vector<Finding> findings;  // damage first, then by where
  uint64_t originals = 0, bytes = 0, bundles = 0, log_entries = 0, acts = 0;
  std::string log_root;          // hex; to be kept on paper
  std::vector<PurgeAct> purges;  // each held to the log as other acts are
  bool damaged() const;
};

// Checks case.db, originals (each chunk, and SHA-256 of the whole), the log
// (texts, tree, and each act against its entry), record segments, derived
// bundles and their stamps, and that no file is missing or left over. With a head that
// was signed before: also that the log still begins with what it says, and that the
// signature is of a key of this case. Fails only if it cannot check at all (Code::io).
Result<VerifyReport> verify(const Case& from, Progress& progress,
                            const SignedTreeHead* earlier = nullptr);

}  // namespace maillon::store
