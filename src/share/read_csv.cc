#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "collect/csv.h"
#include "share/readers.h"

namespace maillon::share {
namespace {

// A value may hold line breaks in quotes, but a quote that is never closed must not
// swallow the list: so many lines at most.
constexpr int kMostLines = 8;

enum class Column : uint8_t {
  ignored,
  hash,  // kind by length, or by the column `kind`
  pdq,
  md5,
  sha1,
  sha256,
  kind,
  quality,
  file,
  id,
  member,
  classification,
  scheme,
  country,
  tags,
  timestamp,
  status,
  deleted,
  other,
};

struct ColumnName {
  std::string_view name;
  Column column;
};
constexpr ColumnName kColumnNames[] = {
    {"hash", Column::hash},
    {"hash_value", Column::hash},
    {"signal", Column::hash},
    {"value", Column::hash},
    {"indicator", Column::hash},
    {"hash_digest", Column::hash},
    {"kind", Column::kind},
    {"type", Column::kind},
    {"hash_type", Column::kind},
    {"signal_type", Column::kind},
    {"algorithm", Column::kind},
    {"quality", Column::quality},
    {"pdq_quality", Column::quality},
    {"file", Column::file},
    {"filename", Column::file},
    {"file_name", Column::file},
    {"path", Column::file},
    {"id", Column::id},
    {"entry_id", Column::id},
    {"member", Column::member},
    {"owner", Column::member},
    {"source", Column::member},
    {"classification", Column::classification},
    {"category", Column::classification},
    {"severity", Column::classification},
    {"scheme", Column::scheme},
    {"country", Column::country},
    {"tags", Column::tags},
    {"tag", Column::tags},
    {"label", Column::tags},
    {"timestamp", Column::timestamp},
    {"last_updated", Column::timestamp},
    {"updated_on", Column::timestamp},
    {"date", Column::timestamp},
    {"status", Column::status},
    {"deleted", Column::deleted},
    {"should_delete", Column::deleted},
    {"other", Column::other},
};

std::string lower(std::string_view text) {
  std::string out = to_lower(text);
  for (char& c : out) {
    if (c == ' ' || c == '-') c = '_';
  }
  return out;
}

Column column_of(std::string_view heading) {
  const std::string name = lower(trim(heading));
  for (const ColumnName& known : kColumnNames) {
    if (known.name == name) return known.column;
  }
  if (const auto kind = parse_hash_kind(name)) {
    return static_cast<Column>(static_cast<int>(Column::pdq) + static_cast<int>(*kind) - 1);
  }
  return Column::ignored;
}

bool is_hash_column(Column column) {
  return column >= Column::hash && column <= Column::sha256;
}

class CsvList {
 public:
  CsvList(std::string_view bytes, const ReadListOptions& options, ListSink& sink)
      : left_(bytes), options_(options), sink_(sink), kind_of_64_(options.kind_of_64) {}

  void read() {
    guess_delimiter();
    bool first = true;
    while (next_record()) {
      if (cells_.empty() || (cells_.size() == 1 && trim(cells_[0]).empty())) continue;
      if (cells_[0].starts_with('#')) continue;  // a comment
      if (first && read_header()) {
        first = false;
        continue;
      }
      first = false;
      read_row();
    }
  }

 private:
  void guess_delimiter() {
    const std::string_view line = left_.substr(0, left_.find('\n'));
    std::size_t best = 0;
    for (const char c : {',', ';', '\t', '|'}) {
      const auto count = static_cast<std::size_t>(std::count(line.begin(), line.end(), c));
      if (count > best) {
        best = count;
        dialect_.delimiter = c;
      }
    }
  }

  // Up to `lines` lines of what is left, without the last line end.
  static std::size_t end_of_lines(std::string_view text, int lines) {
    std::size_t at = 0;
    for (;; ++at) {
      at = text.find('\n', at);
      if (at == std::string_view::npos) return text.size();
      if (--lines == 0) return at;
    }
  }

  bool next_record() {
    while (!left_.empty()) {
      line_ += lines_taken_;
      lines_taken_ = 1;
      for (const int lines : {1, kMostLines}) {
        const std::size_t end = end_of_lines(left_, lines);
        collect::CsvScan scan = collect::scan_csv(left_.substr(0, end), dialect_, true, ranges_);
        if (scan.end != collect::CsvEnd::record) continue;
        take(scan);
        return true;
      }
      sink_.reject(line_, "a quote that is not closed, or text after a closing quote");
      left_.remove_prefix(std::min(end_of_lines(left_, 1) + 1, left_.size()));
    }
    return false;
  }

  void take(const collect::CsvScan& scan) {
    const std::string_view record = left_.substr(0, scan.size);
    scratch_.clear();
    scratch_.reserve(record.size());
    cells_.clear();
    for (const collect::CsvCell& cell : ranges_)
      cells_.push_back(collect::csv_value(left_, cell, scratch_));
    lines_taken_ = 1 + static_cast<uint64_t>(std::count(record.begin(), record.end(), '\n'));
    // Cells are views of the list or of scratch_: moving on does not touch them. The scan
    // saw only some lines, so the line end may stand behind what it calls the next record.
    left_.remove_prefix(std::min(scan.size, left_.size()));
    if (left_.starts_with('\r')) left_.remove_prefix(1);
    if (left_.starts_with('\n')) left_.remove_prefix(1);
  }

