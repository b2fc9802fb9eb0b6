// Each delimiter is tried, with and without the meaning of quotes; the one wins
// under which most of the text falls into rows of one width of two cells or more.
#include "collect/guess_table.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "base/utf8.h"
#include "collect/dates.h"
#include "collect/field_names.h"
#include "collect/fold.h"

namespace maillon::collect {
namespace {

constexpr std::size_t kMaxRows = 4000;
constexpr std::size_t kMaxHeaderCell = 60;  // characters

using Row = std::vector<std::string>;

struct Trial {
  std::vector<Row> rows;
  std::size_t width = 0;  // the commonest
  bool clean = true;      // no row is broken
  double score = 0;
};

std::vector<Row> read_rows(std::string_view text, const CsvDialect& dialect, bool cut,
                           std::size_t& broken) {
  std::vector<Row> rows;
  std::vector<CsvCell> cells;
  std::string scratch;
  broken = 0;
  while (!text.empty() && rows.size() < kMaxRows && broken < kMaxRows) {
    const CsvScan scan = scan_csv(text, dialect, !cut, cells);
    if (scan.end == CsvEnd::cut || (scan.end == CsvEnd::open_quote && cut)) break;
    if (scan.end != CsvEnd::record) {
      ++broken;
      const std::size_t line = text.find(dialect.line_end);
      text.remove_prefix(line == std::string_view::npos ? text.size() : line + 1);
      continue;
    }
    scratch.clear();
    scratch.reserve(scan.size);
    Row row;
    for (const CsvCell& cell : cells) row.emplace_back(csv_value(text, cell, scratch));
    text.remove_prefix(scan.next);
    const bool blank = std::all_of(row.begin(), row.end(), [](const std::string& c) {
      return c.find_first_not_of(" \t\r") == std::string::npos;
    });
    if (!blank) rows.push_back(std::move(row));
  }
  return rows;
}

Trial try_dialect(std::string_view head, const CsvDialect& dialect, bool cut) {
  Trial trial;
  std::size_t broken = 0;
  trial.rows = read_rows(head, dialect, cut, broken);
  if (trial.rows.empty() && cut) trial.rows = read_rows(head, dialect, false, broken);
  std::map<std::size_t, std::size_t> widths;
  for (const Row& row : trial.rows) ++widths[row.size()];
  std::size_t most = 0;
  for (const auto& [width, count] : widths) {
    if (count > most) {
      most = count;
      trial.width = width;
    }
  }
  trial.clean = broken == 0;
  if (trial.rows.empty()) return trial;
  // The first row is worth more: it is most often a header.
  const double same = static_cast<double>(most) / static_cast<double>(trial.rows.size() + broken);
  const double first = trial.rows[0].size() == trial.width ? 1.0 : 0.7;
  const double wide = trial.width >= 2
                          ? 1.0 + 0.02 * static_cast<double>(std::min<std::size_t>(trial.width, 20))
                          : 0.1;
  trial.score = same * same * first * wide;
  return trial;
}

bool looks_like_value(std::string_view cell) {
  if (cell.find("://") != std::string_view::npos || cell.find('@') != std::string_view::npos) {
    return true;
  }
  const bool digits = std::all_of(cell.begin(), cell.end(), [](char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == ',' || c == '-' || c == '+' || c == ' ' ||
           c == '/' || c == ':';
  });
  return digits || parse_date(cell, DateOrder::dmy).has_value();
}

bool guess_header(const std::vector<Row>& rows, const UserMapping& user) {
  if (user.has_header) return *user.has_header;
  if (rows.empty()) return false;
  const Row& first = rows[0];
  for (const UserMapping::Item& item : user.items) {
    for (const std::string& column : item.columns) {
      if (std::find(first.begin(), first.end(), column) != first.end()) return true;
    }
  }
  std::size_t known = 0;
  std::size_t empty = 0;
  for (std::size_t c = 0; c < first.size(); ++c) {
    const std::string& cell = first[c];
    if (cell.empty()) {
      ++empty;
      continue;
    }
    if (display_width(cell) > kMaxHeaderCell || looks_like_value(cell)) return false;
    if (find_named_field(cell)) ++known;
    // A value that comes again below is no name.
    std::size_t again = 0;
    for (std::size_t r = 1; r < rows.size(); ++r)
      again += c < rows[r].size() && rows[r][c] == cell ? 1 : 0;
    if (again >= 2) return false;
    if (std::count(first.begin(), first.end(), cell) > 1 && first.size() < 4) return false;
  }
  if (known > 0) return true;
  if (empty * 2 > first.size() || rows.size() < 2) return false;
  // Names are short where the values below are long or numbers.
  for (std::size_t c = 0; c < first.size(); ++c) {
    std::size_t length = 0;
    std::size_t values = 0;
    std::size_t seen = 0;
    for (std::size_t r = 1; r < rows.size(); ++r) {
      if (c >= rows[r].size() || rows[r][c].empty()) continue;
      ++seen;
      length += rows[r][c].size();
      values += looks_like_value(rows[r][c]) ? 1 : 0;
    }
    if (seen > 0 && (values * 10 >= seen * 8 || length >= seen * 3 * first[c].size())) return true;
  }
  return false;
}

}  // namespace

TableHead guess_table(std::string_view head, bool cut, const UserMapping& user) {
  TableHead out;
  const bool old_mac = head.find('\n') == std::string_view::npos &&
                       head.find('\r') != std::string_view::npos &&
                       head.find('\r') + 1 < head.size();
  constexpr std::array<char, 4> kDelimiters = {',', ';', '\t', '|'};
  std::array<bool, 4> clean{};  // by delimiter: no quote is broken
  Trial best;
  bool found = false;
  for (const bool quotes : {true, false}) {
    for (const char& known : kDelimiters) {
      const char delimiter = user.delimiter.value_or(known);
      const CsvDialect dialect{delimiter, quotes, old_mac ? '\r' : '\n'};
      Trial trial = try_dialect(head, dialect, cut);
      // Commas stand in texts by chance; tabs hardly ever.
      if (trial.width > 1 && delimiter == '\t') trial.score *= 1.1;
      if (trial.width > 1 && (delimiter == ';' || delimiter == '|')) trial.score *= 1.05;
      // Quotes mean what they usually mean unless that clearly spoils the rows.
      const std::size_t d = static_cast<std::size_t>(&known - kDelimiters.data());
      if (quotes) clean[d] = trial.clean;
      if (!quotes && clean[d]) trial.score *= 0.97;
      if (!found || trial.score > best.score) {
        best = std::move(trial);
        out.dialect = dialect;
        found = true;
      }
      if (user.delimiter) break;
    }
  }
  out.rows_seen = best.rows.size();
  out.has_header = guess_header(best.rows, user);
  if (out.has_header && !best.rows.empty()) {
    out.columns = best.rows[0];
    best.rows.erase(best.rows.begin());
    // Empty names at the end belong to a delimiter too many.
    while (out.columns.size() > 1 && out.columns.back().empty()) out.columns.pop_back();
  } else {
    for (std::size_t c = 1; c <= best.width; ++c) out.columns.push_back(fmt::format("{}", c));
  }
  for (Row& row : best.rows) {
    if (row.size() == out.columns.size()) out.rows.push_back(std::move(row));
  }
  return out;
}

}  // namespace maillon::collect
