// How pages look on a terminal: colours only if asked, columns that line up in
// any script, numbers that a person can read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace maillon::report {

struct Style {
  bool colors = false;
  // Columns of the terminal: tables are cut to fit. 0: no terminal, nothing is cut
  // for it and texts are wrapped at 100.
  std::size_t width = 0;
  std::size_t text_width() const { return width == 0 ? 100 : width; }
};

// The text between escape codes if the style has colours, else as it is.
// The text must already be printable.
std::string bold(const Style& style, std::string_view text);
std::string dim(const Style& style, std::string_view text);
std::string green(const Style& style, std::string_view text);
std::string red(const Style& style, std::string_view text);
std::string yellow(const Style& style, std::string_view text);
std::string cyan(const Style& style, std::string_view text);

// Padded with blanks to `width` terminal columns (never cut).
std::string pad_right(std::string_view text, std::size_t width);
std::string pad_left(std::string_view text, std::size_t width);

std::string thousands(uint64_t number);       // 1,234,567
std::string format_bits(double bits);         // "18.2", "-3.0"; never "-0.0"
std::string format_percent(double share);     // 0.953 -> "95.3 %", 0.99996 -> "99.996 %"
std::string format_size(uint64_t bytes);      // "734 MB"
std::string format_duration(double seconds);  // "0.8 s", "74 s", "2 min 5 s", "3 h 12 min"
// "1 post", "1,204 posts"
std::string count_of(uint64_t number, std::string_view one, std::string_view many);
// "2026-01-03" or "2026-01-03 to 2026-04-01" or "" for dates in seconds, kNoTime allowed.
std::string format_dates(int64_t first, int64_t last);

// Rows of cells with aligned columns. Cells pass printable() here: hand over raw text.
class TextTable {
 public:
  enum class Align : uint8_t { left, right };
  struct Column {
    std::string name = {};
    Align align = Align::left;
    std::size_t max_width = 40;  // longer cells are cut with "…"
  };
  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}
  // Missing cells are empty; surplus ones are a bug.
  void add_row(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }
  // Each line is indented by `indent` blanks; no blanks at the ends of lines.
  // No header line if no column has a name; no column where all cells are empty.
  // Where the terminal is too narrow, the widest columns on the left are cut.
  std::string to_text(const Style& style, std::size_t indent = 0) const;

 private:
  std::vector<std::size_t> find_widths(std::size_t room) const;
  std::string make_line(const std::vector<std::string>& cells,
                        const std::vector<std::size_t>& widths) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// Breaks a printable text into lines of at most `width` columns, at blanks where
// there are any, each indented. Ends with a line break unless empty.
std::string wrap(std::string_view text, std::size_t width, std::size_t indent);

// Every line of a text that ends with a line break, indented.
std::string indented(std::string_view lines, std::size_t indent);

}  // namespace maillon::report
