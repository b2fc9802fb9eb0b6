// Shell completion, made from the program's own verbs and flags so that it
// cannot lag behind them.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace maillon::apps {

std::string bash_completion(const CLI::App& app);
std::string zsh_completion(const CLI::App& app);

}  // namespace maillon::apps
