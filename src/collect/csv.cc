// The scanner jumps from one character that matters to the next with memchr, which
// looks at 16 or 32 bytes at a time; the bytes of a long body are passed over, not
// looked at one by one.
//
// A quote that is never closed would swallow all rows up to the next one. RFC 4180
// shows the mistake soon: the quote that then closes it is followed by text instead
// of a delimiter. So on any such sign the first line alone is set aside, with the
// reason, and reading starts again at the next line.
#include "collect/csv.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "collect/parser.h"
#include "collect/read_records.h"
#include "collect/splitter.h"

namespace maillon::collect {
namespace {

constexpr std::size_t kNoEnd = std::string_view::npos;

std::size_t find(std::string_view text, char c, std::size_t from, std::size_t to) {
  if (from >= to) return kNoEnd;
  const void* at = std::memchr(text.data() + from, c, to - from);
  if (at == nullptr) return kNoEnd;
  return static_cast<std::size_t>(static_cast<const char*>(at) - text.data());
}

class Scanner {
 public:
  Scanner(std::string_view text, const CsvDialect& dialect, bool last, std::vector<CsvCell>& cells)
      : text_(text), dialect_(dialect), last_(last), cells_(cells) {}

  CsvScan scan() {
    line_ = find(text_, dialect_.line_end, 0, text_.size());
    cells_.clear();
    std::size_t at = 0;
    while (true) {
      CsvScan stop;
      const bool quoted = dialect_.quotes && at < text_.size() && text_[at] == '"';
      const std::size_t after = quoted ? quoted_cell(at, stop) : plain_cell(at, stop);
      if (after == kNoEnd) return stop;
      at = after;
    }
  }

 private:
  // Both take the cell at `at` and give where the next one begins; kNoEnd: the scan
  // stops, for the reason in `stop`.
  std::size_t plain_cell(std::size_t at, CsvScan& stop) {
    if (line_ != kNoEnd && line_ < at) line_ = find(text_, dialect_.line_end, at, text_.size());
    const std::size_t limit = line_ == kNoEnd ? text_.size() : line_;
    const std::size_t end = find(text_, dialect_.delimiter, at, limit);
    if (end != kNoEnd) {
      cells_.push_back({at, end, false});
      return end + 1;
    }
    if (line_ == kNoEnd && !last_) {
      stop.end = CsvEnd::cut;
      return kNoEnd;
    }
    std::size_t size = limit;
    if (dialect_.line_end == '\n' && size > at && text_[size - 1] == '\r') --size;
    cells_.push_back({at, size, false});
    stop = {CsvEnd::record, size, line_ == kNoEnd ? limit : limit + 1};
    return kNoEnd;
  }

  std::size_t quoted_cell(std::size_t at, CsvScan& stop) {
    CsvCell cell{at + 1, at + 1, false};
    std::size_t quote = find(text_, '"', at + 1, text_.size());
    while (quote != kNoEnd && quote + 1 < text_.size() && text_[quote + 1] == '"') {
      cell.doubled = true;
      quote = find(text_, '"', quote + 2, text_.size());
    }
    if (quote == kNoEnd || (quote + 1 == text_.size() && !last_)) {
      stop = {CsvEnd::open_quote, text_.size(), text_.size()};
      return kNoEnd;
    }
    cell.end = quote;
    cells_.push_back(cell);
    std::size_t after = quote + 1;
    // Spaces behind a closing quote are sloppy but clear.
    while (after < text_.size() && text_[after] == ' ') ++after;
    if (after < text_.size() && text_[after] == dialect_.delimiter) return after + 1;
    const std::size_t size = after;
    if (after < text_.size() && text_[after] == '\r' && dialect_.line_end == '\n') ++after;
    if (after == text_.size()) {
      stop = {last_ ? CsvEnd::record : CsvEnd::cut, size, after};
    } else if (text_[after] == dialect_.line_end) {
      stop = {CsvEnd::record, size, after + 1};
    } else {
      stop = {CsvEnd::text_after_quote, after, after};
    }
    return kNoEnd;
  }

  std::string_view text_;
  const CsvDialect& dialect_;
  bool last_;
  std::vector<CsvCell>& cells_;
  std::size_t line_ = kNoEnd;  // the first line end at or after the current cell
};

CsvDialect dialect_of(const ReadPlan& plan) {
  return {plan.delimiter, plan.quotes, plan.line_end};
}

// A line without a value: blank, or delimiters only.
bool is_blank(std::string_view text, const std::vector<CsvCell>& cells) {
  for (const CsvCell& cell : cells) {
    for (std::size_t i = cell.begin; i < cell.end; ++i) {
      if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r') return false;
    }
  }
  return true;
}

class CsvSplitter : public Splitter {
 public:
  explicit CsvSplitter(const ReadPlan& plan)
      : dialect_(dialect_of(plan)), columns_(plan.columns.size()), header_(plan.has_header) {}

  Piece next(std::string_view text, bool last) override {
    const std::string_view seen = text.substr(0, kMaxRecordBytes);
    const bool all = last && seen.size() == text.size();
    Piece piece = find_piece(seen, all);
    if (piece.kind != Piece::Kind::need_more) budget_.consumed(piece.next);
    return piece;
  }

  std::size_t skip(std::string_view text, bool& done) override {
    const std::size_t line = find(text, dialect_.line_end, 0, text.size());
    done = line != kNoEnd;
    header_ = false;
    return done ? line : text.size();
  }

