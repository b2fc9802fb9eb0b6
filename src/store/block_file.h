// Block files: the one way in which originals and derived arrays are on disk.
// The bytes are cut into chunks of 64 KiB; each is compressed by itself (zstd)
// or kept as it is where that does not pay, and carries a checksum (XXH3). A
// table at the end tells where each chunk stands, so any range can be read
// without reading what is before it. docs/formats/case.md draws the bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "store/cipher.h"

namespace maillon::store {

inline constexpr std::size_t kChunkSize = 64 * 1024;

struct BlockOptions {
  int level = 1;        // of zstd, up to 3; negative ones are quicker and pack less
  bool sha256 = false;  // also hash the bytes as they come: sha256()
  // Waits for the disk in finish() and publish(). Without it a power loss may tear
  // the file: for callers that sync many files at once.
  bool sync = true;
  SharedKey key{};  // of the case: the file is encrypted under a key of its own
};

// Writes one block file. The bytes go to `tmp_path`; publish() moves the whole
// file to its name. Dropped without publish(), the temporary file is removed.
// One thread at a time; chunks are compressed on all threads.
class BlockWriter {
 public:
  ~BlockWriter();
  BlockWriter(BlockWriter&&) noexcept;
  BlockWriter& operator=(BlockWriter&&) noexcept;

  // The temporary file is `path` + ".tmp".
  static Result<BlockWriter> create(const std::string& path, BlockOptions options = {});
  static Result<BlockWriter> create_at(const std::string& tmp_path, const std::string& path,
                                       BlockOptions options = {});

  Result<void> append(std::string_view bytes);
  uint64_t size() const;  // bytes appended so far

  // Writes the chunk table and `metadata` (any bytes), syncs and closes the file.
  // No append() after that. Called by publish() if it was not called before.
  Result<void> finish(std::string_view metadata = {});
  // SHA-256 of all bytes. Needs BlockOptions::sha256 and finish().
  const Sha256& sha256() const;
  const std::string& tmp_path() const;
  // Leaves the finished temporary file to the caller, who moves it; gives its path.
  std::string release();
  // Changes the name that publish() gives (an original is named by its hash).
  void set_path(std::string path);
  // After a crash there is the whole file under its name, or none.
  Result<void> publish();

 private:
  struct State;
  explicit BlockWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Reads a block file. Any number of threads may use one reader. A chunk that is
// damaged gives Code::corrupt with the file's name and the chunk's number.
// A copy shares the open file (a shared_ptr: streams keep it open).
class BlockReader {
 public:
  BlockReader();
  ~BlockReader();
  BlockReader(const BlockReader&);
  BlockReader& operator=(const BlockReader&);
  BlockReader(BlockReader&&) noexcept;
  BlockReader& operator=(BlockReader&&) noexcept;

  // Reads header and chunk table only. Code::not_found, io, corrupt, or
  // unsupported (a newer format). An encrypted file needs the key of its case
  // (Code::invalid_input without one); a plain one is read with or without.
  static Result<BlockReader> open(const std::string& path, const SharedKey& key = {});
  // The same from memory; `name` stands in messages.
  static Result<BlockReader> from_bytes(std::string bytes, std::string name,
                                        const SharedKey& key = {});

  uint64_t size() const;  // of the bytes as they were appended
  std::size_t chunk_count() const;
  uint64_t stored_size() const;  // of the file on disk
  const std::string& metadata() const;
  const std::string& name() const;  // the path, for messages
  // Changes when any byte of the content or metadata changes (XXH3 over the chunk table). The
  // same whether the file is encrypted or not.
  uint64_t checksum() const;
  bool is_encrypted() const;

  // The bytes from `begin` on; Code::invalid_input if the range is not inside.
  Result<std::string> read(uint64_t begin, std::size_t size) const;
  // The same into memory that the caller owns. Large reads use all threads.
  Result<void> read_into(uint64_t begin, char* to, std::size_t size) const;
  // Checks one chunk against its checksum and decompresses it.
  Result<void> check_chunk(std::size_t chunk) const;

 private:
  friend class BlockStream;
  struct State;
  std::shared_ptr<const State> state_;
};

// Gives the bytes from `begin` to `end` front to back, some at a time; stops at an error of `take`.
Result<void> each_piece(const BlockReader& from, uint64_t begin, uint64_t end,
                        const std::function<Result<void>(std::string_view)>& take);

// Writes over the key in the head of an encrypted file, so that nobody reads it again, wherever its
// bytes are still on the disk. Nothing happens to a file that is not encrypted, is not there, or
// has a second name (a copy of the case shares it).
void destroy_key(const std::string& path);

// Reads a block file (or a part of it) from front to back, some MiB ahead on
// all threads.
class BlockStream {
 public:
  explicit BlockStream(BlockReader reader);
  BlockStream(BlockReader reader, uint64_t begin, uint64_t end);
  // Up to `size` bytes; 0 = the end.
  Result<std::size_t> read(char* to, std::size_t size);

 private:
  BlockReader reader_;
  uint64_t next_ = 0, end_ = 0;  // what of the file is still to be fetched
  std::string window_;
  std::size_t used_ = 0;  // bytes of window_ handed out
};

}  // namespace maillon::store
