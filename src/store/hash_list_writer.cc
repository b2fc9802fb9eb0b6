#include <algorithm>
#include <string_view>

#include "base/check.h"
#include "store/file.h"
#include "store/hash_list.h"
#include "store/hash_list_rows.h"

namespace maillon::store {
namespace {

constexpr const char* kSchema = R"sql(
  CREATE TABLE settings (key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE entries (
    id             INTEGER PRIMARY KEY,
    key            BLOB NOT NULL UNIQUE, -- what an entry is known by in the next version
    digest         INTEGER NOT NULL,     -- of all below: changed or not
    import         INTEGER NOT NULL,     -- that brought it as it is
    source_id      TEXT NOT NULL,
    member         TEXT NOT NULL,
    pdq            BLOB,
    md5            BLOB,
    sha1           BLOB,
    sha256         BLOB,
    quality        INTEGER NOT NULL,     -- -1: not stated
    file           TEXT NOT NULL,
    classification TEXT NOT NULL,
    scheme         TEXT NOT NULL,
    country        TEXT NOT NULL,
    tags           TEXT NOT NULL,        -- each with a unit separator behind it
    timestamp      TEXT NOT NULL,
    status         TEXT NOT NULL,
    other          TEXT NOT NULL,        -- name and value, each with a unit separator
    restricted     INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX entries_md5 ON entries(md5) WHERE md5 IS NOT NULL;
  CREATE INDEX entries_sha1 ON entries(sha1) WHERE sha1 IS NOT NULL;
  CREATE INDEX entries_sha256 ON entries(sha256) WHERE sha256 IS NOT NULL;
  CREATE TABLE imports (
    id INTEGER PRIMARY KEY, time INTEGER NOT NULL, actor TEXT NOT NULL, file TEXT NOT NULL,
    sha256 TEXT NOT NULL, format TEXT NOT NULL, replaced INTEGER NOT NULL,
    added INTEGER NOT NULL, changed INTEGER NOT NULL, unchanged INTEGER NOT NULL,
    deleted INTEGER NOT NULL, repeated INTEGER NOT NULL, rejected INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE reasons (import INTEGER NOT NULL, reason TEXT NOT NULL, count INTEGER NOT NULL) STRICT;
  CREATE TABLE rejects (import INTEGER NOT NULL, place INTEGER NOT NULL, reason TEXT NOT NULL) STRICT;
  INSERT INTO settings VALUES ('generation', 0);
)sql";

std::string_view bytes_of(const Key128& key) {
  static_assert(sizeof(Key128) == 16);
  return {reinterpret_cast<const char*>(&key), sizeof(key)};
}

Result<Database> open_database(const std::string& folder) {
  TRY(Database database, Database::open(list_path(folder), Database::Mode::create));
  TRY_OK(
      database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
                       "PRAGMA cache_size = -65536"));
  TRY(const int64_t version, database.integer("PRAGMA user_version"));
  if (version > kListVersion) {
    return fail(Code::unsupported, database.path() + ": made by a newer maillon; use that one");
  }
  if (version == 0) {
    TRY(Transaction making, Transaction::begin(database));
    TRY_OK(database.execute(kSchema));
    TRY_OK(database.execute("PRAGMA application_id = " + std::to_string(kListApplication) +
                            "; PRAGMA user_version = " + std::to_string(kListVersion)));
    TRY_OK(making.commit());
  }
  return database;
}

}  // namespace

Result<HashListWriter> HashListWriter::open(const std::string& folder) {
  TRY_OK(make_private_directory(folder));
  auto index = HashIndexWriter::open(index_path(folder));
  if (!index && index.error().code == Code::busy) {
    return fail(Code::busy, folder +
                                ": another maillon is importing into this list; wait for it "
                                "to end or stop it");
  }
  if (!index) return tl::unexpected<Error>(std::move(index).error());
  HashListWriter writer(*std::move(index));
  TRY(writer.database_, open_database(folder));
  TRY(writer.settings_, read_settings(writer.database_));
  TRY(const int64_t generation,
      writer.database_.integer("SELECT value FROM settings WHERE key = 'generation'"));
  writer.generation_ = static_cast<uint64_t>(generation);
  if (writer.index_.manifest().mark != writer.generation_) {
    // An import was killed after its entries were there and before the index was.
    TRY(const std::vector<HashValue> rows, read_indexed(writer.database_));
    TRY_OK(writer.index_.replace(rows, writer.generation_));
  }
  return writer;
}

Result<void> HashListWriter::begin(ListImport import, const ListSettings& settings) {
  CHECK(!transaction_);
  TRY(transaction_, Transaction::begin(database_));
  import_ = std::move(import);
  wanted_ = settings;
  TRY(const int64_t last, database_.integer("SELECT max(id) FROM imports"));
  import_.id = static_cast<uint64_t>(last) + 1;
  TRY(const int64_t last_entry, database_.integer("SELECT max(id) FROM entries"));
  next_id_ = static_cast<uint64_t>(last_entry) + 1;
  seen_.assign(next_id_, false);
  std::string marks = "?,?,?,?", set = "digest=?2,import=?3";
  std::string_view columns = kEntryColumns;
  for (int i = 0; i < kEntryColumnCount; ++i) {
    marks += ",?";
    const std::size_t end = std::min(columns.find(','), columns.size());
    set += "," + std::string(columns.substr(0, end)) + "=?" + std::to_string(4 + i);
    columns.remove_prefix(std::min(end + 1, columns.size()));
  }
  TRY(find_, database_.prepare("SELECT id, digest, restricted FROM entries WHERE key = ?"));
  TRY(insert_, database_.prepare(std::string("INSERT INTO entries (id,key,digest,import,") +
                                 kEntryColumns + ") VALUES (" + marks + ")"));
  TRY(update_, database_.prepare("UPDATE entries SET " + set + " WHERE id=?1"));
  TRY(delete_, database_.prepare("DELETE FROM entries WHERE id = ?"));
  TRY(reject_, database_.prepare("INSERT INTO rejects VALUES (?, ?, ?)"));
  return {};
}

Result<void> HashListWriter::add(const share::ListEntry& stated) {
  share::ListEntry entry = stated;
  const Key128 key = share::entry_key(entry);
  find_->bind_blob(1, bytes_of(key));
  TRY(const bool there, find_->step());
  if (there && !entry.restricted && find_->integer(2) != 0) {
    entry.restricted = true;
    ++import_.still_restricted;
  }
  const EntryRow row(entry);
  const uint64_t digest = row.digest();
  const auto id = there ? static_cast<uint64_t>(find_->integer(0)) : next_id_;
  const bool same = there && static_cast<uint64_t>(find_->integer(1)) == digest;
  find_->reset();
  if (id >= seen_.size()) seen_.resize(id + 1);
  const bool repeated = seen_[id];
  seen_[id] = true;
  ++(repeated ? import_.repeated
     : same   ? import_.unchanged
     : there  ? import_.changed
              : import_.added);
  if (same) return {};
  Statement& put = there ? *update_ : *insert_;
  int at = 1;
  put.bind(at++, static_cast<int64_t>(id));
  if (!there) put.bind_blob(at++, bytes_of(key));
  put.bind(at++, static_cast<int64_t>(digest));
  put.bind(at++, static_cast<int64_t>(import_.id));
  row.bind(put, at);
  TRY_OK(put.run());
  if (there) {
    deleted_.push_back(id);
  } else {
    ++next_id_;
  }
  changed_.push_back(id);
  return {};
}

Result<void> HashListWriter::remove(uint64_t id) {
  delete_->bind(1, static_cast<int64_t>(id));
  TRY_OK(delete_->run());
  deleted_.push_back(id);
  ++import_.deleted;
  return {};
}

Result<void> HashListWriter::withdraw(const share::ListEntry& entry) {
  const Key128 key = share::entry_key(entry);
  find_->bind_blob(1, bytes_of(key));
  TRY(const bool there, find_->step());
  const uint64_t id = there ? static_cast<uint64_t>(find_->integer(0)) : 0;
  find_->reset();
  if (!there) {
    ++import_.unchanged;  // gone already
    return {};
  }
  if (id < seen_.size()) seen_[id] = false;
  return remove(id);
}

Result<void> HashListWriter::reject(uint64_t place, std::string_view reason) {
  ++import_.reasons[std::string(reason)];
  if (++import_.rejected > kRejectsKept) return {};
  reject_->bind(1, static_cast<int64_t>(import_.id)).bind(2, static_cast<int64_t>(place));
  reject_->bind(3, reason);
  return reject_->run();
}

Result<void> HashListWriter::remove_unseen() {
  std::vector<uint64_t> gone;
  {
    TRY(Statement rows, database_.prepare("SELECT id FROM entries ORDER BY id"));
    for (;;) {
      TRY(const bool more, rows.step());
      if (!more) break;
      const auto id = static_cast<uint64_t>(rows.integer(0));
      if (id >= seen_.size() || !seen_[id]) gone.push_back(id);
    }
  }
  for (const uint64_t id : gone) TRY_OK(remove(id));
  return {};
}

Result<void> HashListWriter::write_import() {
  TRY(Statement put, database_.prepare("INSERT INTO imports VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"));
  put.bind(1, static_cast<int64_t>(import_.id)).bind(2, import_.time).bind(3, import_.actor);
  put.bind(4, import_.file).bind(5, import_.sha256).bind(6, import_.format);
  put.bind(7, int64_t{import_.replaced ? 1 : 0});
  int at = 8;
  for (const uint64_t count : {import_.added, import_.changed, import_.unchanged, import_.deleted,
                               import_.repeated, import_.rejected}) {
    put.bind(at++, static_cast<int64_t>(count));
  }
  TRY_OK(put.run());
  TRY(Statement reason, database_.prepare("INSERT INTO reasons VALUES (?, ?, ?)"));
  for (const auto& [text, count] : import_.reasons) {
    reason.bind(1, static_cast<int64_t>(import_.id)).bind(2, text);
    reason.bind(3, static_cast<int64_t>(count));
    TRY_OK(reason.run());
  }
  TRY(Statement next, database_.prepare("UPDATE settings SET value = ? WHERE key = 'generation'"));
  next.bind(1, static_cast<int64_t>(generation_ + 1));
  return next.run();
}

// The index gets what the entries that were touched are now.
Result<std::vector<HashValue>> HashListWriter::changed_rows() {
  std::sort(changed_.begin(), changed_.end());
  changed_.erase(std::unique(changed_.begin(), changed_.end()), changed_.end());
  std::vector<HashValue> rows;
  TRY(Statement row, database_.prepare("SELECT pdq, quality FROM entries WHERE id = ?"));
  for (const uint64_t id : changed_) {
    row.bind(1, static_cast<int64_t>(id));
    TRY(const bool there, row.step());
    if (there) {
      if (const auto hash = indexed_hash(row.blob(0), static_cast<int>(row.integer(1))))
        rows.push_back({*hash, id});
    }
    row.reset();
  }
  return rows;
}

Result<bool> HashListWriter::is_known_file() {
  TRY(Statement row, database_.prepare("SELECT 1 FROM imports WHERE sha256 = ?"));
  row.bind(1, import_.sha256);
  return row.step();
}

Result<ListImport> HashListWriter::commit(bool replace) {
  CHECK(transaction_);
  import_.replaced = replace;
  if (replace) TRY_OK(remove_unseen());
  const bool touched = !changed_.empty() || !deleted_.empty() || wanted_ != settings_;
  TRY(const bool known, is_known_file());
  if (!touched && (known || import_.rejected == 0)) {
    import_.id = 0;
    transaction_.reset();
    return import_;
  }
  TRY_OK(write_settings(database_, wanted_));
  TRY_OK(write_import());
  TRY(const std::vector<HashValue> rows, changed_rows());
  TRY_OK(transaction_->commit());
  transaction_.reset();
  settings_ = wanted_;
  TRY_OK(index_.apply(rows, std::move(deleted_), ++generation_));
  deleted_.clear();
  changed_.clear();
  return import_;
}

}  // namespace maillon::store
