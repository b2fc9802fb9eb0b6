// SQLite files with encrypted pages: a layer between SQLite and the disk (a VFS shim).
#pragma once

#include <string>

#include "store/cipher.h"

struct sqlite3;

namespace maillon::store {

// The name of the layer for this key, to open a database with; it is made at first use and stays
// as long as the process. Any thread.
std::string sealed_vfs(const CipherKey& key);

// Says how many bytes of each page the layer needs. To be called after a database is opened and
// before anything is written to it (or before VACUUM INTO, for the copy).
void reserve_for_seal(sqlite3* database, bool sealed);

}  // namespace maillon::store
