// The bytes of a block file (all numbers little-endian):
//
//   header    "MAILLONB"  u16 version  u8 log2(chunk size)  u8 flags  u32 0      16 bytes
//   chunks    the stored bytes of chunk 0, 1, 2 ... one after the other
//   table     per chunk:  u32 stored size, high bit set: kept as it is
//                         u64 XXH3 of the stored bytes, seeded with its number
//   metadata  any bytes
//   trailer   u64 size    u64 table begin   u64 metadata size
//             u64 XXH3 of table and metadata   u32 version   u32 0
//             u64 XXH3 of the trailer so far   "BNOLLIAM"                        56 bytes
//
// Every chunk but the last has kChunkSize bytes when it is unpacked. The checksum
// is over the stored bytes, so the decompressor only sees what we wrote; it is
// seeded with the chunk's number, so a swap of two chunks shows.
#include "store/block_file.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <zstd.h>

#include "base/check.h"
#include "base/parallel.h"
#include "store/file.h"

namespace maillon::store {

namespace {

static_assert(std::endian::native == std::endian::little,
              "arrays are stored as they are in memory");

constexpr std::string_view kMagic = "MAILLONB", kEndMagic = "BNOLLIAM";
constexpr uint16_t kVersion = 1;
constexpr std::size_t kHeaderSize = 16, kTrailerSize = 56, kTableEntry = 12;
constexpr uint32_t kRawBit = 0x80000000U;
constexpr std::size_t kBatchChunks = 64;  // compressed at once: 4 MiB
constexpr std::size_t kGroupChunks = 16;  // read at once by one thread: 1 MiB
// Reading a chunk kept raw is three to four times as fast, so compression must
// save at least an eighth to be worth it.
constexpr std::size_t stored_limit(std::size_t size) {
  return size - size / 8;
}

struct ChunkEntry {
  uint32_t stored = 0;  // with kRawBit
  uint64_t checksum = 0;
  std::size_t size() const { return stored & ~kRawBit; }
  bool raw() const { return (stored & kRawBit) != 0; }
};

template <class T>
void put(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

template <class T>
T take(std::string_view bytes, std::size_t at) {
  T value{};
  std::memcpy(&value, bytes.data() + at, sizeof(value));
  return value;
}

// zstd contexts are large (up to a MiB) and meant to be used again.
struct Compressor {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ~Compressor() { ZSTD_freeCCtx(context); }
};
struct Decompressor {
  ZSTD_DCtx* context = ZSTD_createDCtx();
  ~Decompressor() { ZSTD_freeDCtx(context); }
};

std::size_t compress(char* to, std::size_t room, std::string_view from, int level) {
  static thread_local Compressor compressor;
  CHECK(compressor.context != nullptr);
  return ZSTD_compressCCtx(compressor.context, to, room, from.data(), from.size(), level);
}

bool decompress(char* to, std::size_t size, std::string_view from) {
  static thread_local Decompressor decompressor;
  CHECK(decompressor.context != nullptr);
  return ZSTD_decompressDCtx(decompressor.context, to, size, from.data(), from.size()) == size;
}

}  // namespace

// ---- Writing ----------------------------------------------------------------

struct BlockWriter::State {
  File file;
  std::string tmp_path, path;
  BlockOptions options;
  std::string pending;              // less than a batch
  std::vector<std::string> packed;  // one buffer per chunk of a batch
  std::vector<ChunkEntry> table;
  uint64_t size = 0;     // appended
  uint64_t written = 0;  // bytes of the file
  uint64_t flushed = 0;  // of those, handed to the disk already
  bool finished = false, published = false, failed = false;
  std::optional<Sha256Stream> hasher;
  Sha256 hash{};

  ~State() {
    if (published || tmp_path.empty()) return;
    file.close();
    (void)remove_file(tmp_path);
  }

