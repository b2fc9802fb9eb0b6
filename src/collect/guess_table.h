// How a table is written: its delimiter, quotes, line ends, header.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "collect/csv.h"
#include "collect/plan.h"

namespace maillon::collect {

// The first rows of a table, as cells.
struct TableHead {
  CsvDialect dialect;
  bool has_header = false;
  std::vector<std::string> columns;            // names; "1", "2" ... without a header
  std::vector<std::vector<std::string>> rows;  // without the header, as wide as columns
  std::size_t rows_seen = 0;                   // of any width
};

// REQUIRES: head is UTF-8 text. `cut`: it is the beginning of more. What `user`
// says is taken as it is.
TableHead guess_table(std::string_view head, bool cut, const UserMapping& user);

}  // namespace maillon::collect
