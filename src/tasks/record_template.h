// A family of short records as text: its columns, with slots where they differ.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/records.h"

namespace maillon::tasks {

// A record's columns as stated.
struct RecordText {
  std::vector<std::string> names, values;
};
RecordText to_record_text(const RecordBatch& records, std::size_t row);

// The columns that records of a family state: the value where all that state one
// state the same, else a slot.
struct RecordTemplate {
  struct Column {
    std::string name, value;  // value: "" = a slot
  };
  std::vector<Column> columns;

  std::string to_text() const;  // "name: Maria Anna; town: {1}"
};
RecordTemplate build_record_template(const std::vector<RecordText>& members);

// The value of the column of that name; "" if the record states none there.
std::string value_of(const RecordText& record, std::string_view name);
// Does the cell state something (and not "NA", "-" or the like)?
bool states_value(std::string_view value);

}  // namespace maillon::tasks