  // True if the first record names columns.
  bool read_header() {
    columns_.clear();
    bool names_hash = false, names_quality = false;
    for (const std::string_view cell : cells_) {
      columns_.push_back(column_of(cell));
      names_hash = names_hash || is_hash_column(columns_.back());
      names_quality = names_quality || columns_.back() == Column::quality;
    }
    if (!names_hash) columns_.clear();
    // `hash,quality,file` is what the reference's hasher prints: a PDQ hash.
    if (names_quality) kind_of_64_ = HashKind::pdq;
    return names_hash;
  }

  void read_row() {
    ListEntry entry;
    std::string_view reason;
    if (columns_.empty()) {
      read_bare(entry);
    } else if (cells_.size() > columns_.size()) {
      reason = "more cells than the header has";
    } else {
      reason = read_columns(entry);
    }
    if (!reason.empty()) return sink_.reject(line_, reason);
    hand_on(std::move(entry), line_, options_, sink_);
  }

  // No header: what looks like a hash is one; a number beside a PDQ hash is its quality,
  // the first other text the file.
  void read_bare(ListEntry& entry) {
    for (const std::string_view raw : cells_) {
      const std::string_view cell = trim(raw);
      const auto kind = guess_hash_kind(cell, kind_of_64_);
      if (kind && entry.of(*kind).empty()) {
        entry.of(*kind) = *parse_hash(*kind, cell);
      } else if (int quality = -1; entry.quality < 0 && parse_number(cell, quality) &&
                                   quality >= 0 && quality <= 100) {
        entry.quality = quality;
      } else if (entry.file.empty()) {
        entry.file = cell;
      }
    }
  }

  static bool parse_number(std::string_view text, int& value) {
    const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && at == text.data() + text.size() && !text.empty();
  }

  // What is wrong, or "".
  std::string_view read_columns(ListEntry& entry) {
    std::string_view hash, kind;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      const std::string_view cell = trim(cells_[i]);
      if (cell.empty()) continue;
      const Column column = columns_[i];
      if (column == Column::hash) {
        hash = cell;
      } else if (column == Column::kind) {
        kind = cell;
      } else if (is_hash_column(column)) {
        const auto known =
            static_cast<HashKind>(static_cast<int>(column) - static_cast<int>(Column::pdq) + 1);
        const auto bytes = parse_hash(known, cell);
        if (!bytes) return kBadHash;
        entry.of(known) = *bytes;
      } else if (column == Column::quality) {
        if (!parse_number(cell, entry.quality) || entry.quality < 0 || entry.quality > 100)
          return "a quality that is no number from 0 to 100";
      } else {
        read_text(entry, column, cell);
      }
    }
    return hash.empty() ? std::string_view() : read_hash(entry, hash, kind);
  }

  std::string_view read_hash(ListEntry& entry, std::string_view hash, std::string_view kind) const {
    const auto known = kind.empty() ? guess_hash_kind(hash, kind_of_64_) : parse_hash_kind(kind);
    if (!known && !kind.empty()) {
      entry.other.push_back({lower(kind), std::string(hash)});
      return "";
    }
    const auto bytes = known ? parse_hash(*known, hash) : std::nullopt;
    if (!bytes) return kBadHash;
    entry.of(*known) = *bytes;
    return "";
  }

  static void read_text(ListEntry& entry, Column column, std::string_view cell) {
    switch (column) {
      case Column::file:
        entry.file = cell;
        break;
      case Column::id:
        entry.id = cell;
        break;
      case Column::member:
        entry.member = cell;
        break;
      case Column::classification:
        entry.classification = cell;
        break;
      case Column::scheme:
        entry.scheme = cell;
        break;
      case Column::country:
        entry.country = cell;
        break;
      case Column::tags:
        entry.tags = split_tags(cell);
        break;
      case Column::timestamp:
        entry.timestamp = cell;
        break;
      case Column::status:
        entry.status = cell;
        break;
      case Column::deleted:
        entry.deleted = is_true(cell);
        break;
      case Column::other:
        for (const std::string& pair : split_tags(cell)) {
          const std::size_t equals = std::min(pair.find('='), pair.size());
          entry.other.push_back(
              {pair.substr(0, equals), pair.substr(std::min(equals + 1, pair.size()))});
        }
        break;
      default:
        break;
    }
  }

  std::string_view left_;
  const ReadListOptions& options_;
  ListSink& sink_;
  HashKind kind_of_64_;
  collect::CsvDialect dialect_;
  std::vector<collect::CsvCell> ranges_;
  std::vector<std::string_view> cells_;
  std::string scratch_;
  std::vector<Column> columns_;
  uint64_t line_ = 1, lines_taken_ = 0;
};

}  // namespace

Result<void> read_csv(std::string_view bytes, const ReadListOptions& options, ListSink& sink) {
  CsvList(bytes, options, sink).read();
  return {};
}

Result<void> read_lines(std::string_view bytes, const ReadListOptions& options, ListSink& sink) {
  for (uint64_t number = 1; !bytes.empty(); ++number) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = trim(bytes.substr(0, end));
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (line.empty() || line.starts_with('#')) continue;
    const std::size_t blank = line.find_first_of(" \t");
    if (blank == std::string_view::npos) {
      sink.reject(number, "a signal type without a signal");
      continue;
    }
    const auto kind = parse_hash_kind(line.substr(0, blank));
    if (!kind) {
      sink.reject(number, "a signal of a type that is no hash that can be matched");
      continue;
    }
    const auto hash = parse_hash(*kind, trim(line.substr(blank)));
    if (!hash) {
      sink.reject(number, kBadHash);
      continue;
    }
    ListEntry entry;
    entry.of(*kind) = *hash;
    hand_on(std::move(entry), number, options, sink);
  }
  return {};
}

}  // namespace maillon::share
