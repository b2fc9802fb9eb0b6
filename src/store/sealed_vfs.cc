// How the pages of case.db are encrypted. SQLite writes its files in whole units, at places that
// follow from their size:
//
//   case.db       page n                         4096 bytes at n * 4096
//   case.db-wal   head                             32 bytes at 0
//                 frame n: head                    24 bytes at 32 + n * 4120
//                          page                  4096 bytes after it
//   case.db-shm   page numbers and locks: nothing of the content
//
// SQLite leaves the last 32 bytes of each page to us (its "reserved bytes"). A page is kept as
//
//   4064 bytes sealed   12 bytes nonce, random at each writing   16 bytes tag   4 zero bytes
//
// with its place as context, so that pages cannot change places. The head of the log has no
// content; a frame's head has a checksum of the page in plain, and is scrambled. Reading gives
// zeros for the reserved bytes, as SQLite wrote them: its checksums are over the plain pages.
//
// A page that does not open is an error (SQLITE_IOERR_DATA), but for one case: after a power cut
// the log ends with a torn frame, which SQLite finds by reading frames whole and comparing
// checksums. So a frame that is read whole and does not open is given as zeros.
//
// A rollback journal is kept in memory: it is there only while a file is made that nobody waits
// for yet; case.db itself has a log. Temporary files are refused: with temp_store=MEMORY, which
// Database::open sets, there are none, and none can carry content out unseen.
#include "store/sealed_vfs.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include <sqlite3.h>

#include "base/check.h"
#include "base/hash.h"

