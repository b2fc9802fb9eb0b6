// On what terms a case is kept: what it is for and on what legal basis, how long each import may
// stay, and what a legal hold keeps beyond that. All of it are settings of the case: acts with who
// and when, in the log.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "report/style.h"
#include "store/case.h"
#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

// A text with who stated it and when; no text: nobody did.
struct Stated {
  std::string text, actor;
  int64_t time = 0;
};

// Why an import is kept whatever the clock says.
struct Hold {
  uint32_t import = 0;  // 0: the whole case
  Stated reason;
};

// How long an import may stay.
struct ImportTerm {
  uint32_t import = 0;
  uint32_t days = 0;  // 0: no clock runs
  int64_t due = 0;    // seconds since 1970 UTC; kNoTime without a clock
  std::optional<Hold> held;
  bool is_due(int64_t now) const;  // and no hold is in the way
};

struct CaseTerms {
  Stated purpose, legal_basis;
  uint32_t days = 0;  // for imports without a clock of their own
  std::vector<Hold> holds;
  std::vector<ImportTerm> imports;  // those that are not purged, undone ones too
  const ImportTerm* of(uint32_t import) const;
};

Result<CaseTerms> read_terms(const store::Case& from, const std::vector<store::Import>& imports);

// States purpose and legal basis; "" leaves one as it is. REQUIRES: open for writing.
// Code::invalid_input: too long.
Result<void> state_purpose(store::Case& to, const std::string& purpose,
                           const std::string& legal_basis, const store::By& by);

// What another case, called `name`, says of an import counts for the same import here, `import`,
// where it keeps it longer: a hold, and of two clocks the longer. `is_new`: it came from there
// just now, and then that clock counts also where none runs here. Gives whether anything was set.
// REQUIRES: open for writing.
Result<bool> keep_as_long(store::Case& to, uint32_t import, bool is_new, const ImportTerm& there,
                          const std::string& name, const store::By& by);

// The members purpose, legal_basis, retention_days, holds, retention.
void write_members(JsonWriter& json, const CaseTerms& terms, int64_t now);
// Lines as those of `status`; what is not stated says how to state it.
std::string terms_text(const CaseTerms& terms, const std::string& case_path, int64_t now,
                       const report::Style& style);

// ---- Verbs --------------------------------------------------------------------

struct PurposeSettings {
  std::string case_path, purpose, legal_basis;
};
// Without either of them: shows what is stated.
Result<Outcome> purpose(const PurposeSettings& settings, const Context& context, Output& out);

struct RetentionSettings {
  std::string case_path;
  std::optional<uint32_t> days;  // 0: no clock
  uint32_t import = 0;           // 0: the default of the case
};
// Without `days`: shows what is due when.
Result<Outcome> retention(const RetentionSettings& settings, const Context& context, Output& out);

struct HoldSettings {
  std::string case_path;
  bool on = true;
  uint32_t import = 0;  // 0: the whole case
  std::string reason;
};
Result<Outcome> hold(const HoldSettings& settings, const Context& context, Output& out);

}  // namespace maillon::tasks
