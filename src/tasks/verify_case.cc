#include "tasks/verify_case.h"

#include <optional>

#include "base/json_writer.h"
#include "base/printable.h"
#include "report/style.h"
#include "store/verify.h"
#include "tasks/log_key.h"
#include "tasks/purge_case.h"

namespace maillon::tasks {

namespace {

void print_json(const store::VerifyReport& report, Output& out) {
  JsonWriter json;
  json.begin_object().member("damaged", report.damaged()).member("originals", report.originals);
  json.member("bytes", report.bytes).member("bundles", report.bundles);
  json.member("acts", report.acts).member("log_entries", report.log_entries);
  json.member("log_root", report.log_root).key("findings").begin_array();
  for (const store::Finding& finding : report.findings) {
    json.begin_object().member("severity", store::to_name(finding.severity));
    json.member("where", finding.where).member("what", finding.what);
    json.member("advice", finding.advice).end_object();
  }
  json.end_array().key("purges").begin_array();
  for (const store::PurgeAct& act : report.purges) tasks::write_json(json, act);
  json.end_array().end_object();
  out.write(json.take() + "\n");
}

void print_text(const store::VerifyReport& report, const std::string& case_path,
                const Context& context, Output& out) {
  const report::Style style{context.color, static_cast<std::size_t>(context.width)};
  out.write(printable(case_path) + ": " +
            (report.damaged() ? report::red(style, "DAMAGED") : report::green(style, "intact")) +
            "\n");
  for (const store::Finding& finding : report.findings) {
    const std::string name(store::to_name(finding.severity));
    out.write(finding.severity == store::Severity::damage ? report::red(style, name) : name);
    out.write(": " + printable(finding.where) + ": " + printable(finding.what));
    out.write(finding.advice.empty() ? "\n" : "; " + printable(finding.advice) + "\n");
  }
  out.write("checked     " + report::count_of(report.originals, "original", "originals") + ", " +
            report::count_of(report.bundles, "derived bundle", "derived bundles") + ", " +
            report::count_of(report.acts, "act", "acts") + ", " +
            report::count_of(report.log_entries, "log entry", "log entries") + ": " +
            report::format_size(report.bytes) + "\n");
  for (const store::PurgeAct& act : report.purges)
    out.write("purged      " + printable(purge_line(act)) + "\n");
  out.write("log root    " + report.log_root + "\n");
}

}  // namespace

Result<Outcome> verify_case(const std::string& case_path, const std::string& head_file,
                            const Context& context, Output& out) {
  std::optional<store::SignedTreeHead> head;
  if (!head_file.empty()) {
    TRY(head, read_head_file(head_file));
  }
  TRY(store::Case file, store::Case::open(case_path, store::Access::read));
  TRY(const store::VerifyReport report,
      store::verify(file, *context.progress, head ? &*head : nullptr));
  if (context.json) {
    print_json(report, out);
  } else {
    print_text(report, case_path, context, out);
  }
  // A log that is damaged takes no more entries; that must not hide the findings.
  if (const auto logged = file.log("verify", "", context.by); !logged) say(logged.error().message);
  return report.damaged() ? Outcome::damaged : Outcome::done;
}

}  // namespace maillon::tasks
