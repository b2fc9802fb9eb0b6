#include "store/hash_list.h"

#include <filesystem>
#include <string_view>
#include <system_error>

#include "store/file.h"
#include "store/hash_list_rows.h"

namespace maillon::store {
namespace {

constexpr int kOpenAttempts = 20;

Result<void> check_version(Database& database) {
  TRY(const int64_t application, database.integer("PRAGMA application_id"));
  if (application != kListApplication) {
    return fail(Code::corrupt, database.path() +
                                   ": this is no hash list of Maillon; import the "
                                   "list again into another folder");
  }
  TRY(const int64_t version, database.integer("PRAGMA user_version"));
  if (version > kListVersion) {
    return fail(Code::unsupported, database.path() + ": made by a newer maillon; use that one");
  }
  return {};
}

}  // namespace

bool is_list(const std::string& folder) {
  std::error_code error;
  const bool is_there = std::filesystem::exists(list_path(folder), error);
  return is_there || error;
}

Result<std::string> state_of_list(const std::string& folder) {
  TRY(Database database, Database::open(list_path(folder), Database::Mode::read_only));
  TRY_OK(check_version(database));
  // A list that was removed and made anew counts from the begin: hence the import itself.
  TRY(Statement row,
      database.prepare("SELECT (SELECT value FROM settings WHERE key = 'generation') || '-' || "
                       "coalesce((SELECT time || '-' || substr(sha256, 1, 16) FROM imports ORDER "
                       "BY id DESC LIMIT 1), '')"));
  TRY_OK(row.step());
  return std::string(row.text(0));
}

Result<HashList> HashList::open(const std::string& folder) {
  if (!is_list(folder)) return fail(Code::not_found, folder + ": there is no hash list");
  HashList list;
  TRY(list.database_, Database::open(list_path(folder), Database::Mode::read_only));
  TRY_OK(check_version(list.database_));
  for (int attempt = 1;; ++attempt) {
    TRY(list.index_, HashIndex::open(index_path(folder)));
    // From here on the entries are seen as they are now.
    TRY_OK(list.database_.execute("BEGIN"));
    TRY(const int64_t generation,
        list.database_.integer("SELECT value FROM settings WHERE key = 'generation'"));
    list.generation_ = static_cast<uint64_t>(generation);
    if (list.index_.manifest().mark == list.generation_) break;
    if (attempt == kOpenAttempts) {
      // A writer was killed between the two: the entries are what counts.
      TRY(const std::vector<HashValue> rows, read_indexed(list.database_));
      list.index_ = HashIndex::of_rows(rows, list.generation_);
      break;
    }
    TRY_OK(list.database_.execute("COMMIT"));
  }
  TRY(list.settings_, read_settings(list.database_));
  return list;
}

Result<std::vector<ListImport>> HashList::imports() {
  std::vector<ListImport> imports;
  TRY(Statement rows,
      database_.prepare("SELECT id, time, actor, file, sha256, format, replaced, added, changed, "
                        "unchanged, deleted, repeated, rejected FROM imports ORDER BY id"));
  TRY(Statement reasons, database_.prepare("SELECT reason, count FROM reasons WHERE import = ?"));
  for (;;) {
    TRY(const bool more, rows.step());
    if (!more) return imports;
    ListImport import;
    import.id = static_cast<uint64_t>(rows.integer(0));
    import.time = rows.integer(1);
    import.actor = rows.text(2);
    import.file = rows.text(3);
    import.sha256 = rows.text(4);
    import.format = rows.text(5);
    import.replaced = rows.integer(6) != 0;
    uint64_t* counts[] = {&import.added,   &import.changed,  &import.unchanged,
                          &import.deleted, &import.repeated, &import.rejected};
    for (int i = 0; i < 6; ++i) *counts[i] = static_cast<uint64_t>(rows.integer(7 + i));
    reasons.reset();
    reasons.bind(1, rows.integer(0));
    for (;;) {
      TRY(const bool reason, reasons.step());
      if (!reason) break;
      import.reasons[std::string(reasons.text(0))] = static_cast<uint64_t>(reasons.integer(1));
    }
    imports.push_back(std::move(import));
  }
}

Result<std::vector<ListReject>> HashList::rejects(uint64_t most) {
  std::vector<ListReject> found;
  TRY(Statement rows, database_.prepare("SELECT import, place, reason FROM rejects ORDER BY import "
                                        "DESC, place LIMIT ?"));
  rows.bind(1, static_cast<int64_t>(most));
  for (;;) {
    TRY(const bool more, rows.step());
    if (!more) return found;
    found.push_back({static_cast<uint64_t>(rows.integer(0)), static_cast<uint64_t>(rows.integer(1)),
                     std::string(rows.text(2))});
  }
}

Result<ListCounts> HashList::counts() {
  ListCounts counts;
  TRY(Statement all, database_.prepare("SELECT count(*), sum(restricted), count(pdq), count(md5), "
                                       "count(sha1), count(sha256) FROM entries"));
  TRY(const bool any, all.step());
  if (any) {
    counts.entries = static_cast<uint64_t>(all.integer(0));
    counts.restricted = static_cast<uint64_t>(all.integer(1));
    for (int i = 0; i < 4; ++i)
      counts.by_kind[static_cast<std::size_t>(i)] = static_cast<uint64_t>(all.integer(2 + i));
  }
  TRY(Statement classes,
      database_.prepare("SELECT trim(scheme || ' ' || country) || ' ' || classification, count(*) "
                        "FROM entries WHERE classification != '' GROUP BY 1"));
  for (;;) {
    TRY(const bool more, classes.step());
    if (!more) return counts;
    std::string_view name = classes.text(0);
    if (name.starts_with(' ')) name.remove_prefix(1);
    counts.by_class[std::string(name)] = static_cast<uint64_t>(classes.integer(1));
  }
}

Result<std::vector<uint64_t>> HashList::find(share::HashKind kind, const std::string& bytes) {
  std::vector<uint64_t> found;
  const std::string column(share::to_name(kind));
  TRY(Statement rows,
      database_.prepare("SELECT id FROM entries WHERE " + column + " = ? ORDER BY id"));
  rows.bind_blob(1, bytes);
  for (;;) {
    TRY(const bool more, rows.step());
    if (!more) return found;
    found.push_back(static_cast<uint64_t>(rows.integer(0)));
  }
}

Result<StoredEntry> HashList::entry(uint64_t id) {
  TRY(Statement row, database_.prepare(std::string("SELECT import,") + kEntryColumns +
                                       " FROM entries WHERE id = ?"));
  row.bind(1, static_cast<int64_t>(id));
  TRY(const bool there, row.step());
  if (!there) {
    return fail(Code::corrupt, database_.path() +
                                   ": the index names an entry that is not there; "
                                   "remove the folder pdq beside it, the next "
                                   "import makes it again");
  }
  return StoredEntry{id, static_cast<uint64_t>(row.integer(0)), read_entry(row, 1)};
}

Result<void> HashList::for_each(const std::function<bool(const StoredEntry&)>& fn) {
  TRY(Statement rows, database_.prepare(std::string("SELECT id,import,") + kEntryColumns +
                                        " FROM entries ORDER BY id"));
  for (;;) {
    TRY(const bool more, rows.step());
    if (!more) return {};
    const StoredEntry entry{static_cast<uint64_t>(rows.integer(0)),
                            static_cast<uint64_t>(rows.integer(1)), read_entry(rows, 2)};
    if (!fn(entry)) return {};
  }
}

}  // namespace maillon::store
