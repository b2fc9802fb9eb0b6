// A thin wrapper of SQLite: handles that close themselves, errors as values.
// Only store includes it.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/cipher.h"

struct sqlite3;
struct sqlite3_stmt;

namespace maillon::store {

// A prepared statement with its values bound. Text and blobs that columns give
// are valid until the next step(). Failures: Code::busy after the time-out,
// Code::corrupt for a damaged file, Code::io for the rest ("disk full: ...").
class Statement {
 public:
  Statement(sqlite3* database, sqlite3_stmt* statement)
      : database_(database), statement_(statement) {}
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&& other) noexcept;

  Statement& bind(int index, int64_t value);  // index from 1
  Statement& bind(int index, std::string_view text);
  Statement& bind_blob(int index, std::string_view bytes);  // not copied: keep it until step()
  Statement& bind_null(int index);

  Result<bool> step();  // true: a row stands ready
  Result<void> run();   // step() to the end, then reset()
  void reset();         // ready to be bound and stepped again

  int64_t integer(int column) const;  // column from 0
  std::string_view text(int column) const;
  std::string_view blob(int column) const;
  bool is_null(int column) const;
  bool is_integer(int column) const;
  int columns() const;

 private:
  sqlite3* database_;
  sqlite3_stmt* statement_;
};

// One connection. Not copyable; closed at the end of its life.
class Database {
 public:
  enum class Mode { read_write, create, read_only, immutable };

  Database() = default;
  ~Database();
  Database(Database&& other) noexcept;
  Database& operator=(Database&& other) noexcept;

  // With a key the file's pages are encrypted (sealed_vfs.h).
  static Result<Database> open(const std::string& path, Mode mode, const SharedKey& key = {});
  // Writes a copy in which the pages are in order and nothing is free, encrypted with the key or
  // plain, to a file that is not there.
  Result<void> copy_to(const std::string& path, const SharedKey& key);

  Result<void> execute(const std::string& sql);  // one or more statements
  Result<Statement> prepare(std::string_view sql);
  // The first column of the first row; 0 if there is no row.
  Result<int64_t> integer(std::string_view sql);
  Result<std::string> text(std::string_view sql);
  sqlite3* handle() { return handle_; }
  const std::string& path() const { return path_; }

 private:
  sqlite3* handle_ = nullptr;
  std::string path_;
};

// BEGIN IMMEDIATE ... COMMIT; rolls back unless commit() was called.
class Transaction {
 public:
  static Result<Transaction> begin(Database& database);
  ~Transaction();
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&& other) noexcept;
  Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace maillon::store
