// status, verify, quarantine, decide, undo: the care of a case.
#include <memory>

#include "program.h"
#include "tasks/decide.h"
#include "tasks/quarantine.h"
#include "tasks/redo.h"
#include "tasks/status.h"
#include "tasks/undo.h"
#include "tasks/verify_case.h"

namespace maillon::apps {

namespace {

using tasks::Context;
using tasks::Outcome;
using tasks::Output;

constexpr const char* kGroup = "Care for a case";

constexpr VerbText kStatus{"status", kGroup, "What is in a case, and is it up to date",
                           "maillon status my-case"};
constexpr VerbText kVerify{"verify", kGroup, "Check every byte of a case and name what is wrong",
                           "maillon verify my-case",
                           "Checks the originals against their SHA-256, the log against its tree, "
                           "each act against its log "
                           "entry, and what was derived. Exit 2 if anything is damaged. The log "
                           "root that it prints proves "
                           "the log up to now: keep it outside the case."};
constexpr VerbText kQuarantine{
    "quarantine", kGroup, "The rows that could not be read, and why",
    "maillon quarantine my-case\n"
    "maillon quarantine my-case --export csv --output bad-rows.csv    with their bytes, to mend"};
constexpr VerbText kDecide{
    "decide", kGroup, "Put a person's decision above what the program finds",
    "maillon decide my-case same P-4f09c2a1b3d4 P-88120c93aa01 --reason 'one interview, both ads'\n"
    "maillon decide my-case different locanto:12 locanto:99\n"
    "maillon decide my-case hub +17755550100 --reason 'the site support line'\n"
    "maillon decide my-case not-hub @anna_92",
    "same and different take two posts, hub and not-hub a selector. The next `maillon link` heeds "
    "it; `maillon undo` takes it back."};
constexpr VerbText kUndo{"undo", kGroup, "Take back an import or a decision",
                         "maillon undo my-case --list          the acts, with their numbers\n"
                         "maillon undo my-case                 the latest one\n"
                         "maillon undo my-case --act 4\n"
                         "maillon undo my-case --dry-run       what would be undone",
                         "Nothing is erased: the inverse act is appended, and the log keeps both."};
constexpr VerbText kRedo{
    "redo", kGroup, "Decide again what was undone last", "maillon redo my-case",
    "As long as nothing else has been decided or imported since; again and again for what was "
    "undone before it. An import that was undone is imported again instead."};

void add_quarantine(Program& program) {
  auto s = std::make_shared<tasks::QuarantineSettings>();
  auto format = std::make_shared<std::string>(), path = std::make_shared<std::string>();
  CLI::App* verb =
      program.add_verb(kQuarantine, [=](const Context& context, Output& out) -> Result<Outcome> {
        s->as_table = !format->empty();
        s->options.format = report::parse_table_format(*format).value_or(report::TableFormat::csv);
        if (path->empty()) return tasks::list_quarantine(*s, context, out);
        TRY(Output file, Output::file(*path));
        TRY(const Outcome outcome, tasks::list_quarantine(*s, context, file));
        TRY_OK(file.finish());
        return outcome;
      });
  verb->add_option("CASE", s->case_path, "Directory of the case")->required()->configurable(false);
  verb->add_option("--import", s->import,
                   "Only of this import (its act number); 0 = of all that count")
      ->type_name("N")
      ->capture_default_str();
  verb->add_option("--limit", s->limit, "List at most so many; 0 = all")
      ->type_name("N")
      ->capture_default_str();
  verb->add_option("--export", *format, "A table with the rows' own bytes: csv or jsonl")
      ->type_name("FORMAT")
      ->check(one_of({"csv", "jsonl"}))
      ->capture_default_str();
  verb->add_flag("--spreadsheet", s->options.spreadsheet,
                 "CSV that is safe to open in a spreadsheet");
  verb->add_option("--output", *path, "Write to this file, whole or not at all")
      ->type_name("FILE")
      ->capture_default_str();
}

void add_decide(Program& program) {
  using Kind = tasks::DecisionKind;
  auto s = std::make_shared<tasks::DecideSettings>();
  auto kind = std::make_shared<std::string>();
  CLI::App* verb =
      program.add_verb(kDecide, [=](const Context& context, Output& out) -> Result<Outcome> {
        s->kind = *kind == "same"        ? Kind::same
                  : *kind == "different" ? Kind::different
                  : *kind == "hub"       ? Kind::hub
                                         : Kind::not_hub;
        const bool pair = s->kind == Kind::same || s->kind == Kind::different;
        if (pair && s->b.empty())
          return fail(Code::invalid_input, "this decision is about two posts: name both");
        if (!pair && !s->b.empty())
          return fail(Code::invalid_input,
                      "this decision is about one selector: name one (in quotes if it has blanks)");
        return tasks::decide(*s, context, out);
      });
  verb->add_option("CASE", s->case_path, "Directory of the case")->required()->configurable(false);
  verb->add_option("KIND", *kind, "same, different, hub or not-hub")
      ->required()
      ->configurable(false)
      ->check(one_of({"same", "different", "hub", "not-hub"}));
  verb->add_option("A", s->a, "A post, or for hub and not-hub a selector")
      ->required()
      ->configurable(false);
  verb->add_option("B", s->b, "The other post")->configurable(false);
  verb->add_option("--reason", s->reason, "Why, for those who read the log")
      ->type_name("TEXT")
      ->configurable(false);
  verb->add_option("--country", s->country,
                   "Country of a phone in national form (default: the case's)")
      ->type_name("CC")
      ->capture_default_str();
}

}  // namespace

void add_care_verbs(Program& program) {
  auto status_path = std::make_shared<std::string>(), verify_path = std::make_shared<std::string>();
  program
      .add_verb(kStatus,
                [=](const Context& context, Output& out) {
                  return tasks::show_status(*status_path, context, out);
                })
      ->add_option("CASE", *status_path, "Directory of the case")
      ->required()
      ->configurable(false);
  program
      .add_verb(kVerify,
                [=](const Context& context, Output& out) {
                  return tasks::verify_case(*verify_path, context, out);
                })
      ->add_option("CASE", *verify_path, "Directory of the case")
      ->required()
      ->configurable(false);
  add_quarantine(program);
  add_decide(program);
  auto undo = std::make_shared<tasks::UndoSettings>();
  CLI::App* verb = program.add_verb(
      kUndo, [=](const Context& context, Output& out) { return tasks::undo(*undo, context, out); });
  verb->add_option("CASE", undo->case_path, "Directory of the case")
      ->required()
      ->configurable(false);
  verb->add_option("--act", undo->act,
                   "The number of the act (default: the latest that can be undone)")
      ->type_name("N")
      ->configurable(false);
  verb->add_flag("--list", undo->list, "List the acts; change nothing")->configurable(false);
  verb->add_flag("--dry-run", undo->dry_run, "Say what would be undone; change nothing")
      ->configurable(false);
  auto redo_path = std::make_shared<std::string>();
  program
      .add_verb(kRedo, [=](const Context& context,
                           Output& out) { return tasks::redo(*redo_path, context, out); })
      ->add_option("CASE", *redo_path, "Directory of the case")
      ->required()
      ->configurable(false);
}

}  // namespace maillon::apps
