#include "help.h"

#include <algorithm>
#include <vector>

#include "report/style.h"

namespace maillon::apps {

namespace {

constexpr std::size_t kWidth = 92;
constexpr std::size_t kIndent = 2;
constexpr std::size_t kMaxName = 26;

const char* const kStart =
    "Start here\n"
    "  maillon demo                           see it work on a made-up world\n"
    "  maillon import my-case ads.csv         read posts into a case (made if it is not there)\n"
    "  maillon link my-case                   find what ties the posts together\n"
    "  maillon networks my-case               list the networks, leads first\n"
    "  maillon show my-case N-1               one network: places, selectors, wording, evidence\n"
    "  maillon show my-case '+1 775 555 0100' everything tied to this phone, in any spelling\n"
    "  maillon explain my-case :a :b          why are these two posts linked?\n";

const char* const kEnd =
    "\n`maillon VERB --help` tells more about a verb, examples first.\n"
    "Exit: 0 done; 1 a question has an empty answer; 2 it failed, or verify found damage.\n"
    "Maillon gives leads, never verdicts: a person decides.\n";

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

// Two columns: names, and what they mean, wrapped.
std::string columns(const std::vector<std::pair<std::string, std::string>>& rows) {
  std::size_t width = 0;
  for (const auto& [name, text] : rows) {
    if (name.size() <= kMaxName) width = std::max(width, name.size());
  }
  const std::size_t at = kIndent + width + 2;
  std::string out;
  for (const auto& [name, text] : rows) {
    out += std::string(kIndent, ' ') + name;
    const std::string wrapped = report::wrap(text, kWidth - at, at);
    if (name.size() > width) {
      out += '\n' + wrapped;
    } else {
      out += std::string(at - kIndent - name.size(), ' ') +
             (wrapped.size() > at ? wrapped.substr(at) : std::string("\n"));
    }
  }
  return out;
}

std::string option_name(const CLI::Option* option) {
  std::string name;
  for (const std::string& s : option->get_snames()) name += (name.empty() ? "-" : ", -") + s;
  for (const std::string& l : option->get_lnames()) name += (name.empty() ? "--" : ", --") + l;
  if (option->get_type_size() > 0) name += " " + option->get_type_name();
  return name;
}

std::string option_text(const CLI::Option* option) {
  std::string text = option->get_description();
  const std::string value = option->get_default_str();
  if (option->get_type_size() > 0 && !value.empty() && value != "\"\"" && value != "0") {
    text += " (default " + value + ")";
  }
  return text;
}

std::vector<std::pair<std::string, std::string>> option_rows(const CLI::App* app) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const CLI::Option* option : app->get_options()) {
    if (!option->nonpositional() || option->get_group().empty()) continue;
    if (app->get_parent() != nullptr && option == app->get_help_ptr()) continue;
    rows.emplace_back(option_name(option), option_text(option));
  }
  return rows;
}

std::string verb_help(const CLI::App* verb, const std::string& name) {
  const std::string description = verb->get_description();
  std::string out = first_line(description) + ".\n\nExamples\n";
  for (std::size_t at = 0; at < verb->get_footer().size();) {
    const std::size_t end = std::min(verb->get_footer().find('\n', at), verb->get_footer().size());
    out += "  " + verb->get_footer().substr(at, end - at) + "\n";
    at = end + 1;
  }
  std::string usage = name;
  std::vector<std::pair<std::string, std::string>> arguments;
  for (const CLI::Option* option : verb->get_options()) {
    if (!option->get_positional()) continue;
    std::string word = option->get_name(true);
    if (option->get_items_expected_max() > 1) word += "...";
    usage += option->get_required() ? " " + word : " [" + word + "]";
    arguments.emplace_back(word, option_text(option));
  }
  out += "\nUsage: " + usage + " [options]\n";
  if (!arguments.empty()) out += "\nArguments\n" + columns(arguments);
  const auto options = option_rows(verb);
  if (!options.empty()) out += "\nOptions\n" + columns(options);
  out += "\nOptions of every verb\n" + columns(option_rows(verb->get_parent()));
  const std::size_t details = description.find('\n');
  if (details != std::string::npos) {
    out += "\n";
    for (std::size_t at = details + 1; at < description.size();) {
      const std::size_t end = std::min(description.find('\n', at), description.size());
      out += report::wrap(description.substr(at, end - at), kWidth, 0);
      if (end == at) out += "\n";
      at = end + 1;
    }
  }
  return out;
}

std::string program_help(const CLI::App* app) {
  std::string out =
      app->get_description() + "\n\n" + kStart + "\nUsage: maillon VERB [arguments] [options]\n";
  std::vector<std::string> groups;
  std::vector<std::pair<std::string, std::string>> all;  // so that all groups line up
  for (const CLI::App* verb : app->get_subcommands({})) {
    if (std::find(groups.begin(), groups.end(), verb->get_group()) == groups.end()) {
      groups.push_back(verb->get_group());
    }
  }
  std::size_t width = 0;
  for (const CLI::App* verb : app->get_subcommands({}))
    width = std::max(width, verb->get_name().size());
  for (const std::string& group : groups) {
    std::vector<std::pair<std::string, std::string>> rows;
    for (const CLI::App* verb : app->get_subcommands({})) {
      if (verb->get_group() != group) continue;
      std::string name = verb->get_name();
      name.resize(width, ' ');
      rows.emplace_back(name, first_line(verb->get_description()));
    }
    out += "\n" + group + "\n" + columns(rows);
  }
  out += "\nOptions of every verb\n" + columns(option_rows(app));
  return out + kEnd;
}

}  // namespace

std::string HelpFormatter::make_help(const CLI::App* app, std::string name,
                                     CLI::AppFormatMode /*mode*/) const {
  if (app->get_parent() == nullptr) return program_help(app);
  return verb_help(app, name.empty() ? "maillon" : name);
}

}  // namespace maillon::apps
