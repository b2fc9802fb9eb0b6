// export: tables of a case, and documents in the formats of other programs.
#include <memory>
#include <optional>

#include "program.h"
#include "tasks/export_exchange.h"
#include "tasks/export_tables.h"

namespace maillon::apps {

namespace {

using tasks::Context;
using tasks::Outcome;
using tasks::Output;

constexpr VerbText kExport{
    "export", "Read a case", "A table or a document for other programs",
    "maillon export my-case --table posts > posts.csv\n"
    "maillon export my-case --table networks --spreadsheet --output networks.csv\n"
    "maillon export my-case --table links --format jsonl\n"
    "maillon export my-case --format graphml --output case.graphml    for Gephi, Cytoscape, yEd\n"
    "maillon export my-case --format geojson --network N-17 --output n17.geojson    its route",
    "Tables: posts, selectors, links, networks, templates, near_misses, pictures. CSV is raw RFC "
    "4180; --spreadsheet adds a guard against cells that a spreadsheet would run as formulas. "
    "Documents: graphml, geojson (routes), ftm (FollowTheMoney), stix (2.1), misp (event), htcds "
    "(2.0), case-uco (1.4). They hold networks with their posts, selectors and links, no text and "
    "no names of people, and never what a list classes as abuse of children."};

struct ExportWords {
  std::string table, format = "csv", output, network, reason;
  bool spreadsheet = false;
};

Result<Outcome> export_document(const ExportWords& w, const std::string& case_path,
                                share::ExchangeFormat format, const Context& context, Output& out) {
  if (!w.table.empty() || w.spreadsheet) {
    return fail(Code::invalid_input,
                "--table and --spreadsheet go with the formats csv and jsonl; " + w.format +
                    " is a document of its own: leave them out");
  }
  return tasks::export_exchange({case_path, format, w.network, w.reason}, context, out);
}

Result<Outcome> export_table(const ExportWords& w, const std::string& case_path,
                             const Context& context, Output& out) {
  if (!w.network.empty()) {
    return fail(Code::invalid_input,
                "--network goes with documents, as --format graphml; a table has all networks");
  }
  tasks::ExportSettings s;
  s.case_path = case_path;
  s.table = report::parse_table(w.table).value_or(report::Table::posts);
  s.options.format = report::parse_table_format(context.json ? "jsonl" : w.format)
                         .value_or(report::TableFormat::csv);
  s.options.spreadsheet = w.spreadsheet;
  s.reason = w.reason;
  return tasks::export_table(s, context, out);
}

Result<Outcome> run(const ExportWords& w, const std::string& case_path, const Context& context,
                    Output& out) {
  const auto format = share::parse_exchange_format(w.format);
  return format ? export_document(w, case_path, *format, context, out)
                : export_table(w, case_path, context, out);
}

}  // namespace

void add_export_verb(Program& program) {
  auto w = std::make_shared<ExportWords>();
  auto case_path = std::make_shared<std::string>();
  CLI::App* verb =
      program.add_verb(kExport, [=](const Context& context, Output& out) -> Result<Outcome> {
        if (w->output.empty()) return run(*w, *case_path, context, out);
        TRY(Output file, Output::file(w->output));
        TRY(const Outcome outcome, run(*w, *case_path, context, file));
        if (outcome == Outcome::done) TRY_OK(file.finish());
        return outcome;
      });
  verb->add_option("CASE", *case_path, "Directory of the case")->required()->configurable(false);
  verb->add_option("--table", w->table,
                   "posts (if none is named), selectors, links, networks, templates, near_misses "
                   "or pictures")
      ->type_name("TABLE")
      ->check(one_of(
          {"posts", "selectors", "links", "networks", "templates", "near_misses", "pictures"}));
  verb->add_option("--format", w->format,
                   "Of a table: csv or jsonl. A document: graphml, geojson, ftm, stix, misp, htcds "
                   "or case-uco")
      ->type_name("FORMAT")
      ->check(one_of(
          {"csv", "jsonl", "graphml", "geojson", "ftm", "stix", "misp", "htcds", "case-uco"}))
      ->capture_default_str();
  verb->add_option("--network", w->network, "A document of this network alone, as N-17")
      ->type_name("N");
  verb->add_flag("--spreadsheet", w->spreadsheet, "CSV that is safe to open in a spreadsheet");
  verb->add_option("--output", w->output, "Write to this file, whole or not at all")
      ->type_name("FILE")
      ->capture_default_str();
  add_reason(verb, w->reason);
}

}  // namespace maillon::apps
