// config, completion, version: the program about itself.
#include <memory>

#include "base/json_writer.h"
#include "base/version.h"
#include "completion.h"
#include "program.h"

namespace maillon::apps {

namespace {

using tasks::Context;
using tasks::Outcome;
using tasks::Output;

constexpr const char* kSelfGroup = "The program itself";

constexpr VerbText kConfig{
    "config", kSelfGroup, "Print all flags with the values in force, for --config",
    "maillon config > maillon.toml\n"
    "maillon --config maillon.toml config      what that file changes\n"
    "maillon networks my-case --config maillon.toml",
    "A config file is saved flags: `networks.limit=50`. What is typed wins over the file."};
constexpr VerbText kCompletion{"completion", kSelfGroup, "Print shell completion",
                               "maillon completion bash > /etc/bash_completion.d/maillon\n"
                               "source <(maillon completion bash)\n"
                               "maillon completion zsh > ~/.zfunc/_maillon"};
constexpr VerbText kVersionVerb{"version", kSelfGroup, "Print the version", "maillon version"};

std::string config_json(const CLI::App& app) {
  JsonWriter json;
  json.begin_object();
  const auto add = [&](const CLI::App& from, const std::string& prefix) {
    for (const CLI::Option* option : from.get_options()) {
      if (!option->get_configurable() || !option->nonpositional()) continue;
      std::string value = option->get_default_str();
      if (const auto given = option->reduced_results(); !given.empty()) value = given.front();
      if (option->get_type_size() == 0 && value.empty()) value = "false";
      if (value == "\"\"") value.clear();
      json.member(prefix + option->get_single_name(), value);
    }
  };
  add(app, "");
  for (const CLI::App* verb : app.get_subcommands({})) add(*verb, verb->get_name() + ".");
  json.end_object();
  return json.take() + "\n";
}

}  // namespace

void add_self_verbs(Program& program) {
  program.add_verb(kConfig, [&program](const Context& context, Output& out) -> Result<Outcome> {
    out.write(context.json ? config_json(program.app) : program.app.config_to_str(true, true));
    return Outcome::done;
  });
  auto shell = std::make_shared<std::string>();
  program
      .add_verb(
          kCompletion,
          [shell, &program](const Context&, Output& out) -> Result<Outcome> {
            out.write(*shell == "zsh" ? zsh_completion(program.app) : bash_completion(program.app));
            return Outcome::done;
          })
      ->add_option("SHELL", *shell, "bash or zsh")
      ->required()
      ->configurable(false)
      ->check(one_of({"bash", "zsh"}));
  program.add_verb(kVersionVerb, [](const Context& context, Output& out) -> Result<Outcome> {
    const std::string version(kVersion);
    out.write(context.json ? "{\"version\":\"" + version + "\"}\n" : "maillon " + version + "\n");
    return Outcome::done;
  });
}

}  // namespace maillon::apps
