// Tables with a delimiter (RFC 4180).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace maillon::collect {

struct CsvDialect {
  char delimiter = ',';
  bool quotes = true;
  char line_end = '\n';
};

// A cell as a range of the text, without its quotes.
struct CsvCell {
  std::size_t begin = 0, end = 0;
  bool doubled = false;  // quotes in it are doubled
};

enum class CsvEnd : unsigned char {
  record,            // a whole record
  cut,               // the text ends first
  open_quote,        // ... within quotes
  text_after_quote,  // a closing quote is followed by neither delimiter nor line end
};

struct CsvScan {
  CsvEnd end = CsvEnd::cut;
  std::size_t size = 0;  // of the record without its line end; where it broke if it did
  std::size_t next = 0;  // where the next record begins
};

// Scans the record that begins the text; `cells` are its cells. With `last` the
// end of the text ends a record as well.
CsvScan scan_csv(std::string_view text, const CsvDialect& dialect, bool last,
                 std::vector<CsvCell>& cells);

// A cell's value: doubled quotes become one. `scratch` owns it if there are any;
// it must have room for the text, so that earlier views stay good.
std::string_view csv_value(std::string_view text, const CsvCell& cell, std::string& scratch);

}  // namespace maillon::collect
