// maillon: the program. Turns words into an action, runs it, and turns what comes
// of it into an exit code: 0 done, 1 an empty answer, 2 failed or damaged.
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include <sys/ioctl.h>
#include <unistd.h>

#include "ask.h"
#include "base/parallel.h"
#include "base/version.h"
#include "program.h"
#include "progress.h"
#include "store/keyring.h"
#include "suggest.h"
#include "tasks/keys.h"
#include "tasks/sandbox/hidden_verbs.h"

namespace maillon::apps {
namespace {

constexpr int kDone = 0, kFailed = 2, kInterrupted = 130;

extern "C" void on_interrupt(int) {
  // Only what is safe in a signal handler. Every write to a case is atomic, so
  // there is nothing to tidy: what was under way is simply not there.
  static const char kText[] =
      "\r\nmaillon: stopped. Nothing that was in a case is lost; what was under way is not in it: "
      "run "
      "the command again.\n";
  const ssize_t put = write(STDERR_FILENO, kText, sizeof kText - 1);
  (void)put;
  _exit(kInterrupted);
}

void handle_signals() {
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe shows as EPIPE: Output ends well
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
  return value == nullptr ? "" : value;
}

store::By who_and_when() {
  store::By by;
  by.actor = environment("MAILLON_USER");
  if (by.actor.empty()) by.actor = environment("USER");
  if (by.actor.empty()) by.actor = "unknown";
  by.time = static_cast<int64_t>(std::time(nullptr));
  const std::string fixed = environment("MAILLON_NOW");
  std::from_chars(fixed.data(), fixed.data() + fixed.size(), by.time);
  return by;
}

int terminal_width(int fd) {
  winsize size{};
  if (isatty(fd) != 0 && ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) return size.ws_col;
  return 100;
}

ProgressStyle progress_style(const CommonFlags& flags) {
  if (isatty(STDERR_FILENO) != 0 && environment("TERM") != "dumb") return ProgressStyle::terminal;
  return flags.progress ? ProgressStyle::lines : ProgressStyle::none;
}

// What opens an encrypted case: the key file, or a passphrase that is asked for.
void answer_for_keys(const std::string& key_file) {
  store::set_ask_secret([key_file](const std::string& where, int attempt) -> Result<std::string> {
    if (!key_file.empty()) {
      if (attempt == 0) return tasks::read_key_file(key_file);
      return fail(Code::invalid_input, where + ": " + key_file + " does not open it");
    }
    if (!is_asking_possible())
      return fail(Code::invalid_input,
                  where +
                      " is encrypted: give --key-file FILE (or MAILLON_KEY_FILE), or run it on "
                      "a terminal and type the passphrase");
    return ask_secret("passphrase of " + where + (attempt > 0 ? ", again" : ""));
  });
}

int run_action(const Program& program) {
  answer_for_keys(program.flags.key_file);
  TerminalProgress progress(progress_style(program.flags), terminal_width(STDERR_FILENO));
  tasks::Context context;
  context.by = who_and_when();
  context.progress = &progress;
  context.json = program.flags.json;
  context.color = !program.flags.no_color && isatty(STDOUT_FILENO) != 0 &&
                  environment("NO_COLOR").empty() && environment("TERM") != "dumb";
  context.width = terminal_width(STDOUT_FILENO);
  const ThreadLimit limit(program.flags.threads);
  tasks::Output out = tasks::Output::standard();
  const Result<tasks::Outcome> outcome = program.action(context, out);
  const Result<void> written = out.finish();
  for (const Error* error :
       {outcome ? nullptr : &outcome.error(), written ? nullptr : &written.error()}) {
    if (error != nullptr) tasks::say(error->message);
  }
  if (!outcome || !written) return kFailed;
  return static_cast<int>(*outcome);
}

int print(const std::string& text) {
  tasks::Output out = tasks::Output::standard();
  out.write(text);
  return out.finish() ? kDone : kFailed;
}

// Says what is wrong with the words, and what was perhaps meant.
int complain(const Program& program, const std::string& what) {
  const auto verbs = program.app.get_subcommands();
  const CLI::App* verb = verbs.empty() ? nullptr : verbs.front();
  std::string message = what, guess, wrong;
  for (const std::string& word : program.app.remaining(true)) {
    if (wrong.empty() || (word.size() > 1 && word[0] == '-' && wrong[0] != '-')) wrong = word;
  }
  std::vector<std::string> known;
  if (wrong.starts_with("-")) {
    for (const CLI::App* app : {verb, &program.app}) {
      if (app == nullptr) continue;
      for (const CLI::Option* option : app->get_options()) {
        for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
      }
    }
    wrong = wrong.substr(0, wrong.find('='));
    message = "no flag " + wrong + (verb == nullptr ? "" : " of " + verb->get_name());
  } else if (verb == nullptr && !wrong.empty()) {
    for (const CLI::App* other : program.app.get_subcommands({}))
      known.push_back(other->get_name());
    message = "no verb '" + wrong + "'";
  } else if (!wrong.empty()) {
    message = "'" + wrong + "' is one word too many for " + verb->get_name();
  }
  if (const std::string near = nearest(wrong, known); !near.empty())
    message += "; did you mean " + near + "?";
  tasks::say(message + " (`maillon " + (verb == nullptr ? "" : verb->get_name() + " ") +
             "--help` tells more)");
  return kFailed;
}

// `maillon help link` is `maillon link --help`; `--version` is `version`.
std::vector<std::string> read_words(int argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  if (!words.empty() && words[0] == "help") {
    words.erase(words.begin());
    words.emplace_back("--help");
  }
  if (!words.empty() && words[0] == "--version") words[0] = "version";
  return {words.rbegin(), words.rend()};  // CLI11 takes them from the back
}

int run(int argc, char** argv) {
  handle_signals();
  Program program;
  add_building_verbs(program);
  add_reading_verbs(program);
  add_report_verb(program);
  add_care_verbs(program);
  add_key_verbs(program);
  add_log_verbs(program);
  add_serving_verbs(program);
  add_people_verb(program);
  add_terms_verbs(program);
  add_four_eyes_verbs(program);
  add_picture_verbs(program);
  add_list_verbs(program);
  add_indicator_verbs(program);
  add_ranking_verbs(program);
  add_world_verbs(program);
  add_self_verbs(program);
  try {
    std::vector<std::string> words = read_words(argc, argv);
    if (words.empty()) return print(program.app.help());
    program.app.parse(words);
  } catch (const CLI::CallForHelp&) {
    return print(program.app.help());
  } catch (const CLI::ParseError& error) {
    return complain(program, error.what());
  }
  if (!program.action) return complain(program, "what shall be done? Name a verb");
  return run_action(program);
}

}  // namespace
}  // namespace maillon::apps

int main(int argc, char** argv) {
  try {
    if (const auto code = maillon::tasks::run_hidden_verb(argc, argv)) return *code;
    return maillon::apps::run(argc, argv);
  } catch (const std::bad_alloc&) {
    std::fputs("maillon: out of memory; fewer posts at a time, or a machine with more\n", stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "maillon: unexpected failure: %s\n", error.what());
  }
  return 2;
}
