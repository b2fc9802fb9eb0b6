// report: a network as a document to print.
#include <memory>

#include "program.h"
#include "tasks/report_verb.h"

namespace maillon::apps {

namespace {

using tasks::Context;
using tasks::Outcome;
using tasks::Output;

constexpr VerbText kReport{
    "report", "Read a case", "A network as a document to print, with the evidence",
    "maillon report my-case N-17 --output n17.html    open it in a browser, or print it\n"
    "maillon report my-case N-17 -o n17.html --pdf    and n17.pdf beside it (needs Chromium)\n"
    "maillon report my-case N-17 --language fr --annex links -o n17.html\n"
    "maillon report my-case N-17 --mask -o n17.html   numbers and names only by their shape\n"
    "maillon report --verify n17.html                 was anything in it changed?\n"
    "maillon report my-case --verify n17.html         and does the case's log know it?",
    "One file without scripts, which asks nobody for anything. Each of its sections has a SHA-256, "
    "printed at the foot of every page. The same case gives the same bytes. It is for a trained "
    "reader: leads, never verdicts. --verify: exit 2 if it was changed, 1 if the log does not know "
    "it."};

report::Annex parse_annex(const std::string& name) {
  if (name == "links") return report::Annex::links;
  return name == "none" ? report::Annex::none : report::Annex::all;
}

struct ReportWords {
  std::string annex = "all", date, verify;
};

Result<Outcome> run(tasks::ReportSettings& s, const ReportWords& words, const Context& context,
                    Output& out) {
  if (!words.verify.empty()) {
    return tasks::verify_report({words.verify, s.case_path}, context, out);
  }
  if (s.case_path.empty() || s.id.empty()) {
    return fail(Code::invalid_input,
                "report takes a case and a network, as `maillon report my-case N-17`; to check a "
                "document: `maillon report --verify FILE`");
  }
  s.options.wishes.annex = parse_annex(words.annex);
  if (!words.date.empty()) s.options.as_of = parse_day(words.date);
  return tasks::report_network(s, context, out);
}

}  // namespace

void add_report_verb(Program& program) {
  auto s = std::make_shared<tasks::ReportSettings>();
  auto words = std::make_shared<ReportWords>();
  CLI::App* verb = program.add_verb(
      kReport, [=](const Context& context, Output& out) { return run(*s, *words, context, out); });
  verb->add_option("CASE", s->case_path, "Directory of the case")->configurable(false);
  verb->add_option("N", s->id, "The network, as N-17")->configurable(false);
  verb->add_option("-o,--output", s->output, "Write to this file, whole or not at all")
      ->type_name("FILE")
      ->capture_default_str();
  verb->add_option("--annex", words->annex,
                   "Posts in the annex: all, those that the links shown rest on, or none")
      ->type_name("WHICH")
      ->check(one_of({"all", "links", "none"}))
      ->capture_default_str();
  verb->add_option("--language", s->options.language, "en, fr, es, ar, ru or zh")
      ->type_name("LL")
      ->check(one_of({"en", "fr", "es", "ar", "ru", "zh"}))
      ->capture_default_str();
  verb->add_flag("--mask", s->options.wishes.mask,
                 "Phones, addresses, accounts and names only by their shape");
  verb->add_flag("--names", s->options.wishes.names, "Tables show names as stated in the posts");
  verb->add_flag("--pdf", s->pdf, "Print it to a PDF beside the HTML file, too");
  verb->add_option("--date", words->date,
                   "Day on the cover (default: the time of the latest act of the case)")
      ->type_name("DAY")
      ->check(kDay)
      ->capture_default_str();
  add_reason(verb, s->reason);
  verb->add_option("--verify", words->verify, "Check a document instead of making one")
      ->type_name("FILE")
      ->configurable(false);
}

}  // namespace maillon::apps
