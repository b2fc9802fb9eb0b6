// What leaves a case, said whole, for a second person: two askings are the same if their texts are.
#pragma once

#include "store/requests.h"
#include "tasks/copy_case.h"
#include "tasks/export_exchange.h"
#include "tasks/export_tables.h"
#include "tasks/pack/pack_verb.h"
#include "tasks/quarantine.h"
#include "tasks/report_case.h"

namespace maillon::tasks {

store::Wanted wanted_of(const ExportSettings& settings);
store::Wanted wanted_of(const ExchangeSettings& settings);
store::Wanted wanted_of(const QuarantineSettings& settings);
store::Wanted wanted_of(const PackSettings& settings);
store::Wanted wanted_of(const CopySettings& settings);
// What the other case takes over.
store::Wanted wanted_merge(const std::string& into, const std::string& reason);
// `network`: N-17.
store::Wanted wanted_report(const std::string& network, const ReportOptions& options,
                            const std::string& reason);

// `what` is to go: "import 3". Posts by their names, so that a second person knows which.
store::Wanted wanted_purge(const std::string& what, const std::vector<std::string>& posts,
                           const std::string& reason);

}  // namespace maillon::tasks
