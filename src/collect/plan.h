// How to read a file: guessed once from its head, kept with the import, and
// enough to read any record of it again, bit for bit.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/records.h"
#include "base/result.h"

namespace maillon::collect {

// How the bytes are wrapped. Numbers are for memory only; names are stored.
enum class Container : uint8_t { plain, gzip, zstd, xlsx };
// csv: any delimiter; an XLSX sheet is read as the CSV that unwrap() makes of it.
// json_array: objects in an array, at the top or under a key, or simply one after
// another over several lines.
// pages: saved web pages, read as the lines of JSON that are made of them (pages/page.h).
enum class Format : uint8_t { csv, json_lines, json_array, whatsapp, telegram, pages };
// How saved pages are written: one HTML file, one MHTML message, a web archive of many.
enum class PageKind : uint8_t { none, html, mhtml, warc };
enum class Encoding : uint8_t {
  utf8,
  utf16le,
  utf16be,
  windows1252,
  windows1251,
  windows1256,
  gb18030,
};
// What the first, second and third number of 03/04/2021 are.
enum class DateOrder : uint8_t { dmy, mdy, ymd };

std::string_view to_name(Container container);  // "gzip"
std::string_view to_name(Format format);        // "json_lines"
std::string_view to_name(Encoding encoding);    // "windows-1252"
std::string_view to_name(DateOrder order);      // "dmy"
std::string_view to_name(PageKind kind);        // "mhtml"
std::optional<Encoding> parse_encoding(std::string_view name);
std::optional<DateOrder> parse_date_order(std::string_view name);

// The version of the readers: stored with each plan. A reader that would give
// other fields for the same bytes and plan needs a new number.
inline constexpr int kPlanVersion = 3;

struct ReadPlan {
  Container container = Container::plain;
  Format format = Format::csv;
  Encoding encoding = Encoding::utf8;
  // csv
  char delimiter = ',';
  bool quotes = true;  // false: a quote is a character like any other
  bool has_header = true;
  char line_end = '\n';  // '\r' in files of old Macs
  // json_array: the key of the arrays whose objects are the records; "" = the top.
  std::string array_key;
  // telegram: text that was copied from the program, not its result.json.
  bool copied_text = false;
  PageKind pages = PageKind::none;
  // csv: the columns in order ("1", "2" ... without a header).
  // json: the keys that are read, nested ones with a dot.
  std::vector<std::string> columns;
  // A table of short records (names, addresses, dates in columns, no column of
  // text): the columns that are kept and compared, by index. Empty: posts.
  std::vector<uint32_t> record;
  // For each Field the columns (by index) it is joined from, with line breaks.
  std::array<std::vector<uint32_t>, kFieldCount> fields;
  DateOrder date_order = DateOrder::dmy;
  bool decimal_comma = false;  // lat and lon are written 48,85
  // For records that state no source.
  std::string default_source;
  // The pictures that records name were looked for in a folder that the user gave.
  bool images_given = false;
  // What was guessed, one line each, for the user. Not part of to_json().
  std::vector<std::string> notes;
  // The columns at the beginning of the file, read or not. Not part of to_json().
  std::vector<std::string> seen_columns;

  const std::vector<uint32_t>& field(Field f) const { return fields[static_cast<std::size_t>(f)]; }
  std::vector<uint32_t>& field(Field f) { return fields[static_cast<std::size_t>(f)]; }

  bool has_records() const { return !record.empty(); }
  // Ranges are places in a text made of the source, not in the source itself.
  bool is_rewritten() const { return container != Container::plain || format == Format::pages; }

  // The same plan gives the same text; notes are left out. from_json gives the
  // plan back, or says what is wrong with the text.
  std::string to_json() const;
  static Result<ReadPlan> from_json(std::string_view json);
};

// What the user says with --map and --source.
struct UserMapping {
  struct Item {
    Field field;
    std::vector<std::string> columns;
  };
  std::vector<Item> items;
  std::string source;
  // `--map encoding=windows-1251,delimiter=tab,header=no,date_order=mdy`
  std::optional<Encoding> encoding;
  std::optional<char> delimiter;
  std::optional<bool> has_header;
  std::optional<DateOrder> date_order;
};

// "body=title+desc,id=ad_id": a field, and the columns it is joined from. A
// backslash makes the next character part of a name. Fails on an unknown field
// (the message lists them) and on a field that is named twice.
Result<UserMapping> parse_mapping(std::string_view map, std::string_view source);

// How many of a file's first bytes guess_plan needs, told by the first few
// (8 are enough): 1 MiB, but all of an XLSX file, whose table of contents
// stands at its end. Less is fine where the file ends before.
std::size_t head_size(std::string_view first_bytes);

// Guesses how to read from the first bytes (raw, head_size() of them) and the
// file's name, and says in notes what it took for granted. Fails with what to do
// about it on an empty or binary file, on a column in `user` that is not there,
// and if there is neither a body nor a title.
Result<ReadPlan> guess_plan(std::string_view head, std::string_view file_name,
                            const UserMapping& user);

}  // namespace maillon::collect
