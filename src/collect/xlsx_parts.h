// What an XLSX file says in its small parts: sheets, texts, which styles are dates.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace maillon::collect {

// A zip archive in memory. One part is open at a time.
class ZipArchive {
 public:
  // REQUIRES: `bytes` outlive the archive.
  static Result<std::unique_ptr<ZipArchive>> open(std::string_view bytes);
  ~ZipArchive();
  ZipArchive(const ZipArchive&) = delete;
  ZipArchive& operator=(const ZipArchive&) = delete;

  bool has(const std::string& name);
  // Unpacks a part piece by piece. Fails if it is not there, is damaged, or grows
  // beyond max_bytes.
  Result<void> open_part(const std::string& name, uint64_t max_bytes);
  Result<std::size_t> read_part(char* to, std::size_t size);  // 0 = end
  // How many bytes the part takes in the archive.
  uint64_t packed_size() const { return packed_; }

 private:
  struct State;
  explicit ZipArchive(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
  std::string name_;
  uint64_t packed_ = 0, unpacked_ = 0, max_ = 0;
};

// XML as events, with expat. Names come without their namespace. Document types
// are refused (entities that grow), and so is a tag of more than 16 MiB.
class XmlReader {
 public:
  using Attributes = std::vector<std::pair<std::string_view, std::string_view>>;
  struct Handler {
    virtual ~Handler() = default;
    virtual void begin(std::string_view name, const Attributes& attributes) = 0;
    virtual void end(std::string_view name) = 0;
    virtual void text(std::string_view text) = 0;
  };
  explicit XmlReader(Handler& handler);
  ~XmlReader();
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;
  Result<void> feed(std::string_view bytes, bool last);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string_view find_attribute(const XmlReader::Attributes& attributes, std::string_view name);

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
