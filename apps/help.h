// The help texts: examples first, then what can be given.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace maillon::apps {

// Lays out --help. A verb's footer holds its examples; the first line of its
// description is the summary, the rest are details, shown last.
class HelpFormatter : public CLI::FormatterBase {
 public:
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override;
};

}  // namespace maillon::apps
