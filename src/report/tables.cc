#include "report/tables.h"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/check.h"
#include "base/civil_time.h"
#include "base/json_writer.h"

namespace maillon::report {
namespace {

constexpr std::array<std::string_view, 7> kTableNames = {
    "posts", "selectors", "links", "networks", "templates", "near_misses", "pictures"};
constexpr std::array<std::string_view, 11> kPosts = {"id",         "source", "network", "template",
                                                     "posted_at",  "city",   "country", "language",
                                                     "indicators", "kind",   "level"};
constexpr std::array<std::string_view, 8> kSelectors = {"id",    "source", "kind",  "service",
                                                        "value", "field",  "begin", "end"};
constexpr std::array<std::string_view, 6> kLinks = {"a",         "b",     "bits",
                                                    "posterior", "kinds", "accepted"};
constexpr std::array<std::string_view, 10> kNetworks = {
    "network", "posts",     "first_seen", "last_seen", "countries",
    "cities",  "selectors", "indicators", "kind",      "level"};
constexpr std::array<std::string_view, 6> kNearMisses = {"a",     "b",      "bits",
                                                         "share", "reason", "posterior"};
constexpr std::array<std::string_view, 13> kPictures = {
    "id",      "source", "picture", "group",  "name",   "width",     "height",
    "quality", "pdq",    "sha256",  "frames", "listed", "restricted"};
constexpr std::array<std::string_view, 3> kTemplates = {"template", "posts", "text"};

// What spreadsheets take for the begin of a formula.
bool is_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

}  // namespace

std::optional<Table> parse_table(std::string_view name) {
  for (std::size_t i = 0; i < kTableNames.size(); ++i) {
    if (kTableNames[i] == name) return static_cast<Table>(i);
  }
  return std::nullopt;
}

std::string_view to_name(Table table) {
  return kTableNames[static_cast<std::size_t>(table)];
}

std::span<const std::string_view> table_columns(Table table) {
  switch (table) {
    case Table::posts:
      return kPosts;
    case Table::selectors:
      return kSelectors;
    case Table::links:
      return kLinks;
    case Table::networks:
      return kNetworks;
    case Table::templates:
      return kTemplates;
    case Table::pictures:
      return kPictures;
    case Table::near_misses:
      return kNearMisses;
  }
  return {};
}

std::optional<TableFormat> parse_table_format(std::string_view name) {
  if (name == "csv") return TableFormat::csv;
  if (name == "jsonl") return TableFormat::jsonl;
  return std::nullopt;
}

RowWriter::RowWriter(std::span<const std::string_view> columns, TableOptions options)
    : columns_(columns), options_(options) {
  if (options_.format != TableFormat::csv) return;
  if (options_.spreadsheet) out_ += "\xEF\xBB\xBF";
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (i > 0) out_.push_back(',');
    out_ += columns_[i];
  }
  out_ += "\r\n";
}

void RowWriter::before_cell() {
  CHECK(column_ < columns_.size());
  if (options_.format == TableFormat::csv) {
    if (column_ > 0) out_.push_back(',');
  } else {
    out_ += column_ == 0 ? "{\"" : ",\"";
    out_ += columns_[column_];
    out_ += "\":";
  }
  ++column_;
}

void RowWriter::csv_text(std::string_view text) {
  const bool guard = options_.spreadsheet && is_formula(text);
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    // A row of one empty cell would read back as no row.
    if (text.empty() && columns_.size() == 1) out_ += "\"\"";
    if (guard) out_.push_back('\'');
    out_ += text;
    return;
  }
  out_ += guard ? "\"'" : "\"";
  for (const char c : text) {
    if (c == '"') out_.push_back('"');
    out_.push_back(c);
  }
  out_.push_back('"');
}

void RowWriter::cell(std::string_view text) {
  before_cell();
  if (options_.format == TableFormat::csv) {
    csv_text(text);
  } else {
    append_json_string(out_, text);
  }
}

void RowWriter::cell(uint64_t number) {
  before_cell();
  const fmt::format_int digits(number);
  out_.append(digits.data(), digits.size());
}

void RowWriter::cell(int64_t number) {
  before_cell();
  const fmt::format_int digits(number);
  out_.append(digits.data(), digits.size());
}

