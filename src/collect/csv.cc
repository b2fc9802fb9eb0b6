#include "collect/csv.h"

#include <cstring>

#include <fmt/format.h>

#include "collect/parser.h"
#include "collect/splitter.h"

namespace maillon::collect {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
// A quoted value that goes on this far over line breaks was never closed.
constexpr std::size_t kMaxQuoted = 4U << 20;

std::size_t find(std::string_view bytes, char c, std::size_t from) {
  if (from >= bytes.size()) return kNone;
  const void* at = std::memchr(bytes.data() + from, c, bytes.size() - from);
  return at == nullptr ? kNone : static_cast<std::size_t>(static_cast<const char*>(at) - bytes.data());
}

// Walks quoted stretches; true if a line break at `at` lies outside of quotes.
class QuoteScan {
 public:
  QuoteScan(std::string_view bytes, char delimiter) : bytes_(bytes), delimiter_(delimiter) {}
  // The first line break outside of quotes; npos: none. `open` tells whether a
  // quote was left open.
  std::size_t line_end(bool& open) {
    open = false;
    std::size_t at = 0;
    std::size_t line = find(bytes_, '\n', 0);
    std::size_t quote = find(bytes_, '"', 0);
    while (quote < line) {
      if (quote != 0 && quote != at && bytes_[quote - 1] != delimiter_) {  // a quote inside a plain value
        quote = find(bytes_, '"', quote + 1);
        continue;
      }
      const std::size_t close = closing(quote + 1);
      if (close == kNone) {
        open = true;
        return kNone;
      }
      at = close + 1;
      line = line != kNone && line < at ? find(bytes_, '\n', at) : line;
      quote = find(bytes_, '"', at);
    }
    return line;
  }

 private:
  std::size_t closing(std::size_t from) const {
    for (std::size_t q = find(bytes_, '"', from); q != kNone; q = find(bytes_, '"', q + 2)) {
      if (q + 1 >= bytes_.size() || bytes_[q + 1] != '"') return q;
    }
    return kNone;
  }
  std::string_view bytes_;
  char delimiter_;
};

std::size_t without_return(std::string_view bytes, std::size_t end) {
  return end > 0 && bytes[end - 1] == '\r' ? end - 1 : end;
}

class CsvSplitter : public Splitter {
 public:
  explicit CsvSplitter(const ReadPlan& plan) : delimiter_(plan.delimiter), header_(plan.has_header) {}
  std::optional<Piece> next(std::string_view bytes, bool last) override {
    bool open = false;
    std::size_t line = QuoteScan(bytes, delimiter_).line_end(open);
    if (open) {
      const std::size_t first_line = find(bytes, '\n', 0);
      if (!last && (bytes.size() < kMaxQuoted || first_line == kNone)) return std::nullopt;
      const std::size_t end = first_line == kNone ? bytes.size() : first_line;
      return Piece{Piece::bad, 0, without_return(bytes, end), std::min(end + 1, bytes.size()),
                   "a quote is opened and never closed; close it or double it"};
    }
    if (line == kNone) {
      if (!last || bytes.empty()) return std::nullopt;
      line = bytes.size();
    }
    Piece piece{Piece::record, 0, without_return(bytes, line), std::min(line + 1, bytes.size()), {}};
    if (header_) {
      header_ = false;
      piece.kind = Piece::structure;
    } else if (bytes.substr(0, piece.end).find_first_not_of(" \t\r") == kNone) {
      piece.kind = Piece::structure;
    }
    return piece;
  }

 private:
  char delimiter_;
  bool header_;
};

// Where each column goes: the fields that take it.
class CsvParser : public Parser {
 public:
  explicit CsvParser(const ReadPlan& plan) : delimiter_(plan.delimiter), columns_(plan.columns.size()) {
    for (std::size_t f = 0; f < kFieldCount; ++f) {
      for (const std::string& name : plan.from[f]) {
        for (std::size_t c = 0; c < plan.columns.size(); ++c) {
          if (plan.columns[c] == name) {
            takes_.emplace_back(static_cast<Field>(f), c);
            break;
          }
        }
      }
    }
  }
  bool parse(std::string_view utf8, FieldValues& out, std::string& reason) override {
    const std::vector<std::string> cells = split_cells(utf8, delimiter_);
    if (cells.size() != columns_) {
      reason = fmt::format("{} values where the table has {} columns; is a quote or a delimiter missing?",
                           cells.size(), columns_);
      return false;
    }
    out.clear();
    for (const auto& [field, column] : takes_) out.add(field, cells[column]);
    return true;
  }

 private:
  char delimiter_;
  std::size_t columns_;
  std::vector<std::pair<Field, std::size_t>> takes_;
};

}  // namespace

std::vector<std::string> split_cells(std::string_view record, char delimiter) {
  std::vector<std::string> cells;
  std::size_t at = 0;
  while (true) {
    std::string cell;
    if (at < record.size() && record[at] == '"') {
      ++at;
      while (at < record.size()) {
        const std::size_t quote = find(record, '"', at);
        const std::size_t end = quote == kNone ? record.size() : quote;
        cell.append(record, at, end - at);
        at = std::min(end + 1, record.size());
        if (quote == kNone || at >= record.size() || record[at] != '"') break;
        cell.push_back('"');
        ++at;
      }
    }
    const std::size_t end = std::min(find(record, delimiter, at), record.size());
    cell.append(record, at, end - at);
    cells.push_back(std::move(cell));
    if (end == record.size()) return cells;
    at = end + 1;
  }
}

std::size_t find_record_end(std::string_view bytes, char delimiter) {
  bool open = false;
  return QuoteScan(bytes, delimiter).line_end(open);
}

std::unique_ptr<Splitter> make_csv_splitter(const ReadPlan& plan) {
  return std::make_unique<CsvSplitter>(plan);
}
std::unique_ptr<Parser> make_csv_parser(const ReadPlan& plan) {
  return std::make_unique<CsvParser>(plan);
}

}  // namespace maillon::collect
