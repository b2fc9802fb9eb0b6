#include "completion.h"

#include <vector>

namespace maillon::apps {

namespace {

std::vector<std::string> flags_of(const CLI::App& app) {
  std::vector<std::string> flags;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
  }
  return flags;
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// Words that may follow a flag: what its description lists is for people, so the
// few that matter are asked of the flag's own check, by trying it.
std::string values_of(const CLI::Option& option) {
  static const char* const kCandidates[] = {
      "posts",  "selectors", "links",   "networks", "templates", "near_misses", "pictures",
      "csv",    "jsonl",     "easy",    "medium",   "hard",      "rank",        "newest",
      "oldest", "places",    "closest", "pairs",    "wording",   "threshold",   "network"};
  // A flag that takes anything tells by taking a word that nobody offers.
  const auto takes = [&](const std::string& word) {
    for (int i = 0;; ++i) {
      const CLI::Validator* check = nullptr;
      try {
        check = const_cast<CLI::Option&>(option).get_validator(i);
      } catch (const CLI::OptionNotFound&) {
        return true;
      }
      std::string copy = word;
      if (!(*check)(copy).empty()) return false;
    }
  };
  if (takes("no-such-word")) return "";
  std::vector<std::string> values;
  for (const char* word : kCandidates) {
    if (takes(word)) values.emplace_back(word);
  }
  return join(values);
}

std::string quoted(std::string text) {
  for (std::size_t at = 0; (at = text.find('\'', at)) != std::string::npos; at += 4)
    text.replace(at, 1, "'\\''");
  return "'" + text + "'";
}

}  // namespace

std::string bash_completion(const CLI::App& app) {
  const std::string common = join(flags_of(app));
  std::vector<std::string> verbs;
  std::string cases, values;
  for (const CLI::App* verb : app.get_subcommands({})) {
    verbs.push_back(verb->get_name());
    cases += "    " + verb->get_name() + ") flags=\"" + join(flags_of(*verb)) + "\" ;;\n";
    for (const CLI::Option* option : verb->get_options()) {
      const std::string words =
          option->nonpositional() && option->get_type_size() > 0 ? values_of(*option) : "";
      if (words.empty()) continue;
      values += "    " + verb->get_name() + ":--" + option->get_lnames().front() +
                ") COMPREPLY=($(compgen -W \"" + words + "\" -- \"$word\")); return ;;\n";
    }
  }
  return "# bash completion for maillon; made by `maillon completion bash`\n"
         "_maillon() {\n"
         "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} "
         "verb=${COMP_WORDS[1]} flags=\"\"\n"
         "  if ((COMP_CWORD == 1)); then\n"
         "    COMPREPLY=($(compgen -W \"" +
         join(verbs) + " help " + common +
         "\" -- \"$word\")); return\n"
         "  fi\n"
         "  case $verb:$before in\n" +
         values + "    help:*) COMPREPLY=($(compgen -W \"" + join(verbs) +
         "\" -- \"$word\")); return ;;\n"
         "    completion:*) COMPREPLY=($(compgen -W \"bash zsh\" -- \"$word\")); return ;;\n"
         "  esac\n"
         "  case $verb in\n" +
         cases +
         "  esac\n"
         "  if [[ $word == -* ]]; then\n"
         "    COMPREPLY=($(compgen -W \"$flags " +
         common +
         "\" -- \"$word\"))\n"
         "  else\n"
         "    COMPREPLY=($(compgen -f -- \"$word\"))\n"
         "  fi\n"
         "}\n"
         "complete -o filenames -F _maillon maillon\n";
}

std::string zsh_completion(const CLI::App& app) {
  std::string verbs, cases;
  const auto spec = [](const CLI::Option& option) {
    std::string text = option.get_description();
    std::string safe;
    for (const char c : text)
      safe += c == '[' || c == ']' || c == ':' ? std::string("\\") + c : std::string(1, c);
    std::string made = "--" + option.get_lnames().front() + "[" + safe + "]";
    if (option.get_type_size() > 0) {
      const std::string words = values_of(option);
      made += ":" + option.get_type_name() + ":" + (words.empty() ? "_files" : "(" + words + ")");
    }
    return quoted(made);
  };
  std::string common;
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_lnames().empty()) common += " " + spec(*option);
  }
  for (const CLI::App* verb : app.get_subcommands({})) {
    const std::string description = verb->get_description();
    verbs += "    " +
             quoted(verb->get_name() + ":" + description.substr(0, description.find('\n'))) + "\n";
    cases += "    " + verb->get_name() + ") _arguments" + common;
    for (const CLI::Option* option : verb->get_options()) {
      if (option->nonpositional() && option != verb->get_help_ptr()) cases += " " + spec(*option);
    }
    cases +=
        verb->get_name() == "completion" ? " '*:shell:(bash zsh)' ;;\n" : " '*:file:_files' ;;\n";
  }
  return "#compdef maillon\n"
         "# zsh completion for maillon; made by `maillon completion zsh`\n"
         "_maillon() {\n"
         "  local -a verbs\n"
         "  verbs=(\n" +
         verbs +
         "  )\n"
         "  if ((CURRENT == 2)); then _describe verb verbs; return; fi\n"
         "  local verb=$words[2]\n"
         "  shift words; ((CURRENT--))\n"
         "  case $verb in\n" +
         cases +
         "  esac\n"
         "}\n"
         "_maillon \"$@\"\n";
}

}  // namespace maillon::apps