void RowWriter::cell(bool yes) {
  before_cell();
  out_ += yes ? "true" : "false";
}

void RowWriter::cell(double number) {
  if (!std::isfinite(number)) return empty();
  before_cell();
  fmt::format_to(std::back_inserter(out_), "{}", number);
}

void RowWriter::fixed(double number, int digits) {
  if (!std::isfinite(number)) return empty();
  before_cell();
  fmt::format_to(std::back_inserter(out_), "{:.{}f}", number, digits);
}

void RowWriter::time(int64_t unix_seconds) {
  if (unix_seconds == kNoTime) return empty();
  cell(std::string_view(format_time(unix_seconds)));
}

void RowWriter::empty() {
  before_cell();
  if (options_.format == TableFormat::jsonl) out_ += "null";
}

void RowWriter::list(std::span<const std::string> items) {
  if (options_.format == TableFormat::csv) {
    std::string joined;
    for (const std::string& item : items) joined += (joined.empty() ? "" : ";") + item;
    return cell(std::string_view(joined));
  }
  before_cell();
  out_.push_back('[');
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out_.push_back(',');
    append_json_string(out_, items[i]);
  }
  out_.push_back(']');
}

void RowWriter::end_row() {
  CHECK(column_ == columns_.size());
  column_ = 0;
  out_ += options_.format == TableFormat::csv ? "\r\n" : "}\n";
}

std::string RowWriter::take() {
  std::string out = std::move(out_);
  out_ = {};
  out_.reserve(out.size());
  return out;
}

void write_row(RowWriter& to, const PostRowView& row) {
  for (const std::string_view text : {row.id, row.source, row.network, row.template_id})
    to.cell(text);
  to.time(row.posted_at);
  for (const std::string_view text : {row.city, row.country, row.language}) to.cell(text);
  to.list(row.indicators);
  to.cell(row.kind);
  to.cell(row.level);
  to.end_row();
}

void write_row(RowWriter& to, const SelectorRowView& row) {
  to.cell(row.id);
  to.cell(row.source);
  to.cell(maillon::to_name(row.kind));
  to.cell(maillon::to_name(row.service));
  to.cell(row.value);
  to.cell(maillon::to_name(row.field));
  to.cell(row.begin);
  to.cell(row.end);
  to.end_row();
}

void write_row(RowWriter& to, const LinkRowView& row) {
  to.cell(row.a);
  to.cell(row.b);
  to.fixed(row.bits, 3);
  to.cell(row.posterior);
  to.cell(row.kinds);
  to.cell(row.accepted);
  to.end_row();
}

void write_row(RowWriter& to, const NetworkRowView& row) {
  to.cell(row.network);
  to.cell(row.posts);
  to.time(row.first_seen);
  to.time(row.last_seen);
  to.list(row.countries);
  to.list(row.cities);
  to.cell(row.selectors);
  to.list(row.indicators);
  to.cell(row.kind);
  to.cell(row.level);
  to.end_row();
}

void write_row(RowWriter& to, const TemplateRowView& row) {
  to.cell(row.template_id);
  to.cell(row.posts);
  to.cell(row.text);
  to.end_row();
}

void write_row(RowWriter& to, const PictureRowView& row) {
  to.cell(row.id);
  to.cell(row.source);
  to.cell(row.picture);
  to.cell(row.group);
  to.cell(row.name);
  to.cell(row.width);
  to.cell(row.height);
  to.cell(row.quality);
  to.cell(row.pdq);
  to.cell(row.sha256);
  to.cell(row.frames);
  to.cell(row.listed);
  to.cell(row.restricted ? std::string_view("yes") : std::string_view());
  to.end_row();
}

void write_row(RowWriter& to, const NearMissRowView& row) {
  to.cell(row.a);
  to.cell(row.b);
  to.fixed(row.bits, 3);
  if (row.share) {
    to.fixed(*row.share, 3);
  } else {
    to.empty();
  }
  to.cell(row.reason);
  if (row.posterior) {
    to.cell(*row.posterior);
  } else {
    to.empty();
  }
  to.end_row();
}

}  // namespace maillon::report