namespace maillon::store {

namespace {

constexpr int kPage = 4096, kReserved = 32, kSealed = kPage - kReserved;
constexpr int kWalHead = 32, kFrameHead = 24, kFrame = kFrameHead + kPage;
static_assert(kNonceBytes + kTagBytes <= kReserved);

struct SealedVfs {
  sqlite3_vfs vfs{};
  sqlite3_vfs* real = nullptr;
  std::string name;
  CipherKey database_key, log_key;
};

struct SealedFile {
  sqlite3_file base;
  bool is_log;
  const SealedVfs* owner;
  sqlite3_file* real;  // right behind this struct
};

SealedFile& sealed(sqlite3_file* file) {
  return *reinterpret_cast<SealedFile*>(file);
}
sqlite3_file* real(sqlite3_file* file) {
  return sealed(file).real;
}

// ---- Pages ------------------------------------------------------------------

std::string_view place_bytes(const sqlite3_int64& place) {
  return {reinterpret_cast<const char*>(&place), sizeof(place)};
}

const CipherKey& key_of(const SealedFile& file) {
  return file.is_log ? file.owner->log_key : file.owner->database_key;
}

int write_page(SealedFile& file, const char* page, sqlite3_int64 place) {
  char kept[kPage] = {};
  const Nonce nonce = random_nonce();
  char body[kSealed + kTagBytes];
  seal(key_of(file), nonce, place_bytes(place), {page, kSealed}, body);
  std::memcpy(kept, body, kSealed);
  std::memcpy(kept + kSealed, nonce.data(), nonce.size());
  std::memcpy(kept + kSealed + kNonceBytes, body + kSealed, kTagBytes);
  return file.real->pMethods->xWrite(file.real, kept, kPage, place);
}

bool open_page(const SealedFile& file, const char* kept, sqlite3_int64 place, char* page) {
  Nonce nonce;
  std::memcpy(nonce.data(), kept + kSealed, nonce.size());
  char body[kSealed + kTagBytes];
  std::memcpy(body, kept, kSealed);
  std::memcpy(body + kSealed, kept + kSealed + kNonceBytes, kTagBytes);
  std::memset(page, 0, kPage);
  return unseal(key_of(file), nonce, place_bytes(place), {body, sizeof(body)}, page);
}

// The page at `place`. SQLITE_IOERR_SHORT_READ with zeros beyond the end of the file.
int read_page(SealedFile& file, sqlite3_int64 place, char* page) {
  char kept[kPage];
  const int got = file.real->pMethods->xRead(file.real, kept, kPage, place);
  if (got != SQLITE_OK) {
    std::memset(page, 0, kPage);
    return got;
  }
  return open_page(file, kept, place, page) ? SQLITE_OK : SQLITE_IOERR_DATA;
}

// A frame whole, as recovery reads it.
int read_frame(SealedFile& file, sqlite3_int64 place, char* to) {
  char kept[kFrame];
  const int got = file.real->pMethods->xRead(file.real, kept, kFrame, place);
  if (got != SQLITE_OK) {
    std::memset(to, 0, kFrame);
    return got;
  }
  std::memcpy(to, kept, kFrameHead);
  unscramble(file.owner->log_key, static_cast<uint64_t>(place), reinterpret_cast<uint8_t*>(to));
  if (!open_page(file, kept + kFrameHead, place + kFrameHead, to + kFrameHead))
    std::memset(to, 0, kFrame);
  return SQLITE_OK;
}

// ---- What SQLite calls ------------------------------------------------------

int close_file(sqlite3_file* file) {
  return real(file)->pMethods->xClose(real(file));
}

int read_log(SealedFile& file, char* to, int size, sqlite3_int64 place) {
  if (place + size <= kWalHead) return file.real->pMethods->xRead(file.real, to, size, place);
  const sqlite3_int64 within = (place - kWalHead) % kFrame;
  if (place >= kWalHead && within == 0 && size == kFrame) return read_frame(file, place, to);
  if (place >= kWalHead && within == kFrameHead && size == kPage) return read_page(file, place, to);
  // A part of a frame's head: where pages of a large transaction are written again, its checksums.
  if (place >= kWalHead && within + size <= kFrameHead) {
    uint8_t head[kFrameHead];
    const sqlite3_int64 begin = place - within;
    const int got = file.real->pMethods->xRead(file.real, head, kFrameHead, begin);
    std::memset(to, 0, static_cast<std::size_t>(size));
    if (got != SQLITE_OK) return got;
    unscramble(file.owner->log_key, static_cast<uint64_t>(begin), head);
    std::memcpy(to, head + within, static_cast<std::size_t>(size));
    return SQLITE_OK;
  }
  return SQLITE_IOERR_READ;
}

int read_file(sqlite3_file* base, void* bytes, int size, sqlite3_int64 place) {
  SealedFile& file = sealed(base);
  char* to = static_cast<char*>(bytes);
  if (file.is_log) return read_log(file, to, size, place);
  if (size == kPage && place % kPage == 0) return read_page(file, place, to);
  // A part of a page: of the first one, before SQLite knows the size of pages.
  while (size > 0) {
    char page[kPage];
    const int begin = static_cast<int>(place % kPage), count = std::min(size, kPage - begin);
    const int got = read_page(file, place - begin, page);
    if (got != SQLITE_OK) {
      std::memset(to, 0, static_cast<std::size_t>(size));
      return got;
    }
    std::memcpy(to, page + begin, static_cast<std::size_t>(count));
    to += count;
    place += count;
    size -= count;
  }
  return SQLITE_OK;
}

int write_file(sqlite3_file* base, const void* bytes, int size, sqlite3_int64 place) {
  SealedFile& file = sealed(base);
  const char* from = static_cast<const char*>(bytes);
  if (!file.is_log) {
    return size == kPage && place % kPage == 0 ? write_page(file, from, place) : SQLITE_IOERR_WRITE;
  }
  if (place == 0 && size == kWalHead)
    return file.real->pMethods->xWrite(file.real, from, size, place);
  const sqlite3_int64 within = (place - kWalHead) % kFrame;
  if (within == kFrameHead && size == kPage) return write_page(file, from, place);
  if (within != 0 || size != kFrameHead) return SQLITE_IOERR_WRITE;
  uint8_t head[kFrameHead];
  std::memcpy(head, from, sizeof(head));
  scramble(file.owner->log_key, static_cast<uint64_t>(place), head);
  return file.real->pMethods->xWrite(file.real, head, kFrameHead, place);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  return real(file)->pMethods->xTruncate(real(file), size);
}
int sync_file(sqlite3_file* file, int flags) {
  return real(file)->pMethods->xSync(real(file), flags);
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return real(file)->pMethods->xFileSize(real(file), size);
}
int lock_file(sqlite3_file* file, int level) {
  return real(file)->pMethods->xLock(real(file), level);
}
int unlock_file(sqlite3_file* file, int level) {
  return real(file)->pMethods->xUnlock(real(file), level);
}
int check_reserved_lock(sqlite3_file* file, int* is_held) {
  return real(file)->pMethods->xCheckReservedLock(real(file), is_held);
}
int control_file(sqlite3_file* file, int what, void* argument) {
  return real(file)->pMethods->xFileControl(real(file), what, argument);
}
int sector_size(sqlite3_file* file) {
  return real(file)->pMethods->xSectorSize(real(file));
}
int device_characteristics(sqlite3_file* file) {
  return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
int map_shared(sqlite3_file* file, int region, int size, int extend, void volatile** at) {
  return real(file)->pMethods->xShmMap(real(file), region, size, extend, at);
}
int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
  return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void barrier_shared(sqlite3_file* file) {
  real(file)->pMethods->xShmBarrier(real(file));
}
int unmap_shared(sqlite3_file* file, int remove) {
  return real(file)->pMethods->xShmUnmap(real(file), remove);
}

// Version 2: with shared memory, without reading by memory maps, which would pass by read_file.
constexpr sqlite3_io_methods kMethods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_reserved_lock,
    .xFileControl = control_file,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = device_characteristics,
    .xShmMap = map_shared,
    .xShmLock = lock_shared,
    .xShmBarrier = barrier_shared,
    .xShmUnmap = unmap_shared,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

// ---- Journals ---------------------------------------------------------------

struct MemoryFile {
  sqlite3_file base;
  std::string* bytes;
};
std::string& bytes_of(sqlite3_file* file) {
  return *reinterpret_cast<MemoryFile*>(file)->bytes;
}

int close_memory(sqlite3_file* file) {
  const std::unique_ptr<std::string> gone(reinterpret_cast<MemoryFile*>(file)->bytes);
  return SQLITE_OK;
}
int read_memory(sqlite3_file* file, void* to, int size, sqlite3_int64 place) {
  const std::string& bytes = bytes_of(file);
  const auto begin = std::min(static_cast<std::size_t>(place), bytes.size());
  const auto count = std::min(static_cast<std::size_t>(size), bytes.size() - begin);
  std::memset(to, 0, static_cast<std::size_t>(size));
  std::memcpy(to, bytes.data() + begin, count);
  return count == static_cast<std::size_t>(size) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}
int write_memory(sqlite3_file* file, const void* from, int size, sqlite3_int64 place) {
  std::string& bytes = bytes_of(file);
  const auto begin = static_cast<std::size_t>(place), count = static_cast<std::size_t>(size);
  if (bytes.size() < begin + count) bytes.resize(begin + count);
  std::memcpy(bytes.data() + begin, from, count);
  return SQLITE_OK;
}
int truncate_memory(sqlite3_file* file, sqlite3_int64 size) {
  bytes_of(file).resize(static_cast<std::size_t>(size));
  return SQLITE_OK;
}
int size_memory(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(bytes_of(file).size());
  return SQLITE_OK;
}

constexpr sqlite3_io_methods kMemoryMethods = {
    .iVersion = 1,
    .xClose = close_memory,
    .xRead = read_memory,
    .xWrite = write_memory,
    .xTruncate = truncate_memory,
    .xSync = [](sqlite3_file*, int) { return SQLITE_OK; },
    .xFileSize = size_memory,
    .xLock = [](sqlite3_file*, int) { return SQLITE_OK; },
    .xUnlock = [](sqlite3_file*, int) { return SQLITE_OK; },
    .xCheckReservedLock =
        [](sqlite3_file*, int* is_held) {
          *is_held = 0;
          return SQLITE_OK;
        },
    .xFileControl = [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; },
    .xSectorSize = [](sqlite3_file*) { return 0; },
    .xDeviceCharacteristics = [](sqlite3_file*) { return 0; },
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

// ---- Opening ----------------------------------------------------------------

int open_file(sqlite3_vfs* vfs, sqlite3_filename name, sqlite3_file* base, int flags,
              int* got_flags) {
  const auto& owner = *static_cast<const SealedVfs*>(vfs->pAppData);
  base->pMethods = nullptr;
  if ((flags & SQLITE_OPEN_MAIN_JOURNAL) != 0) {
    // SQLite owns the struct; close_memory() takes the bytes back.
    reinterpret_cast<MemoryFile*>(base)->bytes = std::make_unique<std::string>().release();
    base->pMethods = &kMemoryMethods;
    if (got_flags != nullptr) *got_flags = flags;
    return SQLITE_OK;
  }
  if ((flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) == 0) return SQLITE_CANTOPEN;
  SealedFile& file = sealed(base);
  file.is_log = (flags & SQLITE_OPEN_WAL) != 0;
  file.owner = &owner;
  file.real = reinterpret_cast<sqlite3_file*>(&file + 1);
  const int code = owner.real->xOpen(owner.real, name, file.real, flags, got_flags);
  if (code == SQLITE_OK) {
    base->pMethods = &kMethods;
  } else if (file.real->pMethods != nullptr) {
    file.real->pMethods->xClose(file.real);
  }
  return code;
}

// A journal in memory has nothing to delete.
int delete_file(sqlite3_vfs* vfs, const char* name, int sync_directory) {
  const auto& owner = *static_cast<const SealedVfs*>(vfs->pAppData);
  const int code = owner.real->xDelete(owner.real, name, sync_directory);
  return code == SQLITE_IOERR_DELETE_NOENT ? SQLITE_OK : code;
}

}  // namespace

std::string sealed_vfs(const CipherKey& key) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<SealedVfs>> known;  // by name; guarded by mutex
  constexpr std::size_t kNameBytes = 16;
  std::string name =
      "maillon-" + to_hex(key.derive("name of the layer").view().substr(0, kNameBytes));
  const std::lock_guard lock(mutex);
  auto& entry = known[name];
  if (entry) return name;
  entry = std::make_unique<SealedVfs>();
  entry->real = sqlite3_vfs_find(nullptr);
  CHECK(entry->real != nullptr);
  entry->name = name;
  entry->database_key = key.derive("case.db");
  entry->log_key = key.derive("case.db-wal");
  // All else is the default layer's own, which asks nothing of the struct it is called with.
  entry->vfs = *entry->real;
  entry->vfs.zName = entry->name.c_str();
  entry->vfs.pAppData = entry.get();
  entry->vfs.pNext = nullptr;
  entry->vfs.szOsFile = static_cast<int>(sizeof(SealedFile)) + entry->real->szOsFile;
  entry->vfs.xOpen = open_file;
  entry->vfs.xDelete = delete_file;
  CHECK(sqlite3_vfs_register(&entry->vfs, 0) == SQLITE_OK);
  return name;
}

void reserve_for_seal(sqlite3* database, bool is_sealed) {
  int bytes = is_sealed ? kReserved : 0;
  CHECK(sqlite3_file_control(database, "main", SQLITE_FCNTL_RESERVE_BYTES, &bytes) == SQLITE_OK);
}

}  // namespace maillon::store
