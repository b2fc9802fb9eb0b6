#include "store/people.h"

#include <algorithm>
#include <filesystem>
#include <mutex>

#include "base/ascii.h"
#include "base/hash.h"
#include "base/json_writer.h"
#include "store/case.h"
#include "store/passwords.h"
#include "store/sqlite.h"
#include "store/verify_log.h"

namespace maillon::store {

namespace {

constexpr const char* kTables = R"sql(
    CREATE TABLE IF NOT EXISTS log (
      seq  INTEGER PRIMARY KEY,
      salt BLOB NOT NULL,
      text TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS log_nodes (
      level INTEGER NOT NULL,
      idx   INTEGER NOT NULL,
      hash  BLOB NOT NULL,
      PRIMARY KEY (level, idx)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS accounts (
      name          TEXT PRIMARY KEY,
      password      TEXT NOT NULL,              -- Argon2id
      secret        BLOB,                       -- of the second factor
      step          INTEGER NOT NULL DEFAULT 0, -- of the code that was used last
      administrator INTEGER NOT NULL,
      disabled      INTEGER NOT NULL DEFAULT 0,
      created       INTEGER NOT NULL,
      failures      INTEGER NOT NULL DEFAULT 0, -- in a row
      locked_until  INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS members (
      name      TEXT NOT NULL REFERENCES accounts(name),
      case_id   TEXT NOT NULL,
      case_name TEXT NOT NULL,
      role      TEXT NOT NULL,
      PRIMARY KEY (name, case_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS tokens (
      id      INTEGER PRIMARY KEY,
      hash    BLOB NOT NULL UNIQUE,             -- SHA-256 of the token
      name    TEXT NOT NULL,
      scope   TEXT NOT NULL,
      expires INTEGER NOT NULL,
      revoked INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    PRAGMA user_version = 1;
)sql";

bool is_name(std::string_view name) {
  return is_plain_name(name, "-_.@");
}

std::string about(std::string_view name, std::string_view more = "", std::string_view value = "") {
  JsonWriter json;
  json.begin_object().member("account", name);
  if (!more.empty()) json.member(more, value);
  json.end_object();
  return json.take();
}

std::string_view view(const Sha256& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

int64_t lock_after(int64_t failures, int64_t now) {
  if (failures < kFailuresAllowed) return 0;
  const int64_t doubled = kFirstLock << std::min<int64_t>(failures - kFailuresAllowed, 10);
  return now + std::min(doubled, kLongestLock);
}

// Of nobody's password: what is compared where there is no such account.
const std::string& nobodys_hash() {
  static const std::string hash = hash_password("no account has this").value_or(std::string());
  return hash;
}

}  // namespace

Result<std::string> case_identity(Case& file) {
  TRY(const Sha256 leaf, file.log_tree().leaf(0));
  return to_hex(leaf).substr(0, 32);
}

struct People::State {
  mutable std::mutex mutex;  // guards the connection
  mutable Database database;

  // A change of accounts and its entry, both or none.
  template <class Change>
  Result<void> change(std::string_view action, const std::string& detail, const By& by,
                      Change&& apply) {
    const std::lock_guard lock(mutex);
    TRY(Transaction transaction, Transaction::begin(database));
    TRY_OK(apply());
    TRY(const uint64_t seq, Log(database).append(by, action, detail));
    (void)seq;
    return transaction.commit();
  }

  // REQUIRES: mutex is held.
  Result<bool> has(std::string_view name) const {
    TRY(Statement query, database.prepare("SELECT 1 FROM accounts WHERE name = ?"));
    query.bind(1, name);
    return query.step();
  }
  Result<void> require(std::string_view name) const {
    TRY(const bool is_there, has(name));
    if (is_there) return {};
    return fail(Code::not_found, "there is no account '" + std::string(name) +
                                     "'; `maillon people list` shows those there are");
  }
};

People::People(std::unique_ptr<State> state) : state_(std::move(state)) {}
People::~People() = default;
People::People(People&&) noexcept = default;
People& People::operator=(People&&) noexcept = default;

Result<People> People::open(const std::string& directory) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (fs::create_directories(directory, error))
    fs::permissions(directory, fs::perms::owner_all, error);
  if (error || !fs::is_directory(directory, error))
    return fail(Code::io, "cannot make the directory " + directory + " for accounts");
  auto state = std::make_unique<State>();
  const std::string path = directory + "/people.db";
  TRY(state->database, Database::open(path, Database::Mode::create));
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write, error);
  TRY(const int64_t version, state->database.integer("PRAGMA user_version"));
  if (version > 1)
    return fail(Code::unsupported, path + " was made by a newer Maillon; use that one");
  if (version == 0) TRY_OK(state->database.execute(kTables));
  return People(std::move(state));
}

Result<void> People::add(const std::string& name, std::string_view password, bool is_administrator,
                         const By& by) {
  if (!is_name(name))
    return fail(Code::invalid_input,
                "the name of an account has letters, figures, - _ . and @, 64 at most");
  TRY(const std::string hash, hash_password(password));
  return state_->change(
      "account_made", about(name, "administrator", is_administrator ? "yes" : "no"), by,
      [&]() -> Result<void> {
        TRY(const bool is_there, state_->has(name));
        if (is_there)
          return fail(Code::invalid_input, "there is an account '" + name + "' already");
        TRY(Statement put, state_->database.prepare(
                               "INSERT INTO accounts (name, password, administrator, created) "
                               "VALUES (?, ?, ?, ?)"));
        put.bind(1, name).bind(2, hash).bind(3, int64_t{is_administrator});
        put.bind(4, by.time);
        return put.run();
      });
}

Result<void> People::set_password(const std::string& name, std::string_view password,
                                  const By& by) {
  TRY(const std::string hash, hash_password(password));
  return state_->change("password_set", about(name), by, [&]() -> Result<void> {
    TRY_OK(state_->require(name));
    TRY(Statement put, state_->database.prepare("UPDATE accounts SET password = ?, failures = 0, "
                                                "locked_until = 0 WHERE name = ?"));
    put.bind(1, hash).bind(2, name);
    return put.run();
  });
}

Result<void> People::set_disabled(const std::string& name, bool is_disabled, const By& by) {
  return state_->change(
      is_disabled ? "account_disabled" : "account_enabled", about(name), by, [&]() -> Result<void> {
        TRY_OK(state_->require(name));
        TRY(Statement put,
            state_->database.prepare("UPDATE accounts SET disabled = ?, failures = 0, "
                                     "locked_until = 0 WHERE name = ?"));
        put.bind(1, int64_t{is_disabled}).bind(2, name);
        return put.run();
      });
}

Result<void> People::set_role(const std::string& name, const Membership& membership, const By& by) {
  JsonWriter detail;
  detail.begin_object().member("account", name).member("case", membership.case_id);
  detail.member("role", to_name(membership.role)).end_object();
  return state_->change("role_set", detail.take(), by, [&]() -> Result<void> {
    TRY_OK(state_->require(name));
    TRY(Statement ask,
        state_->database.prepare("SELECT administrator FROM accounts WHERE name = ?"));
    ask.bind(1, name);
    TRY(const bool is_row, ask.step());
    if (is_row && ask.integer(0) != 0 && membership.role != Role::none)
      return fail(Code::invalid_input, "'" + name +
                                           "' is an administrator, who sees no case; "
                                           "give the role to an account of its own");
    ask.reset();
    TRY(Statement drop,
        state_->database.prepare("DELETE FROM members WHERE name = ? AND case_id = ?"));
    drop.bind(1, name).bind(2, membership.case_id);
    TRY_OK(drop.run());
    if (membership.role == Role::none) return {};
    TRY(Statement put,
        state_->database.prepare(
            "INSERT INTO members (name, case_id, case_name, role) VALUES (?, ?, ?, ?)"));
    put.bind(1, name).bind(2, membership.case_id).bind(3, membership.case_name);
    put.bind(4, to_name(membership.role));
    return put.run();
  });
}

Result<std::string> People::make_second_factor(const std::string& name, const By& by) {
  TRY(const std::string secret, make_secret());
  TRY_OK(state_->change("second_factor_made", about(name), by, [&]() -> Result<void> {
    TRY_OK(state_->require(name));
    TRY(Statement put,
        state_->database.prepare("UPDATE accounts SET secret = ?, step = 0 WHERE name = ?"));
    put.bind_blob(1, secret).bind(2, name);
    return put.run();
  }));
  return secret;
}

Result<void> People::drop_second_factor(const std::string& name, const By& by) {
  return state_->change("second_factor_dropped", about(name), by, [&]() -> Result<void> {
    TRY_OK(state_->require(name));
    TRY(Statement put,
        state_->database.prepare("UPDATE accounts SET secret = NULL WHERE name = ?"));
    put.bind(1, name);
    return put.run();
  });
}

Result<std::vector<Account>> People::accounts() const {
  const std::lock_guard lock(state_->mutex);
  std::vector<Account> accounts;
  TRY(Statement ask,
      state_->database.prepare("SELECT name, administrator, disabled, secret IS NOT NULL, created, "
                               "locked_until FROM accounts ORDER BY name"));
  for (;;) {
    TRY(const bool is_row, ask.step());
    if (!is_row) break;
    accounts.push_back({std::string(ask.text(0)),
                        ask.integer(1) != 0,
                        ask.integer(2) != 0,
                        ask.integer(3) != 0,
                        ask.integer(4),
                        ask.integer(5),
                        {}});
  }
  TRY(Statement of, state_->database.prepare(
                        "SELECT case_id, case_name, role FROM members WHERE name = ? ORDER BY 1"));
  for (Account& account : accounts) {
    of.bind(1, account.name);
    for (;;) {
      TRY(const bool is_row, of.step());
      if (!is_row) break;
      account.cases.push_back({std::string(of.text(0)), std::string(of.text(1)),
                               role_of(of.text(2)).value_or(Role::none)});
    }
    of.reset();
  }
  return accounts;
}

Result<std::vector<LogEntry>> People::log(VerifyReport& report, Progress& progress) const {
  const std::lock_guard lock(state_->mutex);
  TRY_OK(verify_log(state_->database, report, progress, nullptr));
  std::vector<LogEntry> entries;
  const auto add = [&](const LogEntry& entry) { return entries.push_back(entry), true; };
  TRY_OK(Log(state_->database).read(0, add));
  return entries;
}

Result<Role> People::role(const std::string& name, const std::string& case_id) const {
  const std::lock_guard lock(state_->mutex);
  TRY(Statement ask,
      state_->database.prepare("SELECT m.role FROM members m JOIN accounts a ON a.name = m.name "
                               "WHERE m.name = ? AND m.case_id = ? AND a.disabled = 0"));
  ask.bind(1, name).bind(2, case_id);
  TRY(const bool is_row, ask.step());
  return is_row ? role_of(ask.text(0)).value_or(Role::none) : Role::none;
}

Result<LogIn> People::log_in(const std::string& name, std::string_view password,
                             std::string_view code, int64_t now) {
  std::string hash = nobodys_hash(), secret;
  bool may_enter = false, wants_code = false;
  int64_t used = 0;
  {
    const std::lock_guard lock(state_->mutex);
    TRY(Statement ask, state_->database.prepare(
                           "SELECT password, secret, step, disabled, locked_until FROM accounts "
                           "WHERE name = ?"));
    ask.bind(1, name);
    TRY(const bool is_row, ask.step());
    if (is_row) {
      if (ask.integer(4) > now) return LogIn::locked;
      hash = ask.text(0);
      wants_code = !ask.is_null(1);
      if (wants_code) secret = ask.blob(1);
      used = ask.integer(2);
      may_enter = ask.integer(3) == 0;
    }
  }
  // Outside the lock: it takes a tenth of a second, and others are being served.
  const bool knows = is_password(password, hash);
  const auto step = wants_code ? totp_step(secret, code, now, used) : std::optional(used);
  const std::lock_guard lock(state_->mutex);
  if (!may_enter || !knows || !step) {
    TRY(Statement count,
        state_->database.prepare("UPDATE accounts SET failures = failures + 1 WHERE name = ? "
                                 "RETURNING failures"));
    count.bind(1, name);
    TRY(const bool is_row, count.step());
    const int64_t until = is_row ? lock_after(count.integer(0), now) : 0;
    TRY_OK(count.run());
    TRY(Statement put,
        state_->database.prepare("UPDATE accounts SET locked_until = ? WHERE name = ?"));
    put.bind(1, until).bind(2, name);
    TRY_OK(put.run());
    return LogIn::refused;
  }
  // Of two that come with one code at once, one is let in.
  TRY(Statement put, state_->database.prepare(
                         "UPDATE accounts SET failures = 0, locked_until = 0, step = ?1 WHERE "
                         "name = ?2 AND (secret IS NULL OR step < ?1) RETURNING 1"));
  put.bind(1, *step).bind(2, name);
  TRY(const bool is_row, put.step());
  TRY_OK(put.run());
  return is_row ? LogIn::let_in : LogIn::refused;
}

Result<std::string> People::make_token(const std::string& name, std::string_view scope,
                                       int64_t expires, const By& by) {
  if (!is_name(name))
    return fail(Code::invalid_input,
                "the name of a token has letters, figures, - _ . and @, 64 at most");
  TRY(const std::string key, make_key());
  const Sha256 hash = sha256(key);
  TRY_OK(state_->change("token_made", about(name, "scope", scope), by, [&]() -> Result<void> {
    TRY(Statement put, state_->database.prepare(
                           "INSERT INTO tokens (hash, name, scope, expires) VALUES (?, ?, ?, ?)"));
    put.bind_blob(1, view(hash)).bind(2, name).bind(3, scope).bind(4, expires);
    return put.run();
  }));
  return key;
}

Result<void> People::revoke_token(int64_t id, const By& by) {
  return state_->change("token_revoked", about(std::to_string(id)), by, [&]() -> Result<void> {
    TRY(Statement put,
        state_->database.prepare("UPDATE tokens SET revoked = 1 WHERE id = ? RETURNING 1"));
    put.bind(1, id);
    TRY(const bool is_row, put.step());
    if (!is_row)
      return fail(Code::not_found, "there is no token " + std::to_string(id) +
                                       "; `maillon people list` shows those there are");
    return put.run();
  });
}

Result<std::vector<ApiToken>> People::tokens() const {
  const std::lock_guard lock(state_->mutex);
  std::vector<ApiToken> tokens;
  TRY(Statement ask,
      state_->database.prepare("SELECT id, name, scope, expires, revoked FROM tokens ORDER BY id"));
  for (;;) {
    TRY(const bool is_row, ask.step());
    if (!is_row) return tokens;
    tokens.push_back({ask.integer(0), std::string(ask.text(1)), std::string(ask.text(2)),
                      ask.integer(3), ask.integer(4) != 0});
  }
}

Result<std::optional<std::string>> People::find_token(std::string_view token,
                                                      std::string_view scope, int64_t now) const {
  const Sha256 hash = sha256(token);
  const std::lock_guard lock(state_->mutex);
  TRY(Statement ask,
      state_->database.prepare("SELECT name FROM tokens WHERE hash = ? AND scope = ? "
                               "AND expires > ? AND revoked = 0"));
  ask.bind_blob(1, view(hash)).bind(2, scope).bind(3, now);
  TRY(const bool is_there, ask.step());
  return is_there ? std::optional(std::string(ask.text(0))) : std::nullopt;
}

}  // namespace maillon::store
