#include "tasks/record_step.h"

#include <algorithm>
#include <numeric>

#include "extract/text/fold.h"

namespace maillon::tasks {
namespace {

// A column of the joined table: which part and which of its columns.
struct Source {
  std::string name;  // folded
  std::size_t part = 0, column = 0;
};

std::vector<Source> list_columns(const std::vector<RecordPart>& parts) {
  std::vector<Source> columns;
  for (std::size_t p = 0; p < parts.size(); ++p) {
    for (std::size_t c = 0; c < parts[p].names.size(); ++c)
      columns.push_back({fold_column(parts[p].names[c]), p, c});
  }
  std::sort(columns.begin(), columns.end(), [](const Source& x, const Source& y) {
    return std::tie(x.name, x.part, x.column) < std::tie(y.name, y.part, y.column);
  });
  return columns;
}

}  // namespace

std::string fold_value(std::string_view value) {
  extract::Folded folded;
  folded.assign(value);
  return std::string(folded.text());
}

std::string fold_column(std::string_view name) {
  std::string folded = fold_value(name);
  std::erase_if(folded, [](char c) { return c == ' ' || c == '_' || c == '-' || c == '.'; });
  return folded;
}

RecordPart take_records(const TextBatch& batch) {
  RecordPart part;
  if (batch.records.value_names.empty()) return part;
  part.rows = batch.rows;
  part.names = batch.records.value_names;
  extract::Folded folded;
  for (std::size_t i = 0; i < batch.records.values.size(); ++i) {
    folded.assign(batch.records.values[i]);
    part.values.push_back(folded.text());
  }
  return part;
}

RecordRows join_records(std::vector<RecordPart>&& parts) {
  RecordRows out;
  std::erase_if(parts, [](const RecordPart& part) { return part.rows.empty(); });
  if (parts.empty()) return out;
  // (post, part, place): posts in canonical order, whatever order they were read in.
  std::vector<std::tuple<uint32_t, std::size_t, std::size_t>> order;
  for (std::size_t p = 0; p < parts.size(); ++p) {
    for (std::size_t i = 0; i < parts[p].rows.size(); ++i)
      order.emplace_back(parts[p].rows[i], p, i);
  }
  std::sort(order.begin(), order.end());
  for (const auto& [row, part, place] : order) out.row.push_back(row);
  const std::vector<Source> columns = list_columns(parts);
  for (std::size_t i = 0; i < columns.size();) {
    std::size_t j = i;
    std::vector<std::size_t> column(parts.size(), SIZE_MAX);
    // A name that one table has twice stands for the first of the two.
    for (; j < columns.size() && columns[j].name == columns[i].name; ++j) {
      if (column[columns[j].part] == SIZE_MAX) column[columns[j].part] = columns[j].column;
    }
    StringColumn values;
    for (const auto& [row, part, place] : order) {
      const std::size_t c = column[part];
      values.push_back(c == SIZE_MAX ? std::string_view()
                                     : parts[part].values[place * parts[part].names.size() + c]);
    }
    out.table.names.push_back(columns[i].name);
    out.table.columns.push_back(std::move(values));
    i = j;
  }
  return out;
}

link::FieldKnowledge add_record_families(const RecordRows& records, link::Families& families,
                                         Progress& progress) {
  if (records.row.empty()) return {};
  link::RecordFamilies found = link::find_record_families(records.table, progress);
  for (std::size_t i = 0; i < records.row.size(); ++i) {
    const uint32_t family = found.families.family[i];
    if (family == link::kNoFamily) continue;
    families.family[records.row[i]] = families.count + family;
  }
  const uint32_t all = families.count + found.families.count;
  std::vector<uint32_t> number(all, link::kNoFamily);
  families.count = 0;
  for (uint32_t& family : families.family) {
    if (family == link::kNoFamily) continue;
    if (number[family] == link::kNoFamily) number[family] = families.count++;
    family = number[family];
  }
  return std::move(found.knowledge);
}

}  // namespace maillon::tasks
