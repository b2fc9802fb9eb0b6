// Writing block files: chunks are compressed a batch at a time, on all threads.
#include <algorithm>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include "base/check.h"
#include "base/parallel.h"
#include "store/block_layout.h"
#include "store/file.h"

namespace maillon::store {

namespace {

// Reading a chunk kept raw is three to four times as fast, so compression must
// save at least an eighth to be worth it.
constexpr std::size_t stored_limit(std::size_t size) {
  return size - size / 8;
}

// zstd contexts are large (up to a MiB) and meant to be used again.
struct Compressor {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ~Compressor() { ZSTD_freeCCtx(context); }
};

std::size_t compress(char* to, std::size_t room, std::string_view from, int level) {
  static thread_local Compressor compressor;
  CHECK(compressor.context != nullptr);
  return ZSTD_compressCCtx(compressor.context, to, room, from.data(), from.size(), level);
}

}  // namespace

struct BlockWriter::State {
  File file;
  std::string tmp_path, path;
  BlockOptions options;
  CipherKey file_key;               // of an encrypted file
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
  bool encrypts() const { return options.key != nullptr; }
  Result<void> write_header();
  ChunkEntry pack(std::size_t chunk, std::string_view from, std::string& to) const;
  Result<void> write_batch(std::string_view bytes);
  void start_writeback();
};

Result<void> BlockWriter::State::write_header() {
  std::string header(kBlockMagic);
  put(header, kBlockVersion);
  put(header, static_cast<uint8_t>(std::countr_zero(kChunkSize)));
  put(header, encrypts() ? kEncryptedFlag : uint8_t{0});
  put(header, uint32_t{0});
  if (encrypts()) {
    file_key = CipherKey::random();
    header += wrap(*options.key, header, file_key);
  }
  return write(header);
}

// One chunk as it is to stand in the file. What is kept raw and not encrypted is not copied.
ChunkEntry BlockWriter::State::pack(std::size_t chunk, std::string_view from,
                                    std::string& to) const {
  const std::size_t room = encrypts() ? kChunkSize + kTagBytes : stored_limit(kChunkSize);
  if (to.size() < room) to.resize(room);
  const std::size_t got = compress(to.data(), stored_limit(from.size()), from, options.level);
  const bool raw = ZSTD_isError(got) != 0;  // no room: it does not pay
  const std::string_view stored = raw ? from : std::string_view(to.data(), got);
  const ChunkEntry entry{.stored = static_cast<uint32_t>(stored.size()) | (raw ? kRawBit : 0),
                         .checksum = hash64(stored, chunk)};
  if (encrypts()) seal(file_key, numbered_nonce(chunk), "", stored, to.data());
  return entry;
}

// Whole chunks (the last one of the file may be short), at most a batch of them.
Result<void> BlockWriter::State::write_batch(std::string_view bytes) {
  const std::size_t n = block_count(bytes.size(), kChunkSize);
  if (packed.size() < n) packed.resize(n);
  const std::size_t first = table.size();
  table.resize(first + n);
  // The hash of the whole is one more task beside the chunks: it runs on one core meanwhile.
  const std::size_t hashing = hasher ? 1 : 0;
  parallel_for(n + hashing, [&](std::size_t task) {
    if (task < hashing) return hasher->update(bytes);
    const std::size_t i = task - hashing;
    table[first + i] = pack(first + i, bytes.substr(i * kChunkSize, kChunkSize), packed[i]);
  });
  for (std::size_t i = 0; i < n; ++i) {
    const ChunkEntry& entry = table[first + i];
    const bool in_place = entry.raw() && !encrypts();
    TRY_OK(write({in_place ? bytes.data() + i * kChunkSize : packed[i].data(),
                  entry.size() + (encrypts() ? kTagBytes : 0)}));
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
  return create_at(path + ".tmp", path, std::move(options));
}

Result<BlockWriter> BlockWriter::create_at(const std::string& tmp_path, const std::string& path,
                                           BlockOptions options) {
  auto state = std::make_unique<State>();
  TRY(state->file, File::create(tmp_path));
  state->tmp_path = tmp_path;
  state->path = path;
  state->options = std::move(options);
  if (state->options.sha256) state->hasher.emplace();
  TRY_OK(state->write_header());
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
  end.reserve(s.table.size() * kBlockTableEntry + metadata.size() + kBlockTrailerSize);
  for (const ChunkEntry& entry : s.table) {
    put(end, entry.stored);
    put(end, entry.checksum);
  }
  end.append(metadata);
  std::string trailer;
  put(trailer, s.size);
  put(trailer, table_begin);
  put(trailer, static_cast<uint64_t>(metadata.size()));
  if (s.encrypts()) {
    std::string sealed(end.size() + kTagBytes, '\0');
    seal(s.file_key, numbered_nonce(kTableNonce), trailer, end, sealed.data());
    end = std::move(sealed);
  }
  put(trailer, hash64(end));
  put(trailer, uint32_t{kBlockVersion});
  put(trailer, uint32_t{0});
  put(trailer, hash64(trailer));
  trailer.append(kBlockEndMagic);
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

void destroy_key(const std::string& path) {
  const auto head = read_up_to(path, kBlockHeaderSize);
  const bool is_encrypted = head && head->size() == kBlockHeaderSize &&
                            head->starts_with(kBlockMagic) &&
                            take<uint8_t>(*head, 11) == kEncryptedFlag;
  if (!is_encrypted) return;
  const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) return;
  struct stat about {};
  const std::string zeros(kWrappedBytes, '\0');
  if (::fstat(fd, &about) == 0 && about.st_nlink == 1 &&
      ::pwrite(fd, zeros.data(), zeros.size(), kBlockHeaderSize) > 0) {
    (void)::fsync(fd);
  }
  ::close(fd);
}

}  // namespace maillon::store
