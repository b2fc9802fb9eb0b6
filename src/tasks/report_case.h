// A network of a case as a document to print: gathers what report/document/ lays out. The
// verb `report` and the server's GET /api/report/{N} both call it.
#pragma once

#include <cstdint>
#include <string>

#include "base/progress.h"
#include "report/document/network_report.h"
#include "tasks/show_case.h"

namespace maillon::tasks {

// So many posts at most are in an annex: some 1,500 pages of paper, which a browser can
// still open. A larger network's annex says what it left out.
inline constexpr uint64_t kAnnexPostsMost = 2'000;

struct ReportOptions {
  report::ReportWishes wishes;
  std::string language = "en";  // of the six
  std::string maker;            // who made it, printed on the cover
  int64_t as_of = kNoTime;      // printed on the cover; kNoTime: the time of the latest act
};

// A document is for others' hands: it quotes no post that shows what a list classes as abuse
// of children, nor an address that such a post names (tasks/withheld.h).
//
// Writes the document of the network with that place in Networks (not its number) to the
// sink, piece by piece; memory does not grow with the annex. The same case and options
// give the same bytes. Code::invalid_input: no such language. Originals that cannot be
// read are said so in the document. Logs nothing: see log_report.
Result<report::ReportMade> write_report(const OpenedCase& from, uint32_t network,
                                        const ReportOptions& options, const report::Sink& sink,
                                        Progress& progress);

// Notes in the case's log that the report was made, with its hash, by which it is found again.
Result<void> log_report(store::Case& to, std::string_view network, const report::ReportMade& made,
                        const store::By& by);
// The last name of the case's folder, so that a copy elsewhere gives the same bytes.
std::string case_name(const store::Case& file);
// Is a report with that hash (hex, as `report --verify` gives it) in the log?
Result<bool> is_report_logged(store::Case& from, std::string_view hash);

}  // namespace maillon::tasks
