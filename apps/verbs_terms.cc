// purpose, retention, hold, purge: on what terms a case is kept, and its end.
#include <memory>

#include "program.h"
#include "tasks/case_terms.h"
#include "tasks/purge_case.h"

namespace maillon::apps {

namespace {

using tasks::Context;
using tasks::Outcome;
using tasks::Output;

constexpr const char* kTermsGroup = "Purpose, retention, purge";

constexpr VerbText kPurpose{
    "purpose", kTermsGroup, "What a case is for, and on what legal basis",
    "maillon purpose my-case                     what is stated, by whom and when\n"
    "maillon purpose my-case --purpose 'inquiry 12/2026' --legal-basis 'order of the court of ...'",
    "`import` takes the same flags when it opens a case. What was stated before stays in the log."};
constexpr VerbText kRetention{
    "retention", kTermsGroup, "How long imports may stay in a case",
    "maillon retention my-case                   what is due when\n"
    "maillon retention my-case --days 180        from each import on\n"
    "maillon retention my-case --days 30 --import 4\n"
    "maillon retention my-case --days 0          no clock",
    "Nothing goes by itself: `maillon purge` takes away what is due. A hold wins over the clock."};
constexpr VerbText kHold{
    "hold", kTermsGroup, "Keep a case or an import whatever the clock says",
    "maillon hold my-case on --reason 'trial of 2027-01-12'\n"
    "maillon hold my-case on 4 --reason ...      import 4 alone\n"
    "maillon hold my-case off --reason 'the judgment is final'",
    "What is on hold is not purged, due or not. Each hold and its end are acts with who and when."};
constexpr VerbText kPurge{
    "purge", kTermsGroup, "Take away for good what is due or named, and prove it",
    "maillon purge my-case                       what is due, and what would go; changes nothing\n"
    "maillon purge my-case --yes --reason 'retention'\n"
    "maillon purge my-case --import 4 --yes --reason ...\n"
    "maillon purge my-case --post locanto:1234 --yes --reason 'asked by the person shown'",
    "An import goes with its files, unless another import has them, and with all that was derived. "
    "A post's bytes are blanked in the files that are kept, with its pictures. Notes and decisions "
    "about what goes lose their words. What went, when, by whom, why, and the SHA-256 of what "
    "stood "
    "there stays in the log; `maillon verify` holds the rest to it. There is no undo. Copies made "
    "before are not touched."};

void add_case(CLI::App* verb, std::string& path) {
  verb->add_option("CASE", path, "Directory of the case")->required()->configurable(false);
}

void add_purpose(Program& program) {
  auto s = std::make_shared<tasks::PurposeSettings>();
  CLI::App* verb = program.add_verb(kPurpose, [=](const Context& context, Output& out) {
    return tasks::purpose(*s, context, out);
  });
  add_case(verb, s->case_path);
  verb->add_option("--purpose", s->purpose, "What the case is for")
      ->type_name("TEXT")
      ->configurable(false);
  verb->add_option("--legal-basis", s->legal_basis, "What allows it: law, order, consent")
      ->type_name("TEXT")
      ->configurable(false);
}

void add_retention(Program& program) {
  auto s = std::make_shared<tasks::RetentionSettings>();
  CLI::App* verb = program.add_verb(kRetention, [=](const Context& context, Output& out) {
    return tasks::retention(*s, context, out);
  });
  add_case(verb, s->case_path);
  verb->add_option_function<uint32_t>(
          "--days", [s](uint32_t given) { s->days = given; },
          "Days from an import until it is due; 0 = no clock")
      ->type_name("N")
      ->configurable(false);
  verb->add_option("--import", s->import, "For this import (its act number), not for the case")
      ->type_name("N")
      ->configurable(false);
}

void add_hold(Program& program) {
  auto s = std::make_shared<tasks::HoldSettings>();
  auto state = std::make_shared<std::string>();
  CLI::App* verb = program.add_verb(kHold, [=](const Context& context, Output& out) {
    s->on = *state == "on";
    return tasks::hold(*s, context, out);
  });
  add_case(verb, s->case_path);
  verb->add_option("STATE", *state, "on or off")
      ->required()
      ->configurable(false)
      ->check(one_of({"on", "off"}));
  verb->add_option("IMPORT", s->import, "An import (its act number); else the whole case")
      ->configurable(false);
  verb->add_option("--reason", s->reason, "Why")->type_name("TEXT")->configurable(false);
}

void add_purge(Program& program) {
  auto s = std::make_shared<tasks::PurgeSettings>();
  CLI::App* verb = program.add_verb(kPurge, [=](const Context& context, Output& out) {
    return tasks::purge_case(*s, context, out);
  });
  add_case(verb, s->case_path);
  verb->add_option("--import", s->imports, "This import (its act number), due or not; repeatable")
      ->type_name("N")
      ->configurable(false);
  verb->add_option("--post", s->posts, "This post, as SOURCE:ID or P-...; repeatable")
      ->type_name("POST")
      ->configurable(false);
  verb->add_option("--reason", s->reason, "Why, for those who ask where it is")
      ->type_name("TEXT")
      ->configurable(false);
  verb->add_flag("--yes", s->yes, "Do it; else only say what would go")->configurable(false);
}

}  // namespace

void add_terms_verbs(Program& program) {
  add_purpose(program);
  add_retention(program);
  add_hold(program);
  add_purge(program);
}

}  // namespace maillon::apps
