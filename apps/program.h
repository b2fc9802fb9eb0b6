// The command line as a whole: its verbs, the flags that all of them take, and
// what the words that were typed ask for.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "tasks/output.h"
#include "tasks/verbs.h"

namespace maillon::apps {

using Action = std::function<Result<tasks::Outcome>(const tasks::Context&, tasks::Output&)>;

struct CommonFlags {
  bool json = false;
  bool no_color = false;
  bool progress = false;
  int threads = 0;
  std::string key_file;  // "" = a passphrase is asked for
};

// What a verb's help says. A `summary` is one line without a full stop.
struct VerbText {
  const char* name;
  const char* group;
  const char* summary;
  const char* examples;  // lines of "command    what it does"
  const char* details = "";
};

class Program {
 public:
  Program();

  // A new verb. Its options are added by the caller; `act` is what it does.
  CLI::App* add_verb(const VerbText& text, Action act);

  CLI::App app{"", "maillon"};
  CommonFlags flags;
  Action action;  // of the verb that was typed; empty if there was none
};

// Verbs, by what they are for. Each adds some to the program.
void add_building_verbs(Program& program);   // import, link
void add_reading_verbs(Program& program);    // networks, show, explain, search, across, export
void add_export_verb(Program& program);      // export, among the reading verbs
void add_report_verb(Program& program);      // report
void add_care_verbs(Program& program);       // status, verify, quarantine, decide, undo
void add_key_verbs(Program& program);        // encrypt, decrypt, key
void add_log_verbs(Program& program);        // log, pack
void add_serving_verbs(Program& program);    // serve
void add_people_verb(Program& program);      // people
void add_terms_verbs(Program& program);      // purpose, retention, hold, purge
void add_four_eyes_verbs(Program& program);  // four-eyes, requests, confirm, refuse
void add_picture_verbs(Program& program);    // hash
void add_list_verbs(Program& program);       // list, match
void add_indicator_verbs(Program& program);  // catalogue
void add_ranking_verbs(Program& program);    // rank, fairness
void add_world_verbs(Program& program);      // demo, simulate, evaluate
void add_self_verbs(Program& program);       // config, completion, version

// --reason, for a second person (`maillon four-eyes`).
void add_reason(CLI::App* verb, std::string& reason);
// "2026-01-31" -> seconds; a check for CLI11 that says what it takes.
int64_t parse_day(const std::string& text);
extern const CLI::Validator kDay;
// A check that one of these words was given; "" is let through (not given).
CLI::Validator one_of(std::vector<std::string> words);

}  // namespace maillon::apps
