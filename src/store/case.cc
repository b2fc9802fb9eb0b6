#include "store/case.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

#include <unistd.h>

#include "base/check.h"
#include "store/case_state.h"
#include "store/file.h"
#include "store/key_file.h"
#include "store/keyring.h"
#include "store/migrations.h"
#include "store/purge_state.h"

namespace maillon::store {

namespace {

enum class Found { nothing, a_file, empty, half_made, half_copied, a_case, other_things };

constexpr std::array<std::string_view, 10> kOurNames = {
    "case.db", "case.db-journal", "case.db-shm", "case.db-wal", "derived",
    "key",     "key.tmp",         "lock",        "originals",   "tmp"};

// What is in the directory, without changing anything.
Result<Found> inspect(const std::string& directory) {
  if (!file_exists(directory)) return Found::nothing;
  if (!is_directory(directory)) return Found::a_file;
  TRY(const auto names, list_directory(directory));
  if (names.empty()) return Found::empty;
  if (std::binary_search(names.begin(), names.end(), kCopyingMark)) return Found::half_copied;
  if (std::binary_search(names.begin(), names.end(), "case.db")) {
    const std::string path = directory + "/case.db";
    // Not opened: to close a file drops all locks that this process holds on it (POSIX), those
    // of another Case here included, and another process would then clear its log away.
    std::error_code unknown;
    if (std::filesystem::file_size(path, unknown) > 0 || unknown) {
      // Encrypted, it takes its name when it is whole.
      if (KeyFile::exists(directory)) return Found::a_case;
      auto database = Database::open(path, Database::Mode::read_write);
      const auto id = database ? database->integer("PRAGMA application_id") : int64_t{0};
      // A file that is damaged or cannot be written is a case: opening says what is wrong.
      if (!database || !id || *id == kApplicationId) return Found::a_case;
      TRY(const int64_t tables, database->integer("SELECT count(*) FROM sqlite_schema"));
      if (tables > 0) return Found::other_things;
    }
  }
  const bool ours = std::all_of(names.begin(), names.end(), [](const std::string& name) {
    return std::binary_search(kOurNames.begin(), kOurNames.end(), name);
  });
  TRY(const auto originals, list_directory(directory + "/originals"));
  return ours && originals.empty() ? Found::half_made : Found::other_things;
}

tl::unexpected<Error> not_a_case(const std::string& directory, Found found) {
  switch (found) {
    case Found::nothing:
      return fail(Code::not_found, directory + ": there is no such case; `maillon import " +
                                       directory + " FILE` makes one");
    case Found::a_file:
      return fail(Code::invalid_input, directory + " is a file; a case is a directory");
    case Found::half_made:
      return fail(Code::invalid_input,
                  directory + ": the making of this case was cut short; import into it again");
    case Found::half_copied:
      return fail(Code::invalid_input,
                  directory +
                      ": the copying of this case is not done, or was cut short; if no "
                      "`maillon copy` runs any more, remove the folder and copy again");
    case Found::empty:
    case Found::other_things:
    case Found::a_case:
      break;
  }
  return fail(Code::invalid_input, directory + " is not a case of Maillon (it has no case.db)");
}

Result<void> check_version(Database& database, const std::string& directory) {
  TRY(const int64_t version, database.integer("PRAGMA user_version"));
  if (version > schema_version()) {
    return fail(Code::unsupported, directory + ": this case was made by a newer Maillon (format " +
                                       std::to_string(version) + ", this program knows " +
                                       std::to_string(schema_version()) + "); update this program");
  }
  return {};
}

// A case on a read-only medium: with a log file of SQLite beside it that log must be read,
// too; without one SQLite would want to make it, unless it is told that nothing changes.
Result<Database> open_database(const std::string& directory, bool writable, const SharedKey& key) {
  const std::string path = directory + "/case.db";
  const bool read_only =
      ::access(path.c_str(), W_OK) != 0 || ::access(directory.c_str(), W_OK) != 0;
  if (!read_only || writable) return Database::open(path, Database::Mode::read_write, key);
  return Database::open(
      path, file_exists(path + "-wal") ? Database::Mode::read_only : Database::Mode::immutable,
      key);
}

// An encrypted file is made without a journal, so it takes its name when it is whole.
Result<Database> create_database(const std::string& directory, const SharedKey& key) {
  const std::string path = directory + "/case.db", beside = temporary_path(directory, "case.db");
  if (key) {
    TRY_OK(make_directory(directory + "/tmp"));
    TRY_OK(remove_file(beside));
    {
      TRY(Database made, Database::open(beside, Database::Mode::create, key));
      TRY_OK(migrate(made));
    }
    TRY_OK(move_file(beside, path));
  }
  TRY(Database database, Database::open(path, Database::Mode::create, key));
  TRY_OK(migrate(database));
  return database;
}

}  // namespace

Result<void> check_case_can_be_made(const std::string& directory) {
  TRY(const Found found, inspect(directory));
  if (found == Found::a_file || found == Found::half_copied) return not_a_case(directory, found);
  if (found == Found::a_case) return fail(Code::invalid_input, directory + " is a case already");
  if (found == Found::other_things) {
    return fail(Code::invalid_input,
                directory + " holds other files; name a new or an empty directory for the case");
  }
  return {};
}

Result<SharedKey> key_of_database(const std::string& directory, const SharedKey& key) {
  if (!key) return SharedKey();
  TRY(const auto keys, KeyFile::read(directory));
  if (!keys || !keys->is_converting()) return key;
  TRY(const std::string head, read_up_to(directory + "/case.db", 16));
  return head.starts_with("SQLite format 3") ? SharedKey() : key;
}

Case::Case(std::unique_ptr<State> state) : state_(std::move(state)) {}
Case::~Case() = default;
Case::Case(Case&&) noexcept = default;
Case& Case::operator=(Case&&) noexcept = default;

const std::string& Case::directory() const {
  return state_->directory;
}
bool Case::writable() const {
  return state_->writable;
}
Log& Case::log_tree() {
  return state_->log_tree;
}

bool Case::exists(const std::string& directory) {
  const auto found = inspect(directory);
  return found && *found == Found::a_case;
}

Result<Case> Case::create(const std::string& directory, const By& by) {
  TRY_OK(check_case_can_be_made(directory));
  TRY_OK(make_private_directory(directory));
  auto state = std::make_unique<State>();
  state->directory = directory;
  state->writable = true;
  TRY(state->lock, CaseLock::acquire(directory));
  TRY_OK(check_case_can_be_made(directory));  // another process may have been quicker

  TRY_OK(make_directory(directory + "/originals"));
  TRY_OK(make_directory(directory + "/derived"));
  TRY(state->key, unlock_case(directory));
  TRY(state->db, create_database(directory, state->key));
  TRY_OK(state->db.execute("PRAGMA journal_mode=WAL"));
  {
    TRY(Transaction transaction, Transaction::begin(state->db));
    TRY(const uint64_t seq, state->log_tree.append(by, "create", ""));
    CHECK(seq == 0);
    TRY_OK(transaction.commit());
  }
  TRY_OK(sync_directory(directory));
  return Case(std::move(state));
}

Result<Case> Case::open(const std::string& directory, Access access) {
  TRY(const Found found, inspect(directory));
  if (found != Found::a_case) return not_a_case(directory, found);
  return open_found(directory, access);
}

Result<Case> Case::open_found(const std::string& directory, Access access) {
  auto state = std::make_unique<State>();
  state->directory = directory;
  state->writable = access == Access::write;
  TRY(state->key, unlock_case(directory));
  if (state->writable) {
    TRY(state->lock, CaseLock::acquire(directory));
  }
  TRY(const SharedKey database_key, key_of_database(directory, state->key));
  TRY(state->db, open_database(directory, state->writable, database_key));
  TRY_OK(check_version(state->db, directory));
  TRY(const int64_t version, state->db.integer("PRAGMA user_version"));
  if (version < schema_version()) {
    CaseLock lock;  // a reader becomes the writer for the moment of the migration
    if (!state->writable) {
      TRY(lock, CaseLock::acquire(directory));
    }
    TRY_OK(migrate(state->db));
  }
  if (state->writable) {
    TRY_OK(state->db.execute("PRAGMA journal_mode=WAL"));
    TRY_OK(clear_temporary(*state));
    TRY_OK(clear_unfinished(*state));
    // A reader in the way, or a full disk, must not keep the case from being written: verify tells
    // of what is left, and the next opening goes on.
    if (auto done = finish_purge(*state); !done && done.error().code == Code::corrupt)
      return tl::unexpected<Error>(std::move(done).error());
  }
  return Case(std::move(state));
}

Result<Case> Case::open_or_create(const std::string& directory, const By& by) {
  TRY(const Found found, inspect(directory));
  if (found == Found::a_case) return open(directory, Access::write);
  return create(directory, by);
}

Result<void> Case::log(std::string_view action, std::string_view detail, const By& by) {
  // In WAL mode NORMAL does not wait for the disk at a commit.
  Database& db = state_->db;
  TRY_OK(db.execute("PRAGMA synchronous=NORMAL"));
  const auto append = [&]() -> Result<void> {
    TRY(Transaction transaction, Transaction::begin(db));
    auto seq = state_->log_tree.append(by, action, detail);
    if (!seq) return tl::unexpected<Error>(std::move(seq).error());
    return transaction.commit();
  };
  auto done = append();
  TRY_OK(db.execute("PRAGMA synchronous=FULL"));
  return done;
}

// ---- Settings ---------------------------------------------------------------

Result<std::optional<std::string>> Case::setting(std::string_view key) const {
  TRY(Statement row,
      state_->db.prepare("SELECT value FROM settings WHERE key=? ORDER BY act DESC LIMIT 1"));
  row.bind(1, key);
  TRY(const bool found, row.step());
  if (!found) return std::optional<std::string>();
  return std::optional<std::string>(row.text(0));
}

Result<ActId> append_setting(Case::State& state, std::string_view key, std::string_view value,
                             const By& by) {
  TRY(const ActId id, state.next_act());
  TRY(Statement insert, state.db.prepare("INSERT INTO settings (act, key, value) VALUES (?,?,?)"));
  insert.bind(1, int64_t{id}).bind(2, key).bind(3, value);
  TRY_OK(insert.run());
  TRY_OK(append_act(state, {.id = id, .kind = "setting", .by = by}, "config", ""));
  return id;
}

Result<void> Case::set_setting(std::string_view key, std::string_view value, const By& by) {
  CHECK(state_->writable);
  TRY_OK(state_->ready_for_act());
  TRY(Transaction transaction, Transaction::begin(state_->db));
  TRY_OK(append_setting(*state_, key, value, by));
  return transaction.commit();
}

}  // namespace maillon::store
