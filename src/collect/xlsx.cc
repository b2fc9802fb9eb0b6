// The sheet's XML is unpacked, parsed and written as CSV in small steps, as it is
// asked for. Only the file and its shared texts are in memory.
#include "collect/xlsx.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "collect/unwrap.h"
#include "collect/xlsx_parts.h"
#include "collect/xml_reader.h"

namespace maillon::collect {
namespace {

constexpr std::size_t kChunk = 64U << 10;
constexpr uint64_t kMaxRow = 1U << 20;  // Excel's own limits
constexpr std::size_t kMaxColumn = 1U << 14;
constexpr uint64_t kMaxRowBytes = 64ULL << 20;
constexpr uint64_t kMaxSheet = 64ULL << 30;  // the ratio stops hostile ones long before

// "BC23" -> column 54 (from 0).
std::size_t parse_column(std::string_view reference, std::size_t otherwise) {
  std::size_t column = 0;
  std::size_t i = 0;
  for (; i < reference.size() && reference[i] >= 'A' && reference[i] <= 'Z' && i < 3; ++i) {
    column = column * 26 + static_cast<std::size_t>(reference[i] - 'A' + 1);
  }
  return i == 0 ? otherwise : column - 1;
}

void append_csv(std::string& out, std::string_view value) {
  if (value.find_first_of(",\"\n\r") == std::string_view::npos) {
    out.append(value);
    return;
  }
  out.push_back('"');
  for (const char c : value) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
}

// Cells -> CSV lines.
class SheetHandler : public XmlReader::Handler {
 public:
  explicit SheetHandler(const XlsxBook& book) : book_(book) {}

  std::string out;  // lines that wait to be read
  bool has_rows = false;
  bool hostile = false;  // cells beyond what a spreadsheet can hold

  void begin(std::string_view name, const XmlReader::Attributes& a) override {
    if (name == "row") {
      begin_row(find_attribute(a, "r"));
    } else if (name == "c" && in_row_) {
      column_ = parse_column(find_attribute(a, "r"), next_column_);
      next_column_ = column_ + 1;
      type_ = find_attribute(a, "t");
      style_ = 0;
      const std::string_view style = find_attribute(a, "s");
      std::from_chars(style.data(), style.data() + style.size(), style_);
      value_.clear();
    } else if (name == "rPh") {
      ++phonetic_;
    } else if (name == "v" || (name == "t" && phonetic_ == 0)) {
      in_value_ = true;
    }
  }
  void end(std::string_view name) override {
    if (name == "v" || name == "t") in_value_ = false;
    if (name == "rPh") --phonetic_;
    if (name == "c" && in_row_) end_cell();
    if (name == "row" && in_row_) end_row();
  }
  void text(std::string_view part) override {
    if (!in_value_) return;
    row_bytes_ += part.size();
    hostile = hostile || row_bytes_ > kMaxRowBytes;
    if (!hostile) value_.append(part);
  }

 private:
  void begin_row(std::string_view number) {
    uint64_t row = row_ + 1;
    std::from_chars(number.data(), number.data() + number.size(), row);
    // Rows that are not there are blank lines, so that numbers agree.
    for (; row_ + 1 < row && row <= kMaxRow; ++row_) out.push_back('\n');
    in_row_ = true;
    next_column_ = 0;
    row_bytes_ = 0;
    hostile = hostile || row_ >= kMaxRow;
    cells_.clear();
  }
  void end_cell() {
    if (value_.empty() || column_ >= kMaxColumn) {
      hostile = hostile || column_ >= kMaxColumn;
      return;
    }
    if (cells_.size() <= column_) cells_.resize(column_ + 1);
    cells_[column_] = to_text();
  }
  void end_row() {
    in_row_ = false;
    ++row_;
    // The first row that has cells says how wide the table is.
    if (!cells_.empty() && width_ == 0) width_ = cells_.size();
    if (!cells_.empty()) {
      has_rows = true;
      cells_.resize(std::max(cells_.size(), width_));
      for (std::size_t i = 0; i < cells_.size(); ++i) {
        if (i > 0) out.push_back(',');
        append_csv(out, cells_[i]);
      }
    }
    out.push_back('\n');
  }
  std::string to_text() const {
    if (type_ == "s") {
      std::size_t index = 0;
      const auto [end, error] =
          std::from_chars(value_.data(), value_.data() + value_.size(), index);
      const bool known = error == std::errc() && index < book_.shared_ends.size();
      return known ? std::string(book_.shared_text(index)) : "";
    }
    if (type_ == "b") return value_ == "1" ? "true" : "false";
    if (!type_.empty() && type_ != "n") return value_;  // str, inlineStr, d, e
    if (style_ < book_.is_date.size() && book_.is_date[style_]) {
      std::string date = format_xlsx_date(value_, book_.from_1904);
      if (!date.empty()) return date;
    }
    return format_xlsx_number(value_);
  }

