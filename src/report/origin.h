// Where the value of a post's field comes from: named on the page of a post, so that whoever reads
// a value in a dossier can look at what it rests on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "base/records.h"
#include "report/style.h"

namespace maillon::report {

enum class OriginKind : uint8_t {
  column,   // of a table, by its name
  key,      // of a JSON object
  message,  // a part of a chat's message
  page,     // read from a saved web page
  given,    // said by whoever imported the file
  text,     // recognised in the text by the program
};
std::string_view to_name(OriginKind kind);  // "column"

// A range of bytes of a field.
struct TextPlace {
  Field field = Field::body;
  uint32_t begin = 0, end = 0;
  friend bool operator==(const TextPlace&, const TextPlace&) = default;
};
void write_json(JsonWriter& json, const TextPlace& place);

struct Origin {
  Field field = Field::author;
  OriginKind kind = OriginKind::column;
  std::vector<std::string> columns;  // that it was joined from, if they have names
  std::vector<TextPlace> places;     // where the post's texts say the same
};

// A line each: the field, where it comes from, where the texts say the same. "" for none.
std::string origins_text(const std::vector<Origin>& origins, const Style& style);
void write_json(JsonWriter& json, const Origin& origin);

}  // namespace maillon::report
