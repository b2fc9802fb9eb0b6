#include "tasks/report_verb.h"

#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/printable.h"
#include "report/document/seal.h"
#include "report/style.h"
#include "store/file.h"
#include "tasks/four_eyes/four_eyes.h"
#include "tasks/four_eyes/wanted.h"
#include "tasks/print_pdf.h"

namespace maillon::tasks {

namespace {

// A report of as many posts as an annex may have is some megabytes.
constexpr uint64_t kVerifyMost = 512ULL << 20;

// "report.html" -> "report.pdf"
std::string pdf_path(const std::string& output) {
  const std::size_t dot = output.rfind('.');
  const std::size_t slash = output.rfind('/');
  const bool has_ending =
      dot != output.npos && (slash == output.npos || dot > slash + 1) && dot > 0;
  return (has_ending ? output.substr(0, dot) : output) + ".pdf";
}

Result<std::optional<uint32_t>> find_network(const OpenedCase& from, const std::string& id) {
  const std::vector<Target> targets = find_target(from.data, id, from.country);
  for (const Target& target : targets) {
    if (target.kind == Target::network) return std::optional(target.index);
  }
  if (!targets.empty()) {
    return fail(Code::invalid_input, "'" + id +
                                         "' is no network; a report is of a network, as N-17 "
                                         "(`maillon networks` lists them)");
  }
  return std::optional<uint32_t>();
}

void print_made(const report::ReportMade& made, const ReportSettings& settings,
                const std::string& pdf, const Context& context, Output& out) {
  if (context.json) {
    JsonWriter json;
    json.begin_object().member("file", settings.output).member("pdf", pdf);
    json.member("sections", made.sections).member("annex_posts", made.posts);
    json.member("sha256", to_hex(made.hash)).end_object();
    out.write(json.take() + "\n");
    return;
  }
  out.write(fmt::format("{}: {} in {}\n", printable(settings.output),
                        report::count_of(made.posts, "post", "posts") + " in the annex",
                        report::count_of(made.sections, "section", "sections")));
  if (!pdf.empty()) out.write(printable(pdf) + "\n");
  out.write("SHA-256 " + to_hex(made.hash) +
            ": write it down outside of the file; the log of the case has it too\n");
}

Result<void> check_settings(const ReportSettings& settings, const Context& context) {
  if (settings.output.empty() && context.json) {
    return fail(Code::invalid_input,
                "a report is HTML; --json says what was made of it and needs --output FILE.html");
  }
  if (settings.output.empty() && settings.pdf) {
    return fail(Code::invalid_input,
                "--pdf is written beside the HTML file; name that with --output FILE.html");
  }
  if (settings.pdf && pdf_path(settings.output) == settings.output) {
    return fail(Code::invalid_input,
                "--output names the HTML file; the PDF is written beside it under the same name");
  }
  return {};
}

}  // namespace

Result<Outcome> report_network(const ReportSettings& settings, const Context& context,
                               Output& out) {
  TRY_OK(check_settings(settings, context));
  TRY(const bool may,
      second_person_agrees(settings.case_path,
                           wanted_report(settings.id, settings.options, settings.reason),
                           context.by));
  if (!may) return Outcome::empty;
  TRY(const OpenedCase opened, open_linked(settings.case_path));
  TRY(const std::optional<uint32_t> network, find_network(opened, settings.id));
  if (!network) {
    say("no network '" + settings.id + "' in this case; `maillon networks` lists them");
    return Outcome::empty;
  }
  ReportOptions options = settings.options;
  options.maker = context.by.actor;
  const bool to_file = !settings.output.empty();
  std::optional<Output> file;
  if (to_file) {
    TRY(file, Output::file(settings.output));
  }
  Output& to = file ? *file : out;
  TRY(const report::ReportMade made,
      write_report(
          opened, *network, options, [&](std::string_view piece) { to.write(piece); },
          *context.progress));
  TRY_OK(to.finish());
  TRY_OK(log_report(*opened.file, network_id(opened.data.networks.number[*network]), made,
                    context.by));
  if (!to_file) return Outcome::done;
  std::string pdf;
  if (settings.pdf) {
    const Step step(*context.progress, "print");
    pdf = pdf_path(settings.output);
    TRY_OK(print_pdf(settings.output, pdf));
  }
  print_made(made, settings, pdf, context, out);
  return Outcome::done;
}

Result<Outcome> verify_report(const ReportVerifySettings& settings, const Context& context,
                              Output& out) {
  TRY(const std::string document, store::read_up_to(settings.file, kVerifyMost));
  const report::SealCheck check = report::check_seal(document);
  std::optional<bool> logged;
  if (!settings.case_path.empty() && check.is_report) {
    TRY(store::Case file, store::Case::open(settings.case_path, store::Access::read));
    TRY(logged, is_report_logged(file, check.file_hash));
    TRY_OK(log_reading(file, "verify", "report " + check.file_hash, context.by));
  }
  const bool whole = check.is_report && check.problems.empty();
  if (context.json) {
    JsonWriter json;
    json.begin_object().member("file", settings.file).member("is_report", check.is_report);
    json.member("whole", whole).member("sections", check.sections);
    json.member("sha256", check.file_hash).key("logged");
    if (logged) {
      json.value(*logged);
    } else {
      json.null();
    }
    json.member("problems", check.problems).end_object();
    out.write(json.take() + "\n");
  } else if (!check.is_report) {
    say(settings.file + ": no report of Maillon, or its end is missing");
  } else {
    for (const std::string& problem : check.problems) out.write(problem + "\n");
    out.write(fmt::format("{}: {}, SHA-256 {}\n", printable(settings.file),
                          whole ? fmt::format("whole, {} sections", check.sections) : "changed",
                          check.file_hash));
    if (logged) {
      out.write(*logged ? "the log of the case has it\n"
                        : "the log of the case does not have it: it was not made from this case "
                          "as it stands, or not in this form\n");
    }
  }
  if (!whole) return Outcome::damaged;
  return logged == false ? Outcome::empty : Outcome::done;
}

}  // namespace maillon::tasks