  Result<void> write(std::string_view bytes) {
    auto done = file.write(bytes);
    failed = failed || !done;
    written += bytes.size();
    return done;
  }
  Result<void> write_batch(std::string_view bytes);
  void start_writeback();
};

// Whole chunks (the last one of the file may be short), at most a batch of them.
Result<void> BlockWriter::State::write_batch(std::string_view bytes) {
  const std::size_t n = block_count(bytes.size(), kChunkSize);
  const std::size_t room = stored_limit(kChunkSize);
  if (packed.size() < n) packed.resize(n);
  const std::size_t first = table.size();
  table.resize(first + n);
  // The hash of the whole is one more task beside the chunks: it runs on one core meanwhile.
  const std::size_t hashing = hasher ? 1 : 0;
  parallel_for(n + hashing, [&](std::size_t task) {
    if (task < hashing) return hasher->update(bytes);
    const std::size_t i = task - hashing;
    const std::string_view from = bytes.substr(i * kChunkSize, kChunkSize);
    if (packed[i].size() < room) packed[i].resize(room);
    const std::size_t got =
        compress(packed[i].data(), stored_limit(from.size()), from, options.level);
    const bool raw = ZSTD_isError(got) != 0;  // no room: it does not pay
    const std::string_view stored = raw ? from : std::string_view(packed[i].data(), got);
    table[first + i] = {.stored = static_cast<uint32_t>(stored.size()) | (raw ? kRawBit : 0),
                        .checksum = hash64(stored, first + i)};
  });
  for (std::size_t i = 0; i < n; ++i) {
    const ChunkEntry& entry = table[first + i];
    const char* from = entry.raw() ? bytes.data() + i * kChunkSize : packed[i].data();
    TRY_OK(write({from, entry.size()}));
  }
  start_writeback();
  return {};
}

// Asks the kernel to begin writing now, so that the fsync at the end is short.
void BlockWriter::State::start_writeback() {
  constexpr uint64_t kStep = 16 << 20;
  if (written - flushed < kStep) return;
  (void)::sync_file_range(file.fd(), static_cast<off_t>(flushed),
                          static_cast<off_t>(written - flushed), SYNC_FILE_RANGE_WRITE);
  flushed = written;
}

BlockWriter::BlockWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
BlockWriter::~BlockWriter() = default;
BlockWriter::BlockWriter(BlockWriter&&) noexcept = default;
BlockWriter& BlockWriter::operator=(BlockWriter&&) noexcept = default;

Result<BlockWriter> BlockWriter::create(const std::string& path, BlockOptions options) {
  return create_at(path + ".tmp", path, options);
}

Result<BlockWriter> BlockWriter::create_at(const std::string& tmp_path, const std::string& path,
                                           BlockOptions options) {
  auto state = std::make_unique<State>();
  TRY(state->file, File::create(tmp_path));
  state->tmp_path = tmp_path;
  state->path = path;
  state->options = options;
  if (options.sha256) state->hasher.emplace();
  std::string header(kMagic);
  put(header, kVersion);
  put(header, static_cast<uint8_t>(std::countr_zero(kChunkSize)));
  put(header, uint8_t{0});
  put(header, uint32_t{0});
  TRY_OK(state->write(header));
  return BlockWriter(std::move(state));
}

Result<void> BlockWriter::append(std::string_view bytes) {
  State& s = *state_;
  CHECK(!s.finished);
  if (s.failed) return fail(Code::io, "writing " + s.tmp_path + ": an earlier write failed");
  constexpr std::size_t kBatch = kBatchChunks * kChunkSize;
  s.size += bytes.size();
  while (!bytes.empty()) {
    if (s.pending.empty() && bytes.size() >= kBatch) {
      TRY_OK(s.write_batch(bytes.substr(0, kBatch)));
      bytes.remove_prefix(kBatch);
      continue;
    }
    const std::size_t n = std::min(bytes.size(), kBatch - s.pending.size());
    s.pending.append(bytes.substr(0, n));
    bytes.remove_prefix(n);
    if (s.pending.size() == kBatch) {
      TRY_OK(s.write_batch(s.pending));
      s.pending.clear();
    }
  }
  return {};
}

uint64_t BlockWriter::size() const {
  return state_->size;
}

Result<void> BlockWriter::finish(std::string_view metadata) {
  State& s = *state_;
  CHECK(!s.finished);
  if (s.failed) return fail(Code::io, "writing " + s.tmp_path + ": an earlier write failed");
  if (!s.pending.empty()) TRY_OK(s.write_batch(s.pending));
  s.pending = {};
  s.packed = {};
  const uint64_t table_begin = s.written;
  std::string end;
  end.reserve(s.table.size() * kTableEntry + metadata.size() + kTrailerSize);
  for (const ChunkEntry& entry : s.table) {
    put(end, entry.stored);
    put(end, entry.checksum);
  }
  end.append(metadata);
  std::string trailer;
  put(trailer, s.size);
  put(trailer, table_begin);
  put(trailer, static_cast<uint64_t>(metadata.size()));
  put(trailer, hash64(end));
  put(trailer, uint32_t{kVersion});
  put(trailer, uint32_t{0});
  put(trailer, hash64(trailer));
  trailer.append(kEndMagic);
  TRY_OK(s.write(end + trailer));
  if (s.hasher) s.hash = s.hasher->finish();
  if (s.options.sync) TRY_OK(s.file.sync());
  s.file.close();
  s.table = {};
  s.finished = true;
  return {};
}

const Sha256& BlockWriter::sha256() const {
  CHECK(state_->finished && state_->options.sha256);
  return state_->hash;
}

const std::string& BlockWriter::tmp_path() const {
  return state_->tmp_path;
}

std::string BlockWriter::release() {
  CHECK(state_->finished);
  state_->published = true;
  return state_->tmp_path;
}

void BlockWriter::set_path(std::string path) {
  state_->path = std::move(path);
}

Result<void> BlockWriter::publish() {
  State& s = *state_;
  if (!s.finished) TRY_OK(finish());
  TRY_OK(move_file(s.tmp_path, s.path, s.options.sync));
  s.published = true;
  return {};
}

// ---- Reading ----------------------------------------------------------------

struct BlockReader::State {
  File file;
  std::string memory;  // instead of the file
  bool in_memory = false;
  std::string name, metadata;
  uint64_t file_size = 0, size = 0, checksum = 0;
  std::vector<ChunkEntry> table;
  std::vector<uint64_t> offset;  // where each chunk begins; one more for the end

