// What an XLSX file says in its small parts: sheets, texts, which styles are dates.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "collect/zip_archive.h"

namespace maillon::collect {

struct XlsxBook {
  struct Sheet {
    std::string name;
    std::string part;  // "xl/worksheets/sheet1.xml"
  };
  std::vector<Sheet> sheets;  // in the order of the workbook
  bool from_1904 = false;     // serial 0 is 1904-01-01
  std::vector<bool> is_date;  // by cell style
  std::string shared;         // shared texts, one after another ...
  std::vector<uint64_t> shared_ends;

  std::string_view shared_text(std::size_t index) const {
    const uint64_t begin = index == 0 ? 0 : shared_ends[index - 1];
    return std::string_view(shared).substr(begin, shared_ends[index] - begin);
  }
};

// Sheets and styles; with_texts: the shared texts as well.
Result<XlsxBook> read_xlsx_book(ZipArchive& zip, bool with_texts);

// A number as Excel keeps it -> its shortest form ("0.1", "5499952319").
std::string format_xlsx_number(std::string_view text);
// A serial day -> "2021-03-12", "2021-03-12T14:05:00", or "14:05:00" below one day.
// "" if it is no number or no date that Excel knows.
std::string format_xlsx_date(std::string_view serial, bool from_1904);
// True if the number format shows a date or time: "dd/mm/yyyy", but not "0.00".
bool is_date_format(std::string_view format_code);

}  // namespace maillon::collect
