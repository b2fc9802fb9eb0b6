// A hash list on disk: its entries with their provenance (SQLite), and an index of its
// PDQ hashes (store/hash_index.h). docs/formats/lists.md draws it.
//
//     FOLDER/list.db   entries, imports, what was rejected, settings: what counts
//     FOLDER/pdq/      the index: made again from list.db when it is behind
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/hash256.h"
#include "base/result.h"
#include "share/hash_list.h"
#include "store/hash_index.h"
#include "store/sqlite.h"

namespace maillon::store {

struct ListSettings {
  std::string role = "block";  // block, review or allow
  uint32_t radius = link::kPdqRadius;
  bool all_restricted = false;
  std::vector<std::string> harmless;  // classifications; share::RestrictionRule
  friend bool operator==(const ListSettings&, const ListSettings&) = default;
};

// One reading of a list file, and what it did.
struct ListImport {
  uint64_t id = 0;  // 0: nothing was changed and nothing is kept of it
  int64_t time = 0;
  std::string actor, file, sha256, format;
  bool replaced = false;  // entries that the file lacks were removed
  uint64_t added = 0, changed = 0, unchanged = 0, deleted = 0, repeated = 0, rejected = 0;
  std::map<std::string, uint64_t> reasons;  // of the rejected
  // Entries that the file no longer restricts, and that stay so; not kept.
  uint64_t still_restricted = 0;
};

struct ListReject {
  uint64_t import = 0, place = 0;
  std::string reason;
};

// Of one import at most so many rejected places are kept one by one.
inline constexpr uint64_t kRejectsKept = 1000;

struct StoredEntry {
  uint64_t id = 0;      // within the list
  uint64_t import = 0;  // that brought it as it is
  share::ListEntry entry;
};

struct ListCounts {
  uint64_t entries = 0, restricted = 0;
  std::array<uint64_t, share::kHashKinds.size()> by_kind{};
  std::map<std::string, uint64_t> by_class;  // "scheme country classification"
};

// Also where it cannot be told: then it cannot be opened, which says why.
bool is_list(const std::string& folder);
// Another text whenever an import has changed the list; cheaper than opening it.
Result<std::string> state_of_list(const std::string& folder);

// A list as it was when it was opened. One thread at a time; index() any number.
class HashList {
 public:
  // Code::not_found if there is no list.
  static Result<HashList> open(const std::string& folder);

  const ListSettings& settings() const { return settings_; }
  uint64_t generation() const { return generation_; }
  const HashIndex& index() const { return index_; }  // values are entries' numbers

  Result<std::vector<ListImport>> imports();
  Result<std::vector<ListReject>> rejects(uint64_t most);
  Result<ListCounts> counts();
  // Numbers of the entries that have exactly this hash, ascending; not for PDQ, which is
  // what index() is for.
  Result<std::vector<uint64_t>> find(share::HashKind kind, const std::string& bytes);
  Result<StoredEntry> entry(uint64_t id);
  // Entries by number, until fn says false.
  Result<void> for_each(const std::function<bool(const StoredEntry&)>& fn);

 private:
  Database database_;
  ListSettings settings_;
  uint64_t generation_ = 0;
  HashIndex index_;
};

// The one writer of a list. All that add(), withdraw() and reject() do becomes visible
// in commit(), or not at all.
class HashListWriter {
 public:
  // Makes the list if it is not there. Code::busy if another process writes to it.
  static Result<HashListWriter> open(const std::string& folder);

  const ListSettings& settings() const { return settings_; }
  Result<void> begin(ListImport import, const ListSettings& settings);
  // Adds the entry, or brings the one with its key up to date. One that is restricted stays so
  // until it is removed.
  Result<void> add(const share::ListEntry& entry);
  Result<void> withdraw(const share::ListEntry& entry);
  Result<void> reject(uint64_t place, std::string_view reason);
  // With `replace` entries that were not added since begin() are removed.
  Result<ListImport> commit(bool replace);

 private:
  explicit HashListWriter(HashIndexWriter index) : index_(std::move(index)) {}
  Result<void> remove(uint64_t id);
  Result<void> remove_unseen();
  Result<void> write_import();
  Result<bool> is_known_file();
  Result<std::vector<HashValue>> changed_rows();

  HashIndexWriter index_;
  Database database_;
  std::optional<Transaction> transaction_;  // of database_, as are the statements
  std::optional<Statement> find_, insert_, update_, delete_, reject_;
  ListSettings settings_, wanted_;
  ListImport import_;
  uint64_t generation_ = 0;
  std::vector<bool> seen_;
  std::vector<uint64_t> changed_, deleted_;  // entries: added or changed; changed or removed
  uint64_t next_id_ = 1;
};

}  // namespace maillon::store
