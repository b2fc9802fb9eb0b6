// Two short records compared column by column, as `explain` shows it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "report/style.h"

namespace maillon::report {

struct FieldLine {
  std::string name;        // of the column
  std::string a, b;        // as stated; "" = nothing
  std::string level;       // "the same", "near" ...
  uint64_t shared_by = 0;  // of the same value: records that state it; 0 = not the same
  double bits = 0;         // > 0 for, < 0 against
};

struct FieldLedger {
  std::vector<FieldLine> lines;  // empty: the two are not both short records
  double prior_bits = 0;         // log2 of the odds that two random records are of one family
  double sum_bits = 0;           // prior + lines
  bool one_family = false;       // of the table, which counts other records too
};

// The strongest first, those against last; then prior and sum. "" without lines.
std::string to_text(const FieldLedger& ledger, const Style& style);
// The member "fields" of the object that `json` stands in.
void write_json(JsonWriter& json, const FieldLedger& ledger);

}  // namespace maillon::report
