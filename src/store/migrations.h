// The tables of case.db, version by version.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/sqlite.h"

namespace maillon::store {

// "MLLN": marks a SQLite file as the database of a case.
inline constexpr int32_t kApplicationId = 0x4D4C4C4E;

// The version that this program writes: the number of migrations.
int64_t schema_version();

// Takes case.db from the version it has to the present one, step by step in one
// transaction; 0 is an empty file. Code::unsupported if it is newer.
Result<void> migrate(Database& database);

// SQL that takes an append-only table's triggers away, and that makes them again: for a purge,
// which does both within its transaction.
std::string unlock_table(std::string_view table);
std::string lock_table(std::string_view table);

}  // namespace maillon::store