  Result<void> fetch(uint64_t at, char* to, std::size_t n) const {
    if (!in_memory) return file.read_at(at, to, n);
    if (at > memory.size() || n > memory.size() - at) return damaged("the file is cut short");
    std::memcpy(to, memory.data() + at, n);
    return {};
  }
  Result<std::string> fetch(uint64_t at, std::size_t n) const {
    std::string bytes(n, '\0');
    TRY_OK(fetch(at, bytes.data(), n));
    return bytes;
  }
  tl::unexpected<Error> damaged(std::string_view what) const {
    return fail(Code::corrupt, name + ": " + std::string(what));
  }
  std::size_t chunk_size(std::size_t chunk) const {  // unpacked
    return std::min<uint64_t>(kChunkSize, size - chunk * kChunkSize);
  }
  Result<void> read_table();
  Result<void> build_offsets(uint64_t table_begin);
  Result<void> unpack(std::size_t chunk, std::string_view stored, char* to) const;
  Result<void> read_group(std::size_t first, std::size_t last, uint64_t begin, uint64_t end,
                          char* to) const;
};

Result<void> BlockReader::State::read_table() {
  if (file_size < kHeaderSize + kTrailerSize) return damaged("the file is cut short");
  TRY(const std::string header, fetch(0, kHeaderSize));
  if (!header.starts_with(kMagic)) return damaged("this is not a block file of Maillon");
  const auto version = take<uint16_t>(header, 8);
  if (version > kVersion) {
    return fail(Code::unsupported, name + ": made by a newer Maillon; update this program");
  }
  if (version != kVersion || take<uint8_t>(header, 10) != std::countr_zero(kChunkSize) ||
      take<uint8_t>(header, 11) != 0 || take<uint32_t>(header, 12) != 0) {
    return damaged("its header is damaged");
  }
  const uint64_t trailer_begin = file_size - kTrailerSize;
  TRY(const std::string trailer, fetch(trailer_begin, kTrailerSize));
  if (!trailer.ends_with(kEndMagic)) return damaged("the file is cut short");
  if (take<uint64_t>(trailer, 40) != hash64(std::string_view(trailer).substr(0, 40)) ||
      take<uint32_t>(trailer, 32) != kVersion) {
    return damaged("its trailer does not match its checksum");
  }
  size = take<uint64_t>(trailer, 0);
  const auto table_begin = take<uint64_t>(trailer, 8), metadata_size = take<uint64_t>(trailer, 16);
  // Everything is held against the size of the file before it is believed.
  if (table_begin < kHeaderSize || table_begin > trailer_begin ||
      metadata_size > trailer_begin - table_begin) {
    return damaged("its trailer is damaged");
  }
  const uint64_t table_size = trailer_begin - table_begin - metadata_size;
  const uint64_t chunks = size / kChunkSize + (size % kChunkSize != 0 ? 1 : 0);
  if (table_size / kTableEntry != chunks || table_size % kTableEntry != 0) {
    return damaged("its chunk table is damaged");
  }
  TRY(std::string end, fetch(table_begin, trailer_begin - table_begin));
  if (hash64(end) != take<uint64_t>(trailer, 24)) {
    return damaged("its chunk table does not match its checksum");
  }
  table.resize(chunks);
  for (std::size_t i = 0; i < chunks; ++i) {
    table[i].stored = take<uint32_t>(end, i * kTableEntry);
    table[i].checksum = take<uint64_t>(end, i * kTableEntry + 4);
  }
  metadata = end.substr(table_size);
  checksum = hash64(std::string_view(trailer).substr(0, 40));
  return build_offsets(table_begin);
}

Result<void> BlockReader::State::build_offsets(uint64_t table_begin) {
  offset.reserve(table.size() + 1);
  uint64_t at = kHeaderSize;
  for (std::size_t i = 0; i < table.size(); ++i) {
    offset.push_back(at);
    const std::size_t unpacked = chunk_size(i);
    const bool fits = table[i].raw() ? table[i].size() == unpacked : table[i].size() < unpacked;
    if (!fits) return damaged("its chunk table is damaged");
    at += table[i].size();
  }
  offset.push_back(at);
  if (at != table_begin) return damaged("its chunk table is damaged");
  return {};
}

Result<void> BlockReader::State::unpack(std::size_t chunk, std::string_view stored,
                                        char* to) const {
  const ChunkEntry& entry = table[chunk];
  if (hash64(stored, chunk) != entry.checksum) {
    return damaged("chunk " + std::to_string(chunk) + " does not match its checksum");
  }
  if (entry.raw()) {
    std::memcpy(to, stored.data(), stored.size());
  } else if (!decompress(to, chunk_size(chunk), stored)) {
    return damaged("chunk " + std::to_string(chunk) + " cannot be decompressed");
  }
  return {};
}

// Chunks [first, last) by one read of the disk; what of them lies in [begin, end) goes to `to`,
// which stands for byte `begin`.
Result<void> BlockReader::State::read_group(std::size_t first, std::size_t last, uint64_t begin,
                                            uint64_t end, char* to) const {
  const std::size_t n = offset[last] - offset[first];
  const auto stored = std::make_unique_for_overwrite<char[]>(n);
  TRY_OK(fetch(offset[first], stored.get(), n));
  std::unique_ptr<char[]> whole;  // for chunks of which only a part is wanted
  for (std::size_t chunk = first; chunk < last; ++chunk) {
    const std::string_view bytes(stored.get() + (offset[chunk] - offset[first]),
                                 table[chunk].size());
    const uint64_t chunk_begin = chunk * kChunkSize, chunk_end = chunk_begin + chunk_size(chunk);
    if (chunk_begin >= begin && chunk_end <= end) {
      TRY_OK(unpack(chunk, bytes, to + (chunk_begin - begin)));
      continue;
    }
    if (!whole) whole = std::make_unique_for_overwrite<char[]>(kChunkSize);
    TRY_OK(unpack(chunk, bytes, whole.get()));
    const uint64_t from = std::max(begin, chunk_begin), until = std::min(end, chunk_end);
    std::memcpy(to + (from - begin), whole.get() + (from - chunk_begin), until - from);
  }
  return {};
}

BlockReader::BlockReader() : state_(std::make_shared<State>()) {}
BlockReader::~BlockReader() = default;
BlockReader::BlockReader(const BlockReader&) = default;
BlockReader& BlockReader::operator=(const BlockReader&) = default;
BlockReader::BlockReader(BlockReader&&) noexcept = default;
BlockReader& BlockReader::operator=(BlockReader&&) noexcept = default;

Result<BlockReader> BlockReader::open(const std::string& path) {
  auto state = std::make_shared<State>();
  state->name = path;
  TRY(state->file, File::open_read(path));
  TRY(state->file_size, state->file.size());
  TRY_OK(state->read_table());
  BlockReader reader;
  reader.state_ = std::move(state);
  return reader;
}

Result<BlockReader> BlockReader::from_bytes(std::string bytes, std::string name) {
  auto state = std::make_shared<State>();
  state->name = std::move(name);
  state->file_size = bytes.size();
  state->memory = std::move(bytes);
  state->in_memory = true;
  TRY_OK(state->read_table());
  BlockReader reader;
  reader.state_ = std::move(state);
  return reader;
}

uint64_t BlockReader::size() const {
  return state_->size;
}
std::size_t BlockReader::chunk_count() const {
  return state_->table.size();
}
uint64_t BlockReader::stored_size() const {
  return state_->file_size;
}
const std::string& BlockReader::metadata() const {
  return state_->metadata;
}
const std::string& BlockReader::name() const {
  return state_->name;
}
uint64_t BlockReader::checksum() const {
  return state_->checksum;
}

Result<std::string> BlockReader::read(uint64_t begin, std::size_t size) const {
  if (begin > state_->size || size > state_->size - begin) {
    return fail(Code::invalid_input, state_->name + ": the range lies outside of the file");
  }
  std::string bytes(size, '\0');
  TRY_OK(read_into(begin, bytes.data(), size));
  return bytes;
}

Result<void> BlockReader::read_into(uint64_t begin, char* to, std::size_t size) const {
  const State& s = *state_;
  if (begin > s.size || size > s.size - begin) {
    return fail(Code::invalid_input, s.name + ": the range lies outside of the file");
  }
  if (size == 0) return {};
  const uint64_t end = begin + size;
  const std::size_t first = begin / kChunkSize, last = (end - 1) / kChunkSize + 1;
  if (last - first <= kGroupChunks) return s.read_group(first, last, begin, end, to);
  std::vector<Result<void>> done(block_count(last - first, kGroupChunks));
  parallel_blocks(last - first, kGroupChunks,
                  [&](std::size_t group_begin, std::size_t group_end, std::size_t group) {
                    const std::size_t chunk = first + group_begin;
                    const uint64_t from = std::max<uint64_t>(begin, chunk * kChunkSize);
                    done[group] =
                        s.read_group(chunk, first + group_end, from, end, to + (from - begin));
                  });
  for (auto& result : done) {
    if (!result) return std::move(result);
  }
  return {};
}

Result<void> BlockReader::check_chunk(std::size_t chunk) const {
  CHECK(chunk < state_->table.size());
  std::string bytes(state_->chunk_size(chunk), '\0');
  const uint64_t begin = chunk * kChunkSize;
  return state_->read_group(chunk, chunk + 1, begin, begin + bytes.size(), bytes.data());
}

BlockStream::BlockStream(BlockReader reader) : reader_(std::move(reader)), end_(reader_.size()) {}

BlockStream::BlockStream(BlockReader reader, uint64_t begin, uint64_t end)
    : reader_(std::move(reader)),
      next_(std::min(begin, reader_.size())),
      end_(std::clamp(end, next_, reader_.size())) {}

Result<std::size_t> BlockStream::read(char* to, std::size_t size) {
  if (used_ == window_.size()) {
    if (next_ == end_) return std::size_t{0};
    // Up to a border of chunks, so that none is unpacked twice.
    const uint64_t border = (next_ / kChunkSize + kBatchChunks) * kChunkSize;
    const std::size_t n = std::min(border, end_) - next_;
    window_.resize(n);
    used_ = 0;
    auto got = reader_.read_into(next_, window_.data(), n);
    if (!got) {
      window_.clear();
      return tl::unexpected<Error>(std::move(got).error());
    }
    next_ += n;
  }
  const std::size_t n = std::min(size, window_.size() - used_);
  std::memcpy(to, window_.data() + used_, n);
  used_ += n;
  return n;
}

}  // namespace maillon::store
