// Each entry of kMigrations takes case.db one version up. An entry is never
// changed once it was released: cases out there were made by it.
#include "store/migrations.h"

#include <array>
#include <string>

namespace maillon::store {

namespace {

constexpr const char* kVersion1 = R"sql(
    CREATE TABLE log (
      seq  INTEGER PRIMARY KEY,   -- from 0, without gaps
      salt BLOB NOT NULL,         -- 16 random bytes
      text TEXT NOT NULL          -- canonical JSON; the leaf commits to salt and text
    ) STRICT;
    CREATE TABLE log_nodes (      -- complete subtrees of the Merkle tree; level 0: leaves
      level INTEGER NOT NULL,
      idx   INTEGER NOT NULL,
      hash  BLOB NOT NULL,
      PRIMARY KEY (level, idx)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE acts (
      id      INTEGER PRIMARY KEY,
      kind    TEXT NOT NULL,      -- import, decide, link, setting, undo
      time    INTEGER NOT NULL,   -- seconds since 1970 UTC
      actor   TEXT NOT NULL,
      undoes  INTEGER UNIQUE REFERENCES acts(id),
      digest  BLOB NOT NULL,      -- SHA-256 of what the act says
      log_seq INTEGER NOT NULL REFERENCES log(seq)
    ) STRICT;

    -- An act's own rows come before it, since its digest is over them: deferred.
    CREATE TABLE imports (
      act      INTEGER PRIMARY KEY REFERENCES acts(id) DEFERRABLE INITIALLY DEFERRED,
      segments INTEGER NOT NULL,
      notes    TEXT NOT NULL
    ) STRICT;
    CREATE TABLE import_files (
      act         INTEGER NOT NULL REFERENCES acts(id) DEFERRABLE INITIALLY DEFERRED,
      file        INTEGER NOT NULL,
      name        TEXT NOT NULL,
      sha256      BLOB NOT NULL,
      raw_size    INTEGER NOT NULL,
      plain_size  INTEGER NOT NULL,
      records     INTEGER NOT NULL,
      quarantined INTEGER NOT NULL,
      has_plain   INTEGER NOT NULL,
      plan        TEXT NOT NULL,  -- JSON
      notes       TEXT NOT NULL,
      PRIMARY KEY (act, file)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX import_files_by_sha256 ON import_files (sha256);
    CREATE TABLE quarantine (     -- rows beyond the last act belong to no import: left over
      act        INTEGER NOT NULL,
      file       INTEGER NOT NULL,
      row        INTEGER NOT NULL,
      line       INTEGER NOT NULL,
      begin_byte INTEGER NOT NULL,
      end_byte   INTEGER NOT NULL,
      reason     TEXT NOT NULL,
      PRIMARY KEY (act, file, row)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE pending (        -- files that a commit is about to rename into place
      path TEXT PRIMARY KEY
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE decisions (
      act    INTEGER PRIMARY KEY REFERENCES acts(id) DEFERRABLE INITIALLY DEFERRED,
      kind   TEXT NOT NULL,
      a      TEXT NOT NULL,
      b      TEXT NOT NULL,
      value  TEXT NOT NULL,
      reason TEXT NOT NULL
    ) STRICT;

    CREATE TABLE identity_acts (
      act          INTEGER PRIMARY KEY REFERENCES acts(id) DEFERRABLE INITIALLY DEFERRED,
      whole        INTEGER NOT NULL,  -- 1: all posts; 0: only those that changed
      changed      INTEGER NOT NULL,
      next_network INTEGER NOT NULL,
      changes      TEXT NOT NULL      -- JSON: merges and splits
    ) STRICT;
    CREATE TABLE identity_parts (
      act  INTEGER NOT NULL REFERENCES acts(id) DEFERRABLE INITIALLY DEFERRED,
      part INTEGER NOT NULL,
      rows INTEGER NOT NULL,
      data BLOB NOT NULL,
      PRIMARY KEY (act, part)
    ) STRICT;

    CREATE TABLE settings (
      act   INTEGER PRIMARY KEY REFERENCES acts(id) DEFERRABLE INITIALLY DEFERRED,
      key   TEXT NOT NULL,
      value TEXT NOT NULL
    ) STRICT;
    CREATE INDEX settings_by_key ON settings (key, act);
  )sql";

constexpr std::string_view kQuarantineStays = "WHEN EXISTS (SELECT 1 FROM acts WHERE id = OLD.act)";

// What is appended stays. Rows that are not part of an act yet (a running
// import's quarantine) may go.
std::string append_only(const std::string& table, const std::string& when = "") {
  const std::string raise = " BEGIN SELECT RAISE(ABORT, 'this table is append-only'); END;";
  return "CREATE TRIGGER " + table + "_no_update BEFORE UPDATE ON " + table + raise +
         "CREATE TRIGGER " + table + "_no_delete BEFORE DELETE ON " + table + " " + when + raise;
}

std::string version_1() {
  std::string sql = kVersion1;
  for (const char* table : {"log", "log_nodes", "acts", "imports", "import_files", "decisions",
                            "identity_acts", "identity_parts", "settings"}) {
    sql += append_only(table);
  }
  sql += append_only("quarantine", std::string(kQuarantineStays));
  return sql;
}

// How each file was acquired: JSON; "" in imports of before.
std::string version_2() {
  return "ALTER TABLE import_files ADD COLUMN acquired TEXT NOT NULL DEFAULT ''";
}

// Purges: what went, and what is kept instead.
std::string version_3() {
  std::string sql = R"sql(
    CREATE TABLE purges (
      act    INTEGER PRIMARY KEY REFERENCES acts(id) DEFERRABLE INITIALLY DEFERRED,
      what   TEXT NOT NULL,
      reason TEXT NOT NULL
    ) STRICT;
    CREATE TABLE purged_acts (    -- acts whose rows lost words
      act    INTEGER NOT NULL REFERENCES acts(id) DEFERRABLE INITIALLY DEFERRED,
      of_act INTEGER NOT NULL REFERENCES acts(id),
      whole  INTEGER NOT NULL,    -- 1: an import that is gone
      digest BLOB NOT NULL,       -- of its rows as they are since then
      PRIMARY KEY (act, of_act)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX purged_acts_by_act ON purged_acts (of_act, act);
    CREATE TABLE purged_sources (
      act    INTEGER NOT NULL REFERENCES acts(id) DEFERRABLE INITIALLY DEFERRED,
      sha256 BLOB NOT NULL,       -- of the source as it came
      kept   BLOB NOT NULL,       -- SHA-256 of the plain bytes that are kept; empty: none are
      size   INTEGER NOT NULL,    -- of those
      PRIMARY KEY (act, sha256)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX purged_sources_by_sha256 ON purged_sources (sha256, act);
    CREATE TABLE purged_ranges (  -- blanked, in plain bytes
      act        INTEGER NOT NULL REFERENCES acts(id) DEFERRABLE INITIALLY DEFERRED,
      sha256     BLOB NOT NULL,
      begin_byte INTEGER NOT NULL,
      end_byte   INTEGER NOT NULL,
      gone       BLOB NOT NULL,   -- SHA-256 of what stood there
      PRIMARY KEY (act, sha256, begin_byte)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE purge_left (     -- what a purge that was cut short has yet to remove
      path TEXT PRIMARY KEY       -- '': case.db is to be written anew
    ) STRICT, WITHOUT ROWID;
  )sql";
  for (const char* table : {"purges", "purged_acts", "purged_sources", "purged_ranges"})
    sql += append_only(table);
  return sql;
}

// What waits for a second person, and the answers (store/requests.h).
std::string version_4() {
  return "CREATE TABLE requests ("
         "act     INTEGER PRIMARY KEY REFERENCES acts(id) DEFERRABLE INITIALLY DEFERRED,"
         "request INTEGER NOT NULL,"  // the act that asked: of that one itself
         "step    TEXT NOT NULL,"     // ask, confirm, refuse
         "kind    TEXT NOT NULL,"     // of ask; what else says it is '' in an answer
         "what    TEXT NOT NULL,"
         "detail  TEXT NOT NULL,"
         "reason  TEXT NOT NULL) STRICT;"
         "CREATE UNIQUE INDEX requests_answered ON requests (request) WHERE step <> 'ask';" +
         append_only("requests");
}

// What hash lists said of pictures (store/listings.h).
std::string version_5() {
  std::string sql = R"sql(
    CREATE TABLE listings (
      act     INTEGER PRIMARY KEY REFERENCES acts(id) DEFERRABLE INITIALLY DEFERRED,
      lists   TEXT NOT NULL,      -- the lists as they were; '': taken over from another case
      imports TEXT NOT NULL       -- whose pictures were looked up in them
    ) STRICT;
    CREATE TABLE listed_pictures (
      act        INTEGER NOT NULL REFERENCES acts(id) DEFERRABLE INITIALLY DEFERRED,
      sha256     BLOB NOT NULL,
      restricted INTEGER NOT NULL,
      says       TEXT NOT NULL,
      PRIMARY KEY (act, sha256)
    ) STRICT, WITHOUT ROWID;
  )sql";
  return sql + append_only("listings") + append_only("listed_pictures");
}

constexpr std::array kMigrations = {version_1, version_2, version_3, version_4, version_5};

}  // namespace

std::string unlock_table(std::string_view table) {
  const std::string name(table);
  return "DROP TRIGGER " + name + "_no_update; DROP TRIGGER " + name + "_no_delete;";
}

std::string lock_table(std::string_view table) {
  return append_only(std::string(table),
                     table == "quarantine" ? std::string(kQuarantineStays) : std::string());
}

int64_t schema_version() {
  return static_cast<int64_t>(kMigrations.size());
}

Result<void> migrate(Database& database) {
  TRY(Transaction transaction, Transaction::begin(database));
  TRY(const int64_t version, database.integer("PRAGMA user_version"));
  if (version > schema_version()) {
    return fail(Code::unsupported,
                database.path() + ": this case was made by a newer Maillon; update this program");
  }
  if (version == schema_version()) return {};
  for (auto i = static_cast<std::size_t>(version); i < kMigrations.size(); ++i) {
    TRY_OK(database.execute(kMigrations[i]()));
  }
  TRY_OK(database.execute("PRAGMA user_version=" + std::to_string(schema_version()) +
                          "; PRAGMA application_id=" + std::to_string(kApplicationId)));
  return transaction.commit();
}

}  // namespace maillon::store
