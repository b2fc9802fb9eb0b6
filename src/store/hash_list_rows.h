// How entries of a hash list are rows of list.db. Only for hash_list.cc and
// hash_list_writer.cc.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "share/hash_list.h"
#include "store/hash_list.h"
#include "store/sqlite.h"

namespace maillon::store {

inline constexpr int64_t kListApplication = 0x4D4C4853;  // "MLHS"
inline constexpr int64_t kListVersion = 1;

// Columns in the order of bind_entry() and read_entry().
inline constexpr const char* kEntryColumns =
    "source_id,member,pdq,md5,sha1,sha256,quality,file,classification,scheme,country,tags,"
    "timestamp,status,other,restricted";
inline constexpr int kEntryColumnCount = 16;

// An entry's texts, as they are bound: they must live until the step.
struct EntryRow {
  explicit EntryRow(const share::ListEntry& entry);
  void bind(Statement& statement, int first) const;
  uint64_t digest() const;  // changes when anything of the entry does

  const share::ListEntry* entry;
  std::string tags, other;
};

share::ListEntry read_entry(const Statement& row, int first);

Result<ListSettings> read_settings(Database& database);
Result<void> write_settings(Database& database, const ListSettings& settings);
// The PDQ hash that an entry is found by; nothing if it has none or too little detail.
std::optional<Hash256> indexed_hash(std::string_view pdq, int quality);
// All rows that the index holds.
Result<std::vector<HashValue>> read_indexed(Database& database);

inline std::string list_path(const std::string& folder) {
  return folder + "/list.db";
}
inline std::string index_path(const std::string& folder) {
  return folder + "/pdq";
}

}  // namespace maillon::store
