#include "report/document/error_rates.h"

#include <utility>

namespace maillon::report {

namespace {

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == text.npos) return parts;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

std::vector<ErrorRate> parse_error_rates(std::string_view file) {
  constexpr std::size_t kColumns = 7;
  std::vector<ErrorRate> rates;
  for (const std::string_view line : split(file, '\n')) {
    if (line.empty() || line.front() == '#') continue;
    const std::vector<std::string_view> cells = split(line, '\t');
    if (cells.size() != kColumns) continue;
    rates.push_back(
        {cells[0], split(cells[1], ';'), cells[2], cells[3], cells[4], cells[5], cells[6]});
  }
  return rates;
}

}  // namespace maillon::report
