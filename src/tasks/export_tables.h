// `export CASE --table posts`: the tables that other programs read.
#pragma once

#include <span>
#include <string>

#include "report/tables.h"
#include "tasks/case_data.h"
#include "tasks/output.h"
#include "tasks/refusal.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

// Writes a table's rows in canonical order: posts by key, selectors by post and
// place, links and near misses by posts, networks by rank, templates by family.
// Pairs that a person `decided` on are no near misses.
void write_table(const CaseData& data, report::Table table, const report::TableOptions& options,
                 Output& out, std::span<const DecidedPair> decided = {});

struct OpenedCase;

struct ExportSettings {
  std::string case_path;
  report::Table table = report::Table::posts;
  report::TableOptions options;
  std::string reason;  // for a second person, where the case asks for one
};
Result<Outcome> export_table(const ExportSettings& settings, const Context& context, Output& out);
// The same of a case that is open already; `case_path` is not looked at.
Result<Outcome> export_table(const OpenedCase& opened, const ExportSettings& settings,
                             const Context& context, Output& out);

}  // namespace maillon::tasks