 private:
  Piece find_piece(std::string_view text, bool last) {
    const std::size_t line = find(text, dialect_.line_end, 0, text.size());
    const bool one_line = !budget_.left() && line != kNoEnd;
    const std::string_view looked = one_line ? text.substr(0, line + 1) : text;
    const CsvScan scan = scan_csv(looked, dialect_, last && !one_line, cells_);
    if (scan.end == CsvEnd::cut && (line == kNoEnd || text.size() < kMaxRecordBytes)) return {};
    if (scan.end == CsvEnd::record) {
      // Several lines and another number of cells: a quote has swallowed rows.
      const bool several = line != kNoEnd && line < scan.size;
      if (!several || columns_ == 0 || cells_.size() == columns_) return whole(looked, scan);
    }
    if (scan.end == CsvEnd::open_quote) {
      const bool may_close = !one_line && !last && text.size() < kMaxRecordBytes;
      if (may_close || (line == kNoEnd && !last)) return {};
    }
    return first_line(text, line, scan);
  }

  Piece whole(std::string_view text, const CsvScan& scan) {
    Piece piece{Piece::Kind::record, 0, scan.size, scan.next, {}};
    if (is_blank(text, cells_)) {
      piece.kind = Piece::Kind::structure;
    } else if (header_) {
      header_ = false;
      piece.kind = Piece::Kind::structure;
    }
    return piece;
  }

  Piece first_line(std::string_view text, std::size_t line, const CsvScan& scan) {
    const std::size_t end = line == kNoEnd ? text.size() : line;
    budget_.wasted(scan.size > end ? scan.size - end : 0);
    Piece piece{Piece::Kind::bad, 0, end, line == kNoEnd ? end : end + 1, {}};
    if (dialect_.line_end == '\n' && end > 0 && text[end - 1] == '\r') --piece.end;
    if (scan.end == CsvEnd::text_after_quote && scan.size < end) {
      piece.reason =
          "text follows a closing quotation mark; write quotation marks inside a value twice";
    } else {
      piece.reason =
          "a quotation mark is opened in this line and not closed rightly; close it, or "
          "write it twice if it belongs to the text";
    }
    return piece;
  }

  CsvDialect dialect_;
  std::size_t columns_;
  bool header_;
  std::vector<CsvCell> cells_;
  RescanBudget budget_;
};

class CsvParser : public Parser {
 public:
  explicit CsvParser(const ReadPlan& plan)
      : plan_(plan), dialect_(dialect_of(plan)), values_(plan.columns.size()) {
    for (std::size_t f = 0; f < kFieldCount; ++f) {
      for (const uint32_t column : plan.fields[f]) {
        takes_.emplace_back(static_cast<Field>(f), column);
        taken_.push_back(column);
      }
    }
    taken_.insert(taken_.end(), plan.record.begin(), plan.record.end());
    std::sort(taken_.begin(), taken_.end());
    taken_.erase(std::unique(taken_.begin(), taken_.end()), taken_.end());
  }

  bool parse(std::string_view text, FieldTexts& out, std::string& reason) override {
    const CsvScan scan = scan_csv(text, dialect_, true, cells_);
    if (scan.end != CsvEnd::record || scan.next < text.size()) {
      reason = "not one row of the table";
      return false;
    }
    scratch_.clear();
    if (scratch_.capacity() < text.size()) scratch_.reserve(text.size());
    if (!check_columns(text, reason)) return false;
    out.clear();
    // Each cell once, though several fields may take it: scratch_ has room for the
    // text, not for more, and must not move under the views.
    for (const uint32_t column : taken_) {
      values_[column] = csv_value(text, cells_[column], scratch_);
    }
    for (const auto& [field, column] : takes_) out.add(field, values_[column]);
    for (const uint32_t column : plan_.record) out.add_value(values_[column]);
    return true;
  }

 private:
  bool check_columns(std::string_view text, std::string& reason) {
    const std::size_t columns = plan_.columns.size();
    // Empty cells beyond the last column hold nothing that could be lost.
    while (cells_.size() > columns && cells_.back().begin == cells_.back().end) cells_.pop_back();
    if (cells_.size() != columns) {
      reason = fmt::format(
          "{} values where the table has {} columns; is a delimiter or a quotation "
          "mark missing or too many?",
          cells_.size(), columns);
      return false;
    }
    if (!plan_.has_header) return true;
    for (std::size_t i = 0; i < columns; ++i) {
      const std::size_t size = cells_[i].end - cells_[i].begin;
      if (text.substr(cells_[i].begin, size) != plan_.columns[i]) return true;
    }
    reason = "the header line again";
    return false;
  }

  const ReadPlan plan_;
  CsvDialect dialect_;
  std::vector<std::pair<Field, uint32_t>> takes_;
  std::vector<uint32_t> taken_;  // the columns of takes_, each once
  std::vector<std::string_view> values_;
  std::vector<CsvCell> cells_;
  std::string scratch_;
};

}  // namespace

CsvScan scan_csv(std::string_view text, const CsvDialect& dialect, bool last,
                 std::vector<CsvCell>& cells) {
  return Scanner(text, dialect, last, cells).scan();
}

std::string_view csv_value(std::string_view text, const CsvCell& cell, std::string& scratch) {
  if (!cell.doubled) return text.substr(cell.begin, cell.end - cell.begin);
  const std::size_t begin = scratch.size();
  for (std::size_t at = cell.begin; at < cell.end;) {
    std::size_t quote = find(text, '"', at, cell.end);
    if (quote == kNoEnd) quote = cell.end - 1;
    scratch.append(text, at, quote + 1 - at);
    at = quote + (text[quote] == '"' ? 2 : 1);
  }
  return std::string_view(scratch).substr(begin);
}

std::unique_ptr<Splitter> make_csv_splitter(const ReadPlan& plan) {
  return std::make_unique<CsvSplitter>(plan);
}
std::unique_ptr<Parser> make_csv_parser(const ReadPlan& plan) {
  return std::make_unique<CsvParser>(plan);
}

}  // namespace maillon::collect