  const XlsxBook& book_;
  uint64_t row_ = 0, row_bytes_ = 0;
  bool in_row_ = false, in_value_ = false;
  int phonetic_ = 0;
  std::size_t column_ = 0, next_column_ = 0, style_ = 0, width_ = 0;
  std::string type_, value_;
  std::vector<std::string> cells_;
};

// One sheet as a stream.
class SheetSource : public ByteSource {
 public:
  SheetSource(std::unique_ptr<std::string> file, std::unique_ptr<ZipArchive> zip, XlsxBook book)
      : file_(std::move(file)), zip_(std::move(zip)), book_(std::move(book)) {}

  // Points at a sheet and reads up to its first row. False: it has none.
  Result<bool> open(std::size_t sheet) {
    TRY_OK(zip_->open_part(book_.sheets[sheet].part, kMaxSheet));
    handler_ = std::make_unique<SheetHandler>(book_);
    xml_ = std::make_unique<XmlReader>(*handler_);
    ended_ = false;
    at_ = 0;
    written_ = 0;
    while (!ended_ && !handler_->has_rows) TRY_OK(step());
    return handler_->has_rows;
  }

  Result<std::size_t> read(char* to, std::size_t size) override {
    while (at_ == handler_->out.size()) {
      if (ended_) return std::size_t{0};
      handler_->out.clear();
      at_ = 0;
      TRY_OK(step());
    }
    const std::size_t take = std::min(size, handler_->out.size() - at_);
    std::copy_n(handler_->out.data() + at_, take, to);
    at_ += take;
    written_ += take;
    if (written_ > kBombFloor && written_ / kBombRatio > file_->size()) {
      return fail(Code::invalid_input,
                  "the XLSX file unpacks to an absurd size; save the sheet as CSV and import that");
    }
    return take;
  }

  const XlsxBook& book() const { return book_; }

 private:
  Result<void> step() {
    chunk_.resize(kChunk);
    TRY(const std::size_t got, zip_->read_part(chunk_.data(), chunk_.size()));
    ended_ = got == 0;
    TRY_OK(xml_->feed({chunk_.data(), got}, ended_));
    if (!handler_->hostile) return {};
    return fail(Code::invalid_input,
                "the XLSX file holds more in a row than a spreadsheet can; save the sheet as CSV "
                "and import that");
  }

  std::unique_ptr<std::string> file_;  // what zip_ looks at
  std::unique_ptr<ZipArchive> zip_;
  XlsxBook book_;
  std::unique_ptr<SheetHandler> handler_;
  std::unique_ptr<XmlReader> xml_;
  std::string chunk_;
  std::size_t at_ = 0;
  uint64_t written_ = 0;
  bool ended_ = false;
};

Result<std::string> read_all(ByteSource& raw) {
  std::string file;
  while (true) {
    const std::size_t at = file.size();
    file.resize(at + (1U << 20));
    TRY(const std::size_t got, raw.read(file.data() + at, 1U << 20));
    file.resize(at + got);
    if (got == 0) return file;
    if (file.size() > kMaxXlsxBytes) {
      return fail(Code::unsupported,
                  fmt::format("the XLSX file is larger than {} MiB; save the sheet as CSV and "
                              "import that",
                              kMaxXlsxBytes >> 20));
    }
  }
}

// The source at its first sheet with rows, and which that is.
Result<std::pair<std::unique_ptr<SheetSource>, std::size_t>> open_sheet(std::string bytes) {
  auto file = std::make_unique<std::string>(std::move(bytes));
  TRY(auto zip, ZipArchive::open(*file));
  TRY(XlsxBook book, read_xlsx_book(*zip, true));
  const std::size_t sheets = book.sheets.size();
  auto source = std::make_unique<SheetSource>(std::move(file), std::move(zip), std::move(book));
  for (std::size_t sheet = 0; sheet < sheets; ++sheet) {
    TRY(const bool has_rows, source->open(sheet));
    if (has_rows) return std::make_pair(std::move(source), sheet);
  }
  return fail(Code::invalid_input, "the XLSX file has no rows");
}

}  // namespace

Result<std::unique_ptr<ByteSource>> open_xlsx(std::unique_ptr<ByteSource> raw) {
  TRY(std::string file, read_all(*raw));
  TRY(auto opened, open_sheet(std::move(file)));
  return std::unique_ptr<ByteSource>(std::move(opened.first));
}

Result<XlsxSheet> find_xlsx_sheet(std::string_view file) {
  TRY(const auto opened, open_sheet(std::string(file)));
  const XlsxBook& book = opened.first->book();
  return XlsxSheet{book.sheets[opened.second].name, book.sheets.size()};
}

}  // namespace maillon::collect
