// Families of short records: rows that state the same person, firm or paper in
// other words. Found by comparing column with column (Fellegi and Sunter 1969)
// rather than by wording.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/columns.h"
#include "base/progress.h"
#include "link/families.h"
#include "link/fields/table.h"

namespace maillon::link {

// What was learned about a table: enough to weigh any two of its records again, in
// arrays that can be kept. Column c has bits.size() / size() entries of bits (one a level) and the
// values value_offsets[c] .. [c+1], by ascending hash; words likewise.
struct FieldKnowledge {
  StringColumn name;
  std::vector<uint8_t> kind;   // FieldKind
  std::vector<int32_t> bits;   // 1/1024
  std::vector<int32_t> prior;  // one: log2 odds that two random records are of one family
  std::vector<uint64_t> value_offsets{0}, word_offsets{0};
  std::vector<uint64_t> value_hash, word_hash;
  std::vector<int32_t> value_rarity;  // -log2 of the share of rows, 1/1024 bits
  std::vector<int32_t> word_weight;   // 1/64 bits
  std::vector<uint64_t> value_count;  // different records that state it
  std::vector<uint64_t> rows;         // one: of the table

  std::size_t size() const { return name.size(); }
};

struct RecordFamilies {
  Families families;  // rows of the table; near misses are left empty
  FieldKnowledge knowledge;
};

// Finds the families in near-linear time. The same rows in canonical order give the
// same families for any number of threads. No setting: weights, the rarity of values
// and the prior are learned from the table. Records of which the table shows no
// second one (by at least even odds) are in no family.
RecordFamilies find_record_families(const RecordTable& table, Progress& progress);

// One column of two records, weighed.
struct FieldEvidence {
  std::size_t column = 0;
  uint32_t level = 0;      // link/fields/compare.h
  int32_t bits = 0;        // 1/1024
  uint64_t shared_by = 0;  // of the same value: rows that state it
};

// The columns that at least one of the two states. a[c] and b[c] are the folded
// texts of knowledge column c.
std::vector<FieldEvidence> weigh_two_records(const FieldKnowledge& knowledge,
                                             const std::vector<std::string>& a,
                                             const std::vector<std::string>& b);

}  // namespace maillon::link
