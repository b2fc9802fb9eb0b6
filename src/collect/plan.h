// How a source is to be read: everything that turns the same bytes into the same
// records again, years later.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/records.h"
#include "base/result.h"

namespace maillon::collect {

// Stored by name in the plan's JSON.
enum class Container : uint8_t { plain, gzip, zstd, xlsx };  // how the bytes are wrapped
// csv: any delimiter; an XLSX sheet is read as the CSV that collect makes of it.
enum class Format : uint8_t { csv, json_lines, json_array, whatsapp, telegram };
enum class Encoding : uint8_t {
  utf8,
  utf16le,
  utf16be,
  windows1252,
  windows1251,
  windows1256,
  gb18030
};
enum class DateOrder : uint8_t { ymd, dmy, mdy };

struct ReadPlan {
  Container container = Container::plain;
  Format format = Format::csv;
  Encoding encoding = Encoding::utf8;
  char delimiter = ',';
  bool has_header = true;
  std::vector<std::string> columns;  // of a table, in order; empty for JSON
  // For each Field the names of the columns that it is joined from (by line breaks).
  std::array<std::vector<std::string>, kFieldCount> from;
  DateOrder date_order = DateOrder::dmy;
  std::string source;              // for records that state none
  std::vector<std::string> notes;  // what was guessed, a line each, for the user; not in the JSON

  std::string to_json() const;
  static Result<ReadPlan> from_json(std::string_view json);
};

// What the user said: --map body=title+desc,id=ad_id and --source NAME.
struct UserMapping {
  std::array<std::vector<std::string>, kFieldCount> from;
  std::string source;
  bool empty() const;
};
// Code::invalid_input names the part that is not understood and lists the fields.
Result<UserMapping> parse_mapping(std::string_view map, std::string_view source);

// Guesses how to read a source from its first bytes (raw, up to about 1 MiB) and
// its name. Code::invalid_input says what is wrong and what to do: empty file,
// pictures and other binaries, no column for the text, unknown columns in --map.
Result<ReadPlan> guess_plan(std::string_view head, std::string_view file_name,
                            const UserMapping& mapping);

}  // namespace maillon::collect
