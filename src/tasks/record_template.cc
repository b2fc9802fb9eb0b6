#include "tasks/record_template.h"

#include <algorithm>

#include <fmt/format.h>

#include "link/fields/table.h"
#include "tasks/record_step.h"

namespace maillon::tasks {

bool states_value(std::string_view value) {
  return !link::normalise_value(fold_value(value), link::FieldKind::name).empty();
}

std::string value_of(const RecordText& record, std::string_view name) {
  for (std::size_t c = 0; c < record.names.size(); ++c) {
    if (record.names[c] == name && states_value(record.values[c])) return record.values[c];
  }
  return "";
}

RecordText to_record_text(const RecordBatch& records, std::size_t row) {
  RecordText text{records.value_names, {}};
  for (std::size_t c = 0; c < text.names.size(); ++c)
    text.values.emplace_back(records.value(row, c));
  return text;
}

std::string RecordTemplate::to_text() const {
  std::string text;
  std::size_t slot = 0;
  for (const Column& column : columns) {
    if (!text.empty()) text += "; ";
    text += column.name + ": ";
    text += column.value.empty() ? fmt::format("{{{}}}", ++slot) : column.value;
  }
  return text;
}

RecordTemplate build_record_template(const std::vector<RecordText>& members) {
  RecordTemplate made;
  for (const RecordText& member : members) {
    for (const std::string& name : member.names) {
      const auto known = std::find_if(made.columns.begin(), made.columns.end(),
                                      [&](const auto& column) { return column.name == name; });
      if (known == made.columns.end()) made.columns.push_back({name, ""});
    }
  }
  std::erase_if(made.columns, [&](RecordTemplate::Column& column) {
    bool same = true;
    for (const RecordText& member : members) {
      const std::string value = value_of(member, column.name);
      if (value.empty()) continue;
      if (column.value.empty()) column.value = value;
      same = same && column.value == value;
    }
    const bool stated = !column.value.empty();
    if (!same) column.value.clear();
    return !stated;
  });
  return made;
}

}  // namespace maillon::tasks
