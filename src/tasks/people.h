// maillon people: the accounts of those who open cases through `serve --people`.
#pragma once

#include <functional>
#include <string>

#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::tasks {

// MAILLON_PEOPLE, else ~/.local/share/maillon/people.
std::string default_people_folder();

struct PeopleSettings {
  std::string folder;  // of the accounts
  // list, log, add, password, disable, enable, role, second-factor, token, revoke
  std::string action;
  std::string name;  // of the account or token; for revoke the token's number; of log, "" = all
  std::string case_path;                        // role
  std::string role;                             // viewer, analyst, reviewer, exporter, none
  bool is_administrator = false, drop = false;  // add; second-factor
  uint64_t days = 90;                           // of a token, 1 to 365
  // Gives the password that is typed or sent; called for add and password only.
  std::function<Result<std::string>()> ask_password;
};
Result<Outcome> people(const PeopleSettings& settings, const Context& context, Output& out);

}  // namespace maillon::tasks
