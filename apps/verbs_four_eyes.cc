// four-eyes, requests, confirm, refuse: acts that wait for a second person.
#include <memory>

#include "program.h"
#include "tasks/four_eyes/requests.h"

namespace maillon::apps {

namespace {

using tasks::Context;
using tasks::Output;

constexpr const char* kGroup = "Care for a case";

constexpr VerbText kFourEyes{
    "four-eyes", kGroup, "Which acts wait for a second person",
    "maillon four-eyes my-case                    what is set\n"
    "maillon four-eyes my-case on                 all that can wait\n"
    "maillon four-eyes my-case referred share     these\n"
    "maillon four-eyes my-case off --reason 'closed; nothing leaves it any more'",
    "referred: a network set to that state. export: tables, documents for other programs, reports, "
    "the quarantined rows. share: packs. `maillon serve --people` switches all on where nothing "
    "was ever set; else it is off. That fewer acts wait needs a second person too. On this machine "
    "names are taken as given, so the command line keeps honest people straight; accounts hold "
    "others (SECURITY.md). Exit 1: it waits."};
constexpr VerbText kRequests{
    "requests", kGroup, "What waits for a second person",
    "maillon requests my-case\n"
    "maillon requests my-case --all     with what was answered, or waited too long",
    "A request is over after a week without an answer. What was confirmed may be exported for a "
    "day, as it was asked for and by who asked. Exit 1 if nothing waits."};
constexpr VerbText kConfirm{"confirm", kGroup, "Say yes as the second person",
                            "maillon requests my-case\n"
                            "maillon confirm my-case 12\n"
                            "maillon confirm my-case 12 --reason 'read the ten posts: it holds'",
                            "Never of your own request. A state takes effect at once and `maillon "
                            "undo` takes it back; an export may then be made by who asked."};
constexpr VerbText kRefuse{
    "refuse", kGroup, "Say no as the second person, and why",
    "maillon refuse my-case 12 --reason 'the phone of P-4f09c2a1b3d4 is the site support line'"};

void add_answer(Program& program, const VerbText& text, store::Answer answer) {
  auto s = std::make_shared<tasks::AnswerSettings>();
  s->answer = answer;
  CLI::App* verb = program.add_verb(
      text, [=](const Context& context, Output& out) { return tasks::answer(*s, context, out); });
  verb->add_option("CASE", s->case_path, "Directory of the case")->required()->configurable(false);
  verb->add_option("REQUEST", s->request, "Its number, as of `maillon requests`")
      ->type_name("N")
      ->required()
      ->configurable(false);
  verb->add_option("--reason", s->reason, "Why, for those who read it later")
      ->type_name("TEXT")
      ->configurable(false);
}

}  // namespace

void add_reason(CLI::App* verb, std::string& reason) {
  verb->add_option("--reason", reason, "Why: for the second person, where the case asks for one")
      ->type_name("TEXT")
      ->configurable(false);
}

void add_four_eyes_verbs(Program& program) {
  auto set = std::make_shared<tasks::FourEyesSettings>();
  CLI::App* verb = program.add_verb(kFourEyes, [=](const Context& context, Output& out) {
    return tasks::four_eyes(*set, context, out);
  });
  verb->add_option("CASE", set->case_path, "Directory of the case")
      ->required()
      ->configurable(false);
  verb->add_option("ACT", set->words, "on, off, or some of referred, export, share")
      ->configurable(false);
  verb->add_option("--reason", set->reason, "Why fewer acts shall wait: for the second person")
      ->type_name("TEXT")
      ->configurable(false);
  auto list = std::make_shared<tasks::RequestsSettings>();
  verb = program.add_verb(kRequests, [=](const Context& context, Output& out) {
    return tasks::list_requests(*list, context, out);
  });
  verb->add_option("CASE", list->case_path, "Directory of the case")
      ->required()
      ->configurable(false);
  verb->add_flag("--all", list->all, "Those that have an answer or are over, too")
      ->configurable(false);
  add_answer(program, kConfirm, store::Answer::confirmed);
  add_answer(program, kRefuse, store::Answer::refused);
}

}  // namespace maillon::apps
