#include "report/style.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/check.h"
#include "base/civil_time.h"
#include "base/printable.h"
#include "base/records.h"
#include "base/utf8.h"

namespace maillon::report {
namespace {

constexpr std::size_t kGap = 2;      // blanks between columns
constexpr std::size_t kMinCut = 12;  // no column is cut below this

std::string paint(const Style& style, std::string_view code, std::string_view text) {
  if (!style.colors || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

}  // namespace

std::string bold(const Style& style, std::string_view text) {
  return paint(style, "1", text);
}
std::string dim(const Style& style, std::string_view text) {
  return paint(style, "2", text);
}
std::string green(const Style& style, std::string_view text) {
  return paint(style, "32", text);
}
std::string red(const Style& style, std::string_view text) {
  return paint(style, "31", text);
}
std::string yellow(const Style& style, std::string_view text) {
  return paint(style, "33", text);
}
std::string cyan(const Style& style, std::string_view text) {
  return paint(style, "36", text);
}

std::string pad_right(std::string_view text, std::size_t width) {
  const std::size_t has = display_width(text);
  return std::string(text) + std::string(has < width ? width - has : 0, ' ');
}

std::string pad_left(std::string_view text, std::size_t width) {
  const std::size_t has = display_width(text);
  return std::string(has < width ? width - has : 0, ' ') + std::string(text);
}

std::string thousands(uint64_t number) {
  std::string digits = fmt::format("{}", number);
  for (std::size_t i = digits.size(); i > 3;) {
    i -= 3;
    digits.insert(i, 1, ',');
  }
  return digits;
}

std::string format_bits(double bits) {
  std::string text = fmt::format("{:.1f}", bits);
  return text == "-0.0" ? "0.0" : text;
}

// As many digits as it takes not to claim certainty.
std::string format_percent(double share) {
  if (!(share > 0)) return "0 %";
  if (share >= 1) return "100 %";
  const double percent = share * 100;
  for (int digits = 1; digits <= 6; ++digits) {
    const std::string text = fmt::format("{:.{}f}", percent, digits);
    const bool says_all = text.starts_with("100");
    const bool says_none = text.find_first_not_of("0.") == std::string::npos;
    if (!says_all && !says_none) return text + " %";
  }
  return percent > 50 ? "over 99.999999 %" : "under 0.000001 %";
}

std::string format_size(uint64_t bytes) {
  constexpr std::string_view kUnits[] = {"kB", "MB", "GB", "TB", "PB", "EB"};
  if (bytes < 1000) return fmt::format("{} B", bytes);
  double size = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  while (size >= 999.5 && unit + 1 < std::size(kUnits)) {
    size /= 1000;
    ++unit;
  }
  return size < 9.95 ? fmt::format("{:.1f} {}", size, kUnits[unit])
                     : fmt::format("{:.0f} {}", size, kUnits[unit]);
}

std::string format_duration(double seconds) {
  if (!(seconds > 0)) return "0 s";
  if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
  if (seconds < 99.5) return fmt::format("{:.0f} s", seconds);
  if (seconds > 1e15) return "for ever";
  const auto whole = static_cast<uint64_t>(std::llround(seconds));
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  if (whole < 48 * 3600) return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
  return fmt::format("{} days {} h", whole / 86400, whole % 86400 / 3600);
}

std::string count_of(uint64_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", thousands(number), number == 1 ? one : many);
}

std::string format_dates(int64_t first, int64_t last) {
  const std::string from = format_date(first), to = format_date(last);
  if (from.empty() || to.empty() || from == to) return from.empty() ? to : from;
  return from + " to " + to;
}

void TextTable::add_row(std::vector<std::string> cells) {
  CHECK(cells.size() <= columns_.size());
  cells.resize(columns_.size());
  for (std::size_t c = 0; c < cells.size(); ++c) {
    cells[c] = printable(cells[c], columns_[c].max_width);
  }
  rows_.push_back(std::move(cells));
}

// The width of each column; 0 for one without a cell. `room` 0: without limit.
std::vector<std::size_t> TextTable::find_widths(std::size_t room) const {
  std::vector<std::size_t> widths(columns_.size(), 0);
  std::size_t total = 0;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    for (const auto& row : rows_) widths[c] = std::max(widths[c], display_width(row[c]));
    if (widths[c] > 0) widths[c] = std::max(widths[c], display_width(columns_[c].name));
    if (widths[c] > 0) total += widths[c] + kGap;
  }
  while (room > 0 && total > room + kGap) {
    std::size_t widest = columns_.size();
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const bool can_shrink = columns_[c].align == Align::left && widths[c] > kMinCut &&
                              widths[c] > display_width(columns_[c].name);
      if (can_shrink && (widest == columns_.size() || widths[c] >= widths[widest])) widest = c;
    }
    if (widest == columns_.size()) break;
    --widths[widest];
    --total;
  }
  return widths;
}

std::string TextTable::make_line(const std::vector<std::string>& cells,
                                 const std::vector<std::size_t>& widths) const {
  std::string line;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    if (widths[c] == 0) continue;
    const bool fits = display_width(cells[c]) <= widths[c];
    const std::string cell = fits ? cells[c] : printable(cells[c], widths[c]);
    line +=
        columns_[c].align == Align::right ? pad_left(cell, widths[c]) : pad_right(cell, widths[c]);
    line.append(kGap, ' ');
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

std::string TextTable::to_text(const Style& style, std::size_t indent) const {
  if (rows_.empty()) return "";
  const std::size_t room = style.width > indent ? style.width - indent : style.width;
  const std::vector<std::size_t> widths = find_widths(room);
  const std::string margin(indent, ' ');
  std::vector<std::string> names;
  for (const Column& column : columns_) names.push_back(column.name);
  const std::string header = make_line(names, widths);
  std::string text;
  if (!header.empty()) text += margin + dim(style, header) + "\n";
  for (const auto& row : rows_) text += margin + make_line(row, widths) + "\n";
  return text;
}

std::string wrap(std::string_view text, std::size_t width, std::size_t indent) {
  const std::size_t room = std::max<std::size_t>(width, indent + 10) - indent;
  std::string out;
  while (!text.empty()) {
    std::size_t used = 0, at = 0, blank = std::string_view::npos;
    while (at < text.size()) {
      const CodePoint c = decode_utf8(text, at);
      const std::size_t wide = display_width(text.substr(at, c.size));
      if (used + wide > room) break;
      if (c.value == ' ') blank = at;
      used += wide;
      at += c.size;
    }
    const bool at_blank =
        at < text.size() && text[at] != ' ' && blank != std::string_view::npos && blank > 0;
    const std::size_t end = at_blank ? blank : at;
    std::string_view line = text.substr(0, end);
    while (!line.empty() && line.back() == ' ') line.remove_suffix(1);
    if (!line.empty()) out += std::string(indent, ' ') + std::string(line) + "\n";
    text.remove_prefix(end);
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  }
  return out;
}

std::string indented(std::string_view lines, std::size_t indent) {
  std::string text;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', at), lines.size() - 1) + 1;
    text += std::string(indent, ' ') + std::string(lines.substr(at, end - at));
    at = end;
  }
  return text;
}

}  // namespace maillon::report
