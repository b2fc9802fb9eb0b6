#include "program.h"

#include <algorithm>
#include <optional>

#include "base/civil_time.h"
#include "base/records.h"
#include "help.h"

namespace maillon::apps {

int64_t parse_day(const std::string& text) {
  return parse_date(text).value_or(kNoTime);
}

const CLI::Validator kDay(
    [](std::string& text) {
      return text.empty() || parse_date(text) ? std::string()
                                              : "a day is written 2026-01-31, not '" + text + "'";
    },
    "", "day");

CLI::Validator one_of(std::vector<std::string> words) {
  return CLI::Validator(
      [known = std::move(words)](std::string& text) -> std::string {
        if (text.empty() || std::find(known.begin(), known.end(), text) != known.end()) return "";
        std::string message = "takes ";
        for (std::size_t i = 0; i < known.size(); ++i) {
          if (i > 0) message += i + 1 == known.size() ? " or " : ", ";
          message += known[i];
        }
        return message + ", not '" + text + "'";
      },
      "", "one_of");
}

Program::Program() {
  app.formatter(std::make_shared<HelpFormatter>());
  app.description(
      "Maillon links posts into the networks behind them, and shows the evidence for "
      "every link.");
  // At most one verb: after it, a word is never taken for another verb.
  app.require_subcommand(0, 1);
  app.set_help_flag("-h,--help", "Print this help");
  app.add_flag("--json", flags.json, "Results as JSON");
  app.add_option("--threads", flags.threads, "Use at most this many threads (0 = all cores)")
      ->type_name("N")
      ->check(CLI::Range(0, 1024).description(""))
      ->capture_default_str();
  app.add_option("--key-file", flags.key_file, "Opens encrypted cases (else a passphrase is asked)")
      ->type_name("FILE")
      ->envname("MAILLON_KEY_FILE");
  app.add_flag("--no-color", flags.no_color, "No colours (nor with NO_COLOR set)");
  app.add_flag("--progress", flags.progress, "Tell progress in lines where there is no terminal");
  // A flag that is mistyped in the file must not be passed over.
  app.allow_config_extras(CLI::config_extras_mode::error);
  app.set_config("--config", "", "Read flags from a file; `maillon config` prints one")
      ->type_name("FILE");
}

CLI::App* Program::add_verb(const VerbText& text, Action act) {
  std::string description = text.summary;
  if (*text.details != '\0') description += std::string("\n") + text.details;
  CLI::App* verb = app.add_subcommand(text.name, description);
  verb->group(text.group);
  verb->footer(text.examples);
  verb->fallthrough();
  verb->allow_config_extras(CLI::config_extras_mode::error);
  verb->callback([this, run = std::move(act)] { action = run; });
  return verb;
}

}  // namespace maillon::apps
