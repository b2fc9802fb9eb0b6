#include "tasks/evaluate_csv.h"

#include <algorithm>

#include "store/file.h"

namespace maillon::tasks {

namespace {

constexpr std::size_t kPiece = 1U << 20;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

// Takes bytes as they come and keeps the cells of the columns asked for.
class Parser {
 public:
  Parser(const std::vector<std::string_view>& names, CsvColumns& to) : names_(names), to_(to) {
    to_.columns.resize(names.size());
    to_.found.assign(names.size(), false);
  }

  void take(std::string_view bytes) {
    for (const char c : bytes) take(c);
  }

  bool finish() {
    if (state_ == State::quoted) return false;
    if (cell_number_ > 0 || !cell_.empty() || row_begun_) end_row();
    return true;
  }

 private:
  enum class State : uint8_t { plain, quoted, quote_in_quoted };

  void take(char c) {
    if (state_ == State::quoted) {
      if (c == '"') {
        state_ = State::quote_in_quoted;
      } else {
        cell_.push_back(c);
      }
      return;
    }
    if (c == '"' && (state_ == State::quote_in_quoted || cell_.empty())) {
      if (state_ == State::quote_in_quoted) cell_.push_back('"');
      state_ = State::quoted;
      row_begun_ = true;
      return;
    }
    state_ = State::plain;
    if (c == ',') {
      end_cell();
    } else if (c == '\n') {
      if (cell_number_ > 0 || !cell_.empty() || row_begun_) end_row();
    } else if (c != '\r') {
      cell_.push_back(c);
    }
  }

  void end_cell() {
    if (in_header_) {
      if (cell_number_ == 0 && cell_.starts_with(kByteOrderMark))
        cell_.erase(0, kByteOrderMark.size());
      const auto at = std::find(names_.begin(), names_.end(), cell_);
      wanted_.push_back(at == names_.end() ? kNoColumn
                                           : static_cast<std::size_t>(at - names_.begin()));
      if (at != names_.end()) to_.found[wanted_.back()] = true;
    } else if (cell_number_ < wanted_.size() && wanted_[cell_number_] != kNoColumn) {
      StringColumn& column = to_.columns[wanted_[cell_number_]];
      if (column.size() == to_.rows) column.push_back(cell_);
    }
    ++cell_number_;
    cell_.clear();
  }

  void end_row() {
    end_cell();
    if (!in_header_) {
      for (StringColumn& column : to_.columns) {
        if (column.size() == to_.rows) column.push_back("");
      }
      ++to_.rows;
    }
    in_header_ = false;
    row_begun_ = false;
    cell_number_ = 0;
  }

  const std::vector<std::string_view>& names_;
  CsvColumns& to_;
  State state_ = State::plain;
  bool in_header_ = true, row_begun_ = false;
  std::size_t cell_number_ = 0;
  std::string cell_;
  std::vector<std::size_t> wanted_;  // per column of the file
};

}  // namespace

Result<CsvColumns> read_csv_columns(const std::string& path,
                                    const std::vector<std::string_view>& names) {
  auto opened = store::File::open_read(path);
  if (!opened) return fail(opened.error().code, path + ": cannot be opened; check the name");
  CsvColumns columns;
  Parser parser(names, columns);
  std::string piece(kPiece, '\0');
  std::size_t got = 0;
  bool any = false;
  do {
    TRY(got, opened->read(piece.data(), piece.size()));
    any = any || got > 0;
    parser.take(std::string_view(piece).substr(0, got));
  } while (got > 0);
  if (!any)
    return fail(Code::invalid_input, path + ": is empty; a CSV table with a header line is needed");
  if (!parser.finish())
    return fail(Code::invalid_input, path + ": a quote is never closed; is it a CSV table?");
  return columns;
}

}  // namespace maillon::tasks
