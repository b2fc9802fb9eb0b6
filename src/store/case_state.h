// What a Case holds, for the files of store that make it up (case_*.cc,
// import_writer.cc, verify_*.cc). Nobody else includes this.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "store/case.h"
#include "store/case_lock.h"
#include "store/cipher.h"
#include "store/sqlite.h"
#include "store/taken_over.h"

namespace maillon::store {

struct Case::State {
  std::string directory;
  bool writable = false;
  CaseLock lock;
  SharedKey key;  // null: not encrypted
  mutable Database db;
  Log log_tree{db};
  bool importing = false;                     // an ImportWriter lives
  std::string next_acquired, stated;          // for the running import, see acquired.h
  std::optional<Origin> origin;               // of the acts that are appended, see taken_over.h
  std::map<std::string, std::string> staged;  // bundles: name -> finished file; "" = drop it

  std::string path(std::string_view relative) const {
    return directory + "/" + std::string(relative);
  }
  // A fresh name in CASE/tmp/, which is made if need be.
  Result<std::string> temporary(std::string_view name);
  // Code::busy while an import runs: its number would be taken.
  Result<void> ready_for_act() const;
  Result<ActId> next_act() const;
};

// Code::invalid_input if the directory is a file, is a case or holds other things; one whose making
// was cut short can be made again.
Result<void> check_case_can_be_made(const std::string& directory);

// The key for case.db of a case with this key: none while it is being encrypted and case.db is
// not yet.
Result<SharedKey> key_of_database(const std::string& directory, const SharedKey& key);

// A file of this name in a case says that it is a copy that is not done: open() refuses it.
inline constexpr std::string_view kCopyingMark = "copying";

// Where what is being written stands, within the case.
std::string temporary_path(const std::string& directory, std::string_view name);
// Paths inside the case.
std::string original_path(const Sha256& sha256);
std::string plain_path(const Sha256& sha256);
std::string segment_path(ActId import, uint32_t segment);
std::string bundle_path(std::string_view name);

// SHA-256 over fields with their lengths, so that no two lists of fields agree.
class DigestStream {
 public:
  DigestStream& add(std::string_view text);
  DigestStream& add(int64_t number);
  DigestStream& add(uint64_t number) { return add(static_cast<int64_t>(number)); }
  DigestStream& add(uint32_t number) { return add(static_cast<int64_t>(number)); }
  Sha256 finish() { return stream_.finish(); }

 private:
  Sha256Stream stream_;
};

std::string_view as_bytes(const Sha256& hash);
Sha256 to_sha256(std::string_view bytes);  // all zero if it has another size

Sha256 parse_sha256(std::string_view hex);  // all zero if it is not 64 hex digits

// An act as it stands in case.db, without its digest.
struct Act {
  ActId id = 0;
  std::string kind;
  By by;
  ActId undoes = 0;  // 0: nothing
};

// The begin of a query that asks for `undone`: the acts that are not in force. An act's chain
// is its undo, the redo that undoes that, the undo of the redo ...; `chain` has for each the
// number of its links and the last of them. An import that was purged is not in force, and never
// again.
inline constexpr std::string_view kWithUndone =
    "WITH RECURSIVE steps(act, last, links) AS ("
    "SELECT u.undoes, u.id, 1 FROM acts u JOIN acts a ON a.id = u.undoes WHERE a.undoes IS NULL "
    "UNION ALL SELECT s.act, u.id, s.links + 1 FROM steps s JOIN acts u ON u.undoes = s.last), "
    "chain(act, last, links) AS (SELECT act, max(last), max(links) FROM steps GROUP BY act), "
    "undone(act) AS (SELECT act FROM chain WHERE links % 2 = 1 "
    "UNION SELECT of_act FROM purged_acts WHERE whole = 1) ";

// Appends the act and its log entry within the open transaction, after its own
// rows were written: the digest is computed from what the tables hold.
// `action` is the log's word for it; `summary` JSON members ("" or `"files":2`).
Result<void> append_act(Case::State& state, const Act& act, std::string_view action,
                        std::string_view summary);
// A decision and a setting, with their acts, within the open transaction.
Result<ActId> append_decided(Case::State& state, const Decision& decision, const By& by);
Result<ActId> append_setting(Case::State& state, std::string_view key, std::string_view value,
                             const By& by);
// The digest of an act from its rows: append_act and verify use the same one.
Result<Sha256> act_digest(Database& database, const Act& act);

// Remove what a killed or failed import left. REQUIRES: the lock, no import
// running; for clear_temporary no bundle being written either.
Result<void> clear_temporary(const Case::State& state);  // tmp/
// Renamed files that no import knows, quarantine rows without an act.
Result<void> clear_unfinished(Case::State& state);

// Removes the stamps of steps that wrote this bundle (case_derived.cc).
Result<void> drop_stamps_of(Case& to, std::string_view bundle);

// Network numbers in blobs (case_identities.cc).
std::string pack_identities(const std::vector<Key128>& key, const std::vector<uint32_t>& network,
                            std::size_t begin, std::size_t end);
Result<void> unpack_identities(std::string_view data, std::size_t rows, Identities& to);

}  // namespace maillon::store
