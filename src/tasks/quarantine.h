// `quarantine CASE`: the rows that could not become records, and why.
#pragma once

#include <cstdint>
#include <string>

#include "report/tables.h"
#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct QuarantineSettings {
  std::string case_path;
  uint32_t import = 0;  // 0 = all that count
  uint64_t limit = 20;  // of the list; 0 = all
  // Print a table for programs, with the bytes of each row as they came, decompressed
  // (a row is cut at 16 MiB; begin and end say where all of it stands).
  bool as_table = false;
  report::TableOptions options;
  std::string reason;  // of a table, for a second person, where the case asks for one
};
// Outcome::empty if there is none.
Result<Outcome> list_quarantine(const QuarantineSettings& settings, const Context& context,
                                Output& out);

}  // namespace maillon::tasks
