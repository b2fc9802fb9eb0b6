// Reads columns of a CSV file by their names: the tables that `export` and
// `simulate` write, and others of that form (RFC 4180).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/columns.h"
#include "base/result.h"

namespace maillon::tasks {

struct CsvColumns {
  std::vector<StringColumn> columns;  // beside the names asked for; each has `rows` rows
  std::vector<bool> found;            // was there a column of that name?
  std::size_t rows = 0;
};

// A short row has empty cells at its end. Fails with Code::not_found if the file
// cannot be opened, Code::invalid_input if it is empty or a quote is never closed.
Result<CsvColumns> read_csv_columns(const std::string& path,
                                    const std::vector<std::string_view>& names);

}  // namespace maillon::tasks
