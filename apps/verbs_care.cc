// status, verify, copy, quarantine, decide, triage, note, label, undo, redo: the care of a case.
#include <memory>

#include "program.h"
#include "store/file.h"
#include "tasks/copy_case.h"
#include "tasks/decide.h"
#include "tasks/decisions.h"
#include "tasks/four_eyes/four_eyes.h"
#include "tasks/four_eyes/wanted.h"
#include "tasks/quarantine.h"
#include "tasks/replay.h"
#include "tasks/status.h"
#include "tasks/undo.h"
#include "tasks/verify_case.h"

namespace maillon::apps {

namespace {

using tasks::Context;
using tasks::Outcome;
using tasks::Output;

constexpr const char* kCareGroup = "Care for a case";

constexpr VerbText kStatus{"status", kCareGroup, "What is in a case, and is it up to date",
                           "maillon status my-case"};
constexpr VerbText kCopy{
    "copy", kCareGroup, "Make a whole copy of a case, also while others work in it",
    "maillon copy my-case /media/backup/my-case-2026-11\n"
    "maillon copy my-case copy --reason 'for the prosecutor'    where a second person has to agree",
    "The copy has all that the case had at one moment, is checked byte by byte, and is a case like "
    "the other: an encrypted one stays encrypted, and the same passphrase opens it. Both logs say "
    "that it was made. A copy that was cut short is refused by every command."};
constexpr VerbText kReplay{
    "replay", kCareGroup, "Make all that is derived anew elsewhere, and compare",
    "maillon replay my-case\n"
    "maillon replay my-case --to replayed    keep what was made",
    "From the originals and the acts alone (imports, decisions, links), in a folder of its own. "
    "The case is read and not changed. Exit code 0: the same networks, byte for byte; 1: something "
    "differs, and it says what."};
constexpr VerbText kVerify{"verify", kCareGroup,
                           "Check every byte of a case and name what is wrong",
                           "maillon verify my-case\n"
                           "maillon verify my-case --head head.json    and does the log continue "
                           "what was signed?",
                           "Checks the originals against their SHA-256, the log against its tree, "
                           "each act against its log "
                           "entry, and what was derived. Exit 2 if anything is damaged. The log "
                           "root that it prints proves "
                           "the log up to now: keep it outside the case."};
constexpr VerbText kQuarantine{
    "quarantine", kCareGroup, "The rows that could not be read, and why",
    "maillon quarantine my-case\n"
    "maillon quarantine my-case --export csv --output bad-rows.csv    with their bytes, to mend"};
constexpr VerbText kDecide{
    "decide", kCareGroup, "Put a person's decision above what the program finds",
    "maillon decide my-case same P-4f09c2a1b3d4 P-88120c93aa01 --reason 'one interview, both ads'\n"
    "maillon decide my-case different locanto:12 locanto:99\n"
    "maillon decide my-case hub +17755550100 --reason 'the site support line'\n"
    "maillon decide my-case not-hub @anna_92\n"
    "maillon decide my-case same N-1 N-2                two networks are one\n"
    "maillon decide my-case split N-3 P-4f09c2a1b3d4 P-88120c93aa01    these posts go their own "
    "way",
    "same and different take two posts or two networks, hub and not-hub a selector, split a "
    "network "
    "and some of its posts. What conflicts with an earlier decision is shown, and decided only "
    "with "
    "--anyway: then the later word counts. The next `maillon link` heeds it; `maillon undo` takes "
    "it back."};
constexpr VerbText kTriage{
    "triage", kCareGroup, "Set the state of a network: new, in_review, referred, closed",
    "maillon triage my-case N-3 in_review\n"
    "maillon triage my-case N-3 referred --reason 'sent to the labour inspectorate, ref. 2291'\n"
    "maillon networks my-case --state new,in_review",
    "The state stays with the number. A network that takes in another keeps its own state, and one "
    "that is split off begins as new; their pages say what the other was."};
constexpr VerbText kNote{"note", kCareGroup,
                         "Write a note to a network, post, selector or template",
                         "maillon note my-case N-3 --text 'Same house as in the file of **2024**'\n"
                         "maillon note my-case P-4f09c2a1b3d4 - < interview.md\n"
                         "maillon show my-case N-3                 its notes, among the rest",
                         "Markdown, kept as written. Notes go where the posts go when networks are "
                         "merged or split. `maillon undo` takes a note back."};
constexpr VerbText kLabel{"label", kCareGroup,
                          "Put a label on a network, post, selector or template",
                          "maillon label my-case N-3 harvest-2026\n"
                          "maillon label my-case N-3 harvest-2026 --remove",
                          "Labels go where the posts go when networks are merged or split."};
constexpr VerbText kRedo{"redo", kCareGroup, "Take back the latest undo",
                         "maillon redo my-case                 the act that was undone last\n"
                         "maillon redo my-case --act 4         any act that is undone\n"
                         "maillon redo my-case --dry-run       what would be done again",
                         "As far back as was undone. After a new import or decision it is refused "
                         "unless the act is named, since the new one may rest on the old being "
                         "gone."};
constexpr VerbText kUndo{"undo", kCareGroup, "Take back an import, a decision or a note",
                         "maillon undo my-case --list          the acts, with their numbers\n"
                         "maillon undo my-case                 the latest one\n"
                         "maillon undo my-case --act 4\n"
                         "maillon undo my-case --dry-run       what would be undone",
                         "Nothing is erased: the inverse act is appended, and the log keeps both."};

void add_quarantine(Program& program) {
  auto s = std::make_shared<tasks::QuarantineSettings>();
  auto format = std::make_shared<std::string>(), path = std::make_shared<std::string>();
  CLI::App* verb =
      program.add_verb(kQuarantine, [=](const Context& context, Output& out) -> Result<Outcome> {
        s->as_table = !format->empty();
        s->options.format = report::parse_table_format(*format).value_or(report::TableFormat::csv);
        if (s->as_table) {
          TRY(const bool may,
              tasks::second_person_agrees(s->case_path, tasks::wanted_of(*s), context.by));
          if (!may) return Outcome::empty;
        }
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
  add_reason(verb, s->reason);
  verb->add_option("--output", *path, "Write to this file, whole or not at all")
      ->type_name("FILE")
      ->capture_default_str();
}

void add_decide(Program& program) {
  using Kind = tasks::DecisionKind;
  auto s = std::make_shared<tasks::DecideSettings>();
  auto kind = std::make_shared<std::string>();
  auto others = std::make_shared<std::vector<std::string>>();
  CLI::App* verb =
      program.add_verb(kDecide, [=](const Context& context, Output& out) -> Result<Outcome> {
        s->kind = *kind == "same"        ? Kind::same
                  : *kind == "different" ? Kind::different
                  : *kind == "hub"       ? Kind::hub
                  : *kind == "not-hub"   ? Kind::not_hub
                                         : Kind::split;
        const bool pair = s->kind == Kind::same || s->kind == Kind::different;
        if (pair && others->size() != 1)
          return fail(Code::invalid_input,
                      "this decision is about two posts or two networks: name both");
        if ((s->kind == Kind::hub || s->kind == Kind::not_hub) && !others->empty())
          return fail(Code::invalid_input,
                      "this decision is about one selector: name one (in quotes if it has blanks)");
        if (pair) s->b = others->front();
        s->posts = *others;
        return tasks::decide(*s, context, out);
      });
  verb->add_option("CASE", s->case_path, "Directory of the case")->required()->configurable(false);
  verb->add_option("KIND", *kind, "same, different, hub, not-hub or split")
      ->required()
      ->configurable(false)
      ->check(one_of({"same", "different", "hub", "not-hub", "split"}));
  verb->add_option("A", s->a, "A post or a network; for hub and not-hub a selector")
      ->required()
      ->configurable(false);
  verb->add_option("B", *others, "The other one; for split the posts that go their own way")
      ->configurable(false);
  verb->add_option("--reason", s->reason, "Why, for those who read the log")
      ->type_name("TEXT")
      ->configurable(false);
  verb->add_option("--country", s->country,
                   "Country of a phone in national form (default: the case's)")
      ->type_name("CC")
      ->capture_default_str();
  verb->add_flag("--anyway", s->anyway, "Although it conflicts with an earlier decision")
      ->configurable(false);
}

void add_case(CLI::App* verb, std::string& path) {
  verb->add_option("CASE", path, "Directory of the case")->required()->configurable(false);
}

void add_triage(Program& program) {
  auto s = std::make_shared<tasks::DecideSettings>();
  s->kind = tasks::DecisionKind::triage;
  CLI::App* verb = program.add_verb(kTriage, [=](const Context& context, Output& out) {
    return tasks::decide(*s, context, out);
  });
  add_case(verb, s->case_path);
  verb->add_option("NETWORK", s->a, "The network, as N-3")->required()->configurable(false);
  verb->add_option("STATE", s->value, "new, in_review, referred or closed")
      ->required()
      ->configurable(false)
      ->check(one_of({"new", "in_review", "referred", "closed"}));
  verb->add_option("--reason", s->reason, "Why, for those who read it later")
      ->type_name("TEXT")
      ->configurable(false);
}

void add_note(Program& program) {
  auto s = std::make_shared<tasks::DecideSettings>();
  s->kind = tasks::DecisionKind::note;
  auto from = std::make_shared<std::string>();
  CLI::App* verb =
      program.add_verb(kNote, [=](const Context& context, Output& out) -> Result<Outcome> {
        if (!from->empty() && *from != "-")
          return fail(Code::invalid_input,
                      "write the note as --text TEXT, or - to read it from standard input");
        if (from->empty() == s->value.empty())
          return fail(Code::invalid_input,
                      "name the note once: --text TEXT, or - to read it from standard input");
        if (!from->empty()) {
          TRY(s->value, store::read_up_to("/dev/stdin", tasks::kMostNote + 1));
        }
        return tasks::decide(*s, context, out);
      });
  add_case(verb, s->case_path);
  verb->add_option("ID", s->a, "A network, post, selector or template")
      ->required()
      ->configurable(false);
  verb->add_option("FROM", *from, "- reads the note from standard input")->configurable(false);
  verb->add_option("--text", s->value, "The note, in Markdown")
      ->type_name("TEXT")
      ->configurable(false);
}

void add_label(Program& program) {
  auto s = std::make_shared<tasks::DecideSettings>();
  auto remove = std::make_shared<bool>(false);
  CLI::App* verb = program.add_verb(kLabel, [=](const Context& context, Output& out) {
    s->kind = *remove ? tasks::DecisionKind::unlabel : tasks::DecisionKind::label;
    return tasks::decide(*s, context, out);
  });
  add_case(verb, s->case_path);
  verb->add_option("ID", s->a, "A network, post, selector or template")
      ->required()
      ->configurable(false);
  verb->add_option("LABEL", s->value, "The label")->required()->configurable(false);
  verb->add_flag("--remove", *remove, "Take the label off")->configurable(false);
}

void add_redo(Program& program) {
  auto s = std::make_shared<tasks::RedoSettings>();
  CLI::App* verb = program.add_verb(
      kRedo, [=](const Context& context, Output& out) { return tasks::redo(*s, context, out); });
  add_case(verb, s->case_path);
  verb->add_option("--act", s->act, "The number of the act (default: the one undone last)")
      ->type_name("N")
      ->configurable(false);
  verb->add_flag("--dry-run", s->dry_run, "Say what would be done again; change nothing")
      ->configurable(false);
}

void add_replay(Program& program) {
  auto replay = std::make_shared<tasks::ReplaySettings>();
  CLI::App* verb = program.add_verb(kReplay, [=](const Context& context, Output& out) {
    return tasks::replay_case(*replay, context, out);
  });
  add_case(verb, replay->case_path);
  verb->add_option("--to", replay->to, "Folder for what is made, kept; not there yet, or empty")
      ->type_name("DIR")
      ->configurable(false);
}

void add_copy(Program& program) {
  auto copy = std::make_shared<tasks::CopySettings>();
  CLI::App* verb = program.add_verb(kCopy, [=](const Context& context, Output& out) {
    return tasks::copy_case(*copy, context, out);
  });
  add_case(verb, copy->case_path);
  verb->add_option("TO", copy->to, "A folder that is not there yet")
      ->required()
      ->configurable(false);
  add_reason(verb, copy->reason);
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
  auto head = std::make_shared<std::string>();
  CLI::App* verify = program.add_verb(kVerify, [=](const Context& context, Output& out) {
    return tasks::verify_case(*verify_path, *head, context, out);
  });
  add_case(verify, *verify_path);
  verify->add_option("--head", *head, "A signed head of the log that was kept elsewhere")
      ->type_name("FILE")
      ->configurable(false);
  add_copy(program);
  add_replay(program);
  add_quarantine(program);
  add_decide(program);
  add_triage(program);
  add_note(program);
  add_label(program);
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
  add_redo(program);
}

}  // namespace maillon::apps
