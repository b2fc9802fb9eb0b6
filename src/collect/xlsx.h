// XLSX (ECMA-376) -> the CSV text of its first sheet with rows.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "collect/byte_source.h"

namespace maillon::collect {

// The sheet as CSV with commas and LF. Row n of the sheet is record n of the text
// (a row without cells is a blank line), so that row numbers agree. Shared,
// inline and formula texts; numbers in their shortest form; dates by number
// format as 2021-03-12 or 2021-03-12T14:05:00. The file is held in memory up to
// kMaxXlsxBytes, the sheet is not. Fails on what is no XLSX and on hostile zips.
Result<std::unique_ptr<ByteSource>> open_xlsx(std::unique_ptr<ByteSource> raw);

// The name of the sheet that open_xlsx reads, and how many sheets there are.
struct XlsxSheet {
  std::string name;
  std::size_t sheets = 0;
};
Result<XlsxSheet> find_xlsx_sheet(std::string_view file);

}  // namespace maillon::collect
