// people: accounts, roles and tokens for `serve --people`.
#include <memory>

#include "ask.h"
#include "program.h"
#include "tasks/people.h"

namespace maillon::apps {

namespace {

constexpr VerbText kPeople{
    "people", "Answer others", "Who may log in to `serve --people`, and do what in which case",
    "maillon people list\n"
    "maillon people add ana                      asks for a password\n"
    "maillon people role ana my-case analyst\n"
    "maillon people role ana my-case none        takes it away\n"
    "maillon people second-factor ana            for the application on a telephone\n"
    "maillon people password ana; maillon people disable ana\n"
    "maillon people token uploads --days 30      for a program that asks the match service\n"
    "maillon people revoke 3\n"
    "maillon people log                          who changed what; log ana: what is about her",
    "A viewer reads, selectors only in part; an analyst also imports, decides and reveals "
    "pictures; a reviewer decides and "
    "reveals; an exporter reads and takes reports out; an administrator (add --administrator) has "
    "no access to any case. After five failures in a row an account waits, longer each time. "
    "Accounts are in one folder, apart from the cases; whoever can write there is an "
    "administrator."};

}  // namespace

void add_people_verb(Program& program) {
  auto settings = std::make_shared<tasks::PeopleSettings>();
  settings->ask_password = [] { return ask_secret("password"); };
  CLI::App* verb =
      program.add_verb(kPeople, [settings](const tasks::Context& context, tasks::Output& out) {
        if (settings->folder.empty()) settings->folder = tasks::default_people_folder();
        return tasks::people(*settings, context, out);
      });
  verb->add_option(
          "ACTION", settings->action,
          "list, log, add, password, disable, enable, role, second-factor, token or revoke")
      ->required()
      ->configurable(false);
  verb->add_option("NAME", settings->name, "Of the account or token; the number of a token")
      ->configurable(false);
  verb->add_option("CASE", settings->case_path, "role: the case")->configurable(false);
  verb->add_option("ROLE", settings->role, "role: viewer, analyst, reviewer, exporter or none")
      ->configurable(false);
  verb->add_option(
          "--dir", settings->folder,
          "Folder of the accounts (else MAILLON_PEOPLE, else ~/.local/share/maillon/people)")
      ->type_name("DIR")
      ->capture_default_str();
  verb->add_flag("--administrator", settings->is_administrator,
                 "add: looks after accounts and sees no case")
      ->configurable(false);
  verb->add_flag("--drop", settings->drop, "second-factor: take it away")->configurable(false);
  verb->add_option("--days", settings->days, "token: how long it lasts, 1 to 365")
      ->type_name("N")
      ->capture_default_str();
}

}  // namespace maillon::apps
