// The audit log of a case: who did and saw what, append-only.
//
// The leaf of an entry commits to a salted text: x = SHA-256(salt || text), leaf
// = SHA-256(0x00 || x); the tree is that of RFC 6962 (store/merkle.h). So a root
// on paper proves the log before it, and a text can be forgotten later while
// the tree still verifies.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/result.h"

namespace maillon::store {

class Database;

// Who acts, and when (seconds since 1970 UTC): store has no clock of its own.
struct By {
  std::string actor;
  int64_t time = 0;
};

struct LogEntry {
  uint64_t seq = 0;  // from 0
  int64_t time = 0;
  std::string actor;
  std::string action;  // create, import, undo, decide, link, export, search, show ...
  std::string detail;  // a JSON object
  friend bool operator==(const LogEntry&, const LogEntry&) = default;
};

// The text that the leaf commits to: {"seq":..,"time":..,"actor":..,"action":..,"detail":{..}}.
std::string canonical_text(const LogEntry& entry);
// merkle_leaf(SHA-256(salt || text)).
Sha256 log_leaf(std::string_view salt, std::string_view text);

// Works on the log tables of an open case.db. One thread at a time.
class Log {
 public:
  explicit Log(Database& database) : database_(&database) {}

  // Appends inside the transaction that the caller has open. `detail` is a JSON
  // object ("" = {}); Code::invalid_input if it is not. Gives the number.
  Result<uint64_t> append(const By& by, std::string_view action, std::string_view detail);

  Result<uint64_t> size() const;
  Result<Sha256> root() const;                  // over all entries
  Result<Sha256> root_at(uint64_t size) const;  // as it was after `size` entries
  Result<std::vector<Sha256>> prove_inclusion(uint64_t seq, uint64_t size) const;
  Result<std::vector<Sha256>> prove_consistency(uint64_t old_size, uint64_t size) const;
  Result<Sha256> leaf(uint64_t seq) const;
  // Entries from `begin` on, in order, until `each` returns false.
  Result<void> read(uint64_t begin, const std::function<bool(const LogEntry&)>& each) const;

 private:
  Database* database_;
};

}  // namespace maillon::store
