// The export tables: posts, selectors, links, networks, templates, near_misses, pictures, as CSV
// (RFC 4180: CRLF, quotes doubled) or JSON lines. Columns are only ever added.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/records.h"

namespace maillon::report {

enum class Table : uint8_t { posts, selectors, links, networks, templates, near_misses, pictures };
std::optional<Table> parse_table(std::string_view name);
std::string_view to_name(Table table);
// The columns' names, in order.
std::span<const std::string_view> table_columns(Table table);

enum class TableFormat : uint8_t { csv, jsonl };
std::optional<TableFormat> parse_table_format(std::string_view name);

struct TableOptions {
  TableFormat format = TableFormat::csv;
  // CSV for a spreadsheet: a byte order mark, and an apostrophe before text that
  // the spreadsheet would take for a formula (= + - @ tab CR first).
  bool spreadsheet = false;
};

// Writes rows into a buffer that the caller empties now and then:
//   RowWriter w(table_columns(Table::posts), options);
//   w.cell("a"); w.cell(uint64_t{3}); w.end_row();
//   if (w.size() > 1 << 16) out.write(w.take());
// CSV starts with the header line. Text is written as it is (not printable()):
// tables are for programs. Bytes that are not UTF-8 become U+FFFD in JSON.
class RowWriter {
 public:
  // `columns` must outlive the writer.
  RowWriter(std::span<const std::string_view> columns, TableOptions options);

  void cell(std::string_view text);
  void cell(const char* text) { cell(std::string_view(text)); }
  void cell(uint64_t number);
  void cell(int64_t number);
  void cell(uint32_t number) { cell(static_cast<uint64_t>(number)); }
  void cell(bool yes);                    // true / false
  void cell(double number);               // shortest that reads back the same
  void fixed(double number, int digits);  // so many digits after the point
  void time(int64_t unix_seconds);        // RFC 3339; kNoTime: empty, null in JSON
  void empty();                           // empty, null in JSON
  // Joined with ';' in CSV, an array in JSON.
  void list(std::span<const std::string> items);
  // Every column must have had its cell.
  void end_row();

  std::size_t size() const { return out_.size(); }
  std::string take();

 private:
  void before_cell();
  void csv_text(std::string_view text);

  std::span<const std::string_view> columns_;
  TableOptions options_;
  std::string out_;
  std::size_t column_ = 0;
};

// Rows. Views: the strings belong to the caller.
struct PostRowView {
  std::string_view id = {}, source = {}, network = {}, template_id = {};
  int64_t posted_at = kNoTime;
  std::string_view city = {}, country = {}, language = {};
  std::span<const std::string> indicators = {};
  std::string_view kind = {}, level = {};
};
struct SelectorRowView {
  std::string_view id = {}, source = {};  // the post's
  SelectorKind kind = SelectorKind::phone;
  Service service = Service::none;
  std::string_view value = {};
  Field field = Field::body;
  uint32_t begin = 0, end = 0;
};
struct LinkRowView {
  std::string_view a = {}, b = {};  // source:id
  double bits = 0, posterior = 0;
  std::string_view kinds = {};  // "phone;text"
  bool accepted = false;
};
struct NetworkRowView {
  std::string_view network = {};
  uint64_t posts = 0;
  int64_t first_seen = kNoTime, last_seen = kNoTime;
  std::span<const std::string> countries = {}, cities = {};
  uint64_t selectors = 0;  // distinct
  std::span<const std::string> indicators = {};
  std::string_view kind = {}, level = {};
};
struct TemplateRowView {
  std::string_view template_id = {};
  uint64_t posts = 0;
  std::string_view text = {};
};
struct NearMissRowView {
  std::string_view a = {}, b = {};  // source:id
  double bits = 0;                  // of the evidence; reason wording: of the common wording
  std::optional<double> share = {};
  std::string_view reason = {};
  std::optional<double> posterior = {};
};
struct PictureRowView {
  std::string_view id = {}, source = {};      // the post's
  std::string_view picture = {}, group = {};  // I-...; group: of the first that shows the same
  std::string_view name = {};
  uint32_t width = 0, height = 0;
  uint32_t quality = 0;  // of the PDQ hash, 0 to 100
  std::string_view pdq = {}, sha256 = {};
  uint32_t frames = 0;           // of a video: that are compared
  std::string_view listed = {};  // what hash lists say of it, with | between
  bool restricted = false;       // of abuse of children, or shows the same: then without `pdq`
};
void write_row(RowWriter& to, const PostRowView& row);
void write_row(RowWriter& to, const SelectorRowView& row);
void write_row(RowWriter& to, const LinkRowView& row);
void write_row(RowWriter& to, const NetworkRowView& row);
void write_row(RowWriter& to, const TemplateRowView& row);
void write_row(RowWriter& to, const NearMissRowView& row);
void write_row(RowWriter& to, const PictureRowView& row);

}  // namespace maillon::report
