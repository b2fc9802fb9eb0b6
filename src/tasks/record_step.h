// Short records (names, addresses, dates in columns) among the posts: collected
// while texts are read, compared column by column, joined with families of wording.
#pragma once

#include <string>
#include <vector>

#include "base/progress.h"
#include "link/families.h"
#include "link/fields/families.h"
#include "tasks/read_text.h"

namespace maillon::tasks {

// The posts that are short records, with the columns of all their tables by name.
struct RecordRows {
  std::vector<uint32_t> row;  // of Posts, ascending
  link::RecordTable table;    // beside row; values folded
};

// The values of one batch that are to be compared; empty for posts.
struct RecordPart {
  std::vector<uint32_t> rows;
  std::vector<std::string> names;
  StringColumn values;  // row by row, folded
};
RecordPart take_records(const TextBatch& batch);

// Columns of the same name are one column, whatever table they stand in.
RecordRows join_records(std::vector<RecordPart>&& parts);

// Families of wording and of records together; they have no row in common. Adds
// those of the records to `families` and numbers all by their smallest row.
link::FieldKnowledge add_record_families(const RecordRows& records, link::Families& families,
                                         Progress& progress);

// A value as it is compared: folded, or "" if it says that nothing is stated.
std::string fold_value(std::string_view value);
// The name by which columns of several tables are one.
std::string fold_column(std::string_view name);

}  // namespace maillon::tasks
