// `report CASE N-17`: writes the document of a network, and checks one that was written.
#pragma once

#include <string>

#include "tasks/output.h"
#include "tasks/report_case.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

struct ReportSettings {
  std::string case_path;
  std::string id;         // N-17
  std::string output;     // "" = the document on standard output
  bool pdf = false;       // and a PDF beside `output`
  ReportOptions options;  // its maker is who runs the program
  std::string reason;     // for a second person, where the case asks for one
};
// Outcome::empty: there is no such network.
Result<Outcome> report_network(const ReportSettings& settings, const Context& context, Output& out);

struct ReportVerifySettings {
  std::string file;
  std::string case_path;  // "" = only the file; else also: does the case's log know it?
};
// Outcome::damaged: it was changed, or is no report. Outcome::empty: it is whole, but the
// log of the case does not know it.
Result<Outcome> verify_report(const ReportVerifySettings& settings, const Context& context,
                              Output& out);

}  // namespace maillon::tasks
