#include "store/sqlite.h"

#include <cerrno>
#include <utility>

#include <sqlite3.h>

#include "base/check.h"
#include "store/sealed_vfs.h"

namespace maillon::store {

namespace {

tl::unexpected<Error> sqlite_error(sqlite3* database, int code, std::string_view path) {
  const std::string where(path);
  // sqlite3_system_errno() is 0 after some failed writes; errno was cleared before the call.
  const int system = errno;
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return fail(Code::busy, where + " is in use by another program; try again later");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return fail(Code::corrupt, where + " is damaged; restore the case from a copy");
    case SQLITE_FULL:
      return fail(Code::io,
                  "disk full: writing " + where + ": make room and run the command again");
    case SQLITE_IOERR:
      if (code != SQLITE_IOERR_DATA) break;  // that is ours: a page that its key does not open
      return fail(Code::corrupt, where + " is damaged; restore the case from a copy");
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      return fail(Code::io, where + " cannot be opened for writing; check its permissions");
    default:
      break;
  }
  if ((code & 0xFF) == SQLITE_IOERR && (system == ENOSPC || system == EDQUOT || system == EFBIG)) {
    return fail(Code::io, "disk full: writing " + where + ": make room and run the command again");
  }
  const char* text = database == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(database);
  return fail(Code::io, where + ": " + text);
}

tl::unexpected<Error> sqlite_error(sqlite3* database) {
  const char* path = sqlite3_db_filename(database, "main");
  return sqlite_error(database, sqlite3_extended_errcode(database), path == nullptr ? "" : path);
}

std::string_view view(const void* bytes, int size) {
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

}  // namespace

// ---- Statement --------------------------------------------------------------

Statement::~Statement() {
  sqlite3_finalize(statement_);
}

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_), statement_(std::exchange(other.statement_, nullptr)) {}

Statement& Statement::operator=(Statement&& other) noexcept {
  std::swap(database_, other.database_);
  std::swap(statement_, other.statement_);
  return *this;
}

Statement& Statement::bind(int index, int64_t value) {
  CHECK(sqlite3_bind_int64(statement_, index, value) == SQLITE_OK);
  return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
  const char* bytes = text.data() == nullptr ? "" : text.data();
  CHECK(sqlite3_bind_text64(statement_, index, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8) ==
        SQLITE_OK);
  return *this;
}

Statement& Statement::bind_blob(int index, std::string_view bytes) {
  const char* from = bytes.data() == nullptr ? "" : bytes.data();
  CHECK(sqlite3_bind_blob64(statement_, index, from, bytes.size(), SQLITE_STATIC) == SQLITE_OK);
  return *this;
}

Statement& Statement::bind_null(int index) {
  CHECK(sqlite3_bind_null(statement_, index) == SQLITE_OK);
  return *this;
}

Result<bool> Statement::step() {
  errno = 0;
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return sqlite_error(database_);
}

Result<void> Statement::run() {
  for (;;) {
    auto row = step();
    if (!row) {
      auto error = std::move(row).error();
      reset();
      return tl::unexpected<Error>(std::move(error));
    }
    if (!*row) break;
  }
  reset();
  return {};
}

void Statement::reset() {
  sqlite3_reset(statement_);
}

int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view Statement::text(int column) const {
  const void* bytes = sqlite3_column_text(statement_, column);
  return view(bytes, sqlite3_column_bytes(statement_, column));
}

std::string_view Statement::blob(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  return view(bytes, sqlite3_column_bytes(statement_, column));
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

bool Statement::is_integer(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_INTEGER;
}

int Statement::columns() const {
  return sqlite3_column_count(statement_);
}

// ---- Database ---------------------------------------------------------------

Database::~Database() {
  sqlite3_close(handle_);
}

Database::Database(Database&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr)), path_(std::move(other.path_)) {}

Database& Database::operator=(Database&& other) noexcept {
  std::swap(handle_, other.handle_);
  std::swap(path_, other.path_);
  return *this;
}

namespace {

// A path as a URI; the characters that mean something there are escaped.
std::string to_uri(const std::string& path) {
  std::string name = path.starts_with('/') ? "file://" : "file:";
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#') {
      static constexpr char kDigits[] = "0123456789abcdef";
      name += {'%', kDigits[static_cast<unsigned char>(c) >> 4], kDigits[c & 15]};
    } else {
      name.push_back(c);
    }
  }
  return name;
}

}  // namespace

Result<Database> Database::open(const std::string& path, Mode mode, const SharedKey& key) {
  // As URI also so that copy_to() may name a layer.
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_URI;
  std::string name = to_uri(path);
  if (mode == Mode::immutable) name += "?immutable=1";
  if (mode == Mode::immutable || mode == Mode::read_only) {
    flags |= SQLITE_OPEN_READONLY;
  } else {
    flags |= SQLITE_OPEN_READWRITE | (mode == Mode::create ? SQLITE_OPEN_CREATE : 0);
  }
  const std::string layer = key ? sealed_vfs(*key) : std::string();
  Database database;
  database.path_ = path;
  errno = 0;
  const int code =
      sqlite3_open_v2(name.c_str(), &database.handle_, flags, key ? layer.c_str() : nullptr);
  if (code != SQLITE_OK) return sqlite_error(database.handle_, code, path);
  constexpr int kBusyTimeoutMs = 10'000;
  sqlite3_busy_timeout(database.handle_, kBusyTimeoutMs);
  // A case may come from somebody else: its schema must not run functions of ours.
  sqlite3_db_config(database.handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database.handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  TRY_OK(database.execute("PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL"));
  if (key) {
    reserve_for_seal(database.handle_, true);
    TRY_OK(database.execute("PRAGMA temp_store=MEMORY"));
  }
  return database;
}

Result<void> Database::copy_to(const std::string& path, const SharedKey& key) {
  reserve_for_seal(handle_, key != nullptr);
  TRY_OK(execute("PRAGMA temp_store=MEMORY"));
  TRY(Statement copy, prepare("VACUUM INTO ?"));
  copy.bind(1, to_uri(path) + "?vfs=" + (key ? sealed_vfs(*key) : std::string("unix")));
  return copy.run();
}

Result<void> Database::execute(const std::string& sql) {
  errno = 0;
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return sqlite_error(handle_);
  }
  return {};
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  errno = 0;
  if (sqlite3_prepare_v2(handle_, sql.data(), static_cast<int>(sql.size()), &statement, nullptr) !=
      SQLITE_OK) {
    return sqlite_error(handle_);
  }
  return Statement(handle_, statement);
}

Result<int64_t> Database::integer(std::string_view sql) {
  TRY(Statement statement, prepare(sql));
  TRY(const bool row, statement.step());
  return row ? statement.integer(0) : 0;
}

Result<std::string> Database::text(std::string_view sql) {
  TRY(Statement statement, prepare(sql));
  TRY(const bool row, statement.step());
  return row ? std::string(statement.text(0)) : std::string();
}

// ---- Transaction ------------------------------------------------------------

Result<Transaction> Transaction::begin(Database& database) {
  TRY_OK(database.execute("BEGIN IMMEDIATE"));
  return Transaction(database);
}

Transaction::~Transaction() {
  if (database_ != nullptr) (void)database_->execute("ROLLBACK");
}

Transaction::Transaction(Transaction&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)) {}

Transaction& Transaction::operator=(Transaction&& other) noexcept {
  std::swap(database_, other.database_);
  return *this;
}

Result<void> Transaction::commit() {
  TRY_OK(database_->execute("COMMIT"));
  database_ = nullptr;
  return {};
}

}  // namespace maillon::store
