// The error rates measured for this version, from error_rates.tsv, compiled in.
#pragma once

#include <string_view>
#include <vector>

namespace maillon::report {

struct ErrorRate {
  std::string_view what;                  // key of Texts, with {1}, {2} for the figures
  std::vector<std::string_view> figures;  // ".985"
  std::string_view data, which;           // key of Texts; "seed 201, 100,000"
  std::string_view command, day;
  std::string_view source;  // the words of docs/benchmarks.md that they are taken from
};

// All rows of a file in that form; a row that lacks a column is left out (a test finds it).
std::vector<ErrorRate> parse_error_rates(std::string_view file);

}  // namespace maillon::report
