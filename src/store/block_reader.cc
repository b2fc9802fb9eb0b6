// Reading block files: nothing is believed before its checksum was.
#include <algorithm>
#include <utility>

#include <zstd.h>

#include "base/check.h"
#include "base/parallel.h"
#include "store/block_layout.h"
#include "store/file.h"

namespace maillon::store {

namespace {

constexpr std::size_t kGroupChunks = 16;  // read at once by one thread: 1 MiB

// zstd contexts are large (up to a MiB) and meant to be used again.
struct Decompressor {
  ZSTD_DCtx* context = ZSTD_createDCtx();
  ~Decompressor() { ZSTD_freeDCtx(context); }
};

bool decompress(char* to, std::size_t size, std::string_view from) {
  static thread_local Decompressor decompressor;
  CHECK(decompressor.context != nullptr);
  return ZSTD_decompressDCtx(decompressor.context, to, size, from.data(), from.size()) == size;
}

}  // namespace

struct BlockReader::State {
  File file;
  std::string memory;  // instead of the file
  bool in_memory = false;
  std::string name, metadata;
  bool encrypted = false;
  CipherKey file_key;  // if encrypted
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
  // Bytes of a chunk in the file.
  std::size_t kept_size(std::size_t chunk) const {
    return table[chunk].size() + (encrypted ? kTagBytes : 0);
  }
  std::size_t chunks_begin() const { return kBlockHeaderSize + (encrypted ? kWrappedBytes : 0); }
  Result<void> read_header(const SharedKey& key);
  Result<void> read_table(const SharedKey& key);
  Result<std::string> open_table(uint64_t table_begin, std::string_view trailer) const;
  Result<void> build_offsets(uint64_t table_begin);
  // What stands in the file of a chunk, decrypted where it is.
  Result<std::string_view> unsealed(std::size_t chunk, char* kept) const;
  Result<void> check(std::size_t chunk, std::string_view stored) const;
  Result<void> unpack(std::size_t chunk, std::string_view stored, char* to) const;
  Result<void> read_group(std::size_t first, std::size_t last, uint64_t begin, uint64_t end,
                          char* to) const;
  Result<void> read_packed(std::size_t first, std::size_t last, uint64_t begin, uint64_t end,
                           char* to) const;
};

Result<void> BlockReader::State::read_header(const SharedKey& key) {
  if (file_size < kBlockHeaderSize + kBlockTrailerSize) return damaged("the file is cut short");
  TRY(const std::string header, fetch(0, kBlockHeaderSize));
  if (!header.starts_with(kBlockMagic)) return damaged("this is not a block file of Maillon");
  const auto version = take<uint16_t>(header, 8);
  if (version > kBlockVersion) {
    return fail(Code::unsupported, name + ": made by a newer Maillon; update this program");
  }
  const auto flags = take<uint8_t>(header, 11);
  if (version != kBlockVersion || take<uint8_t>(header, 10) != std::countr_zero(kChunkSize) ||
      (flags & ~kEncryptedFlag) != 0 || take<uint32_t>(header, 12) != 0) {
    return damaged("its header is damaged");
  }
  encrypted = flags == kEncryptedFlag;
  if (!encrypted) return {};
  if (!key) return fail(Code::invalid_input, name + ": this file is encrypted, the case is not");
  if (file_size < chunks_begin() + kBlockTrailerSize) return damaged("the file is cut short");
  TRY(const std::string wrapped, fetch(kBlockHeaderSize, kWrappedBytes));
  if (!unwrap(*key, header, wrapped, file_key)) {
    return damaged("its key is damaged, was destroyed or is of another case");
  }
  return {};
}

// Chunk table and metadata as they were put together.
Result<std::string> BlockReader::State::open_table(uint64_t table_begin,
                                                   std::string_view trailer) const {
  TRY(std::string end, fetch(table_begin, file_size - kBlockTrailerSize - table_begin));
  if (hash64(end) != take<uint64_t>(trailer, kTrailerSizes)) {
    return damaged("its chunk table does not match its checksum");
  }
  if (!encrypted) return end;
  if (!unseal(file_key, numbered_nonce(kTableNonce), trailer.substr(0, kTrailerSizes), end,
              end.data())) {
    return damaged("its chunk table does not match its checksum");
  }
  end.resize(end.size() - kTagBytes);
  return end;
}

Result<void> BlockReader::State::read_table(const SharedKey& key) {
  TRY_OK(read_header(key));
  const uint64_t trailer_begin = file_size - kBlockTrailerSize;
  TRY(const std::string trailer, fetch(trailer_begin, kBlockTrailerSize));
  if (!trailer.ends_with(kBlockEndMagic)) return damaged("the file is cut short");
  if (take<uint64_t>(trailer, 40) != hash64(std::string_view(trailer).substr(0, 40)) ||
      take<uint32_t>(trailer, 32) != kBlockVersion) {
    return damaged("its trailer does not match its checksum");
  }
  size = take<uint64_t>(trailer, 0);
  const auto table_begin = take<uint64_t>(trailer, 8), metadata_size = take<uint64_t>(trailer, 16);
  // Everything is held against the size of the file before it is believed.
  const std::size_t tag = encrypted ? kTagBytes : 0;
  if (table_begin < chunks_begin() || table_begin > trailer_begin ||
      trailer_begin - table_begin < tag || metadata_size > trailer_begin - table_begin - tag) {
    return damaged("its trailer is damaged");
  }
  const uint64_t table_size = trailer_begin - table_begin - tag - metadata_size;
  const uint64_t chunks = size / kChunkSize + (size % kChunkSize != 0 ? 1 : 0);
  if (table_size / kBlockTableEntry != chunks || table_size % kBlockTableEntry != 0) {
    return damaged("its chunk table is damaged");
  }
  TRY(const std::string end, open_table(table_begin, trailer));
  table.resize(chunks);
  for (std::size_t i = 0; i < chunks; ++i) {
    table[i].stored = take<uint32_t>(end, i * kBlockTableEntry);
    table[i].checksum = take<uint64_t>(end, i * kBlockTableEntry + 4);
  }
  metadata = end.substr(table_size);
  TRY_OK(build_offsets(table_begin));
  // What the trailer would begin with if the file were not encrypted.
  std::string content;
  put(content, size);
  put(content, kBlockHeaderSize + table_begin - chunks_begin() - chunks * tag);
  put(content, metadata_size);
  put(content, hash64(end));
  content += trailer.substr(content.size(), 8);
  checksum = hash64(content);
  return {};
}

Result<void> BlockReader::State::build_offsets(uint64_t table_begin) {
  offset.reserve(table.size() + 1);
  uint64_t at = chunks_begin();
  for (std::size_t i = 0; i < table.size(); ++i) {
    offset.push_back(at);
    const std::size_t unpacked = chunk_size(i);
    const bool fits = table[i].raw() ? table[i].size() == unpacked : table[i].size() < unpacked;
    if (!fits) return damaged("its chunk table is damaged");
    at += kept_size(i);
  }
  offset.push_back(at);
  if (at != table_begin) return damaged("its chunk table is damaged");
  return {};
}

Result<std::string_view> BlockReader::State::unsealed(std::size_t chunk, char* kept) const {
  const std::string_view bytes(kept, table[chunk].size());
  if (encrypted && !unseal(file_key, numbered_nonce(chunk), "", {kept, kept_size(chunk)}, kept)) {
    return damaged("chunk " + std::to_string(chunk) + " does not match its checksum");
  }
  return bytes;
}

Result<void> BlockReader::State::check(std::size_t chunk, std::string_view stored) const {
  if (hash64(stored, chunk) == table[chunk].checksum) return {};
  return damaged("chunk " + std::to_string(chunk) + " does not match its checksum");
}

Result<void> BlockReader::State::unpack(std::size_t chunk, std::string_view stored,
                                        char* to) const {
  TRY_OK(check(chunk, stored));
  if (table[chunk].raw()) {
    std::memcpy(to, stored.data(), stored.size());
  } else if (!decompress(to, chunk_size(chunk), stored)) {
    return damaged("chunk " + std::to_string(chunk) + " cannot be decompressed");
  }
  return {};
}

// Chunks [first, last); what of them lies in [begin, end) goes to `to`, which
// stands for byte `begin`. Chunks kept raw that are wanted whole are read right
// there, a run of them by one read of the disk; others by way of a buffer.
Result<void> BlockReader::State::read_group(std::size_t first, std::size_t last, uint64_t begin,
                                            uint64_t end, char* to) const {
  const auto direct = [&](std::size_t chunk) {
    return !encrypted && table[chunk].raw() && chunk * kChunkSize >= begin &&
           chunk * kChunkSize + chunk_size(chunk) <= end;
  };
  for (std::size_t chunk = first; chunk < last;) {
    std::size_t run = chunk + 1;
    while (run < last && direct(run) == direct(chunk)) ++run;
    if (direct(chunk)) {
      char* into = to + (chunk * kChunkSize - begin);
      TRY_OK(fetch(offset[chunk], into, offset[run] - offset[chunk]));
      for (std::size_t i = chunk; i < run; ++i, into += kChunkSize) {
        TRY_OK(check(i, {into, table[i].size()}));
      }
    } else {
      TRY_OK(read_packed(chunk, run, begin, end, to));
    }
    chunk = run;
  }
  return {};
}

Result<void> BlockReader::State::read_packed(std::size_t first, std::size_t last, uint64_t begin,
                                             uint64_t end, char* to) const {
  const std::size_t n = offset[last] - offset[first];
  const auto stored = std::make_unique_for_overwrite<char[]>(n);
  TRY_OK(fetch(offset[first], stored.get(), n));
  std::unique_ptr<char[]> whole;  // for chunks of which only a part is wanted
  for (std::size_t chunk = first; chunk < last; ++chunk) {
    TRY(const std::string_view bytes,
        unsealed(chunk, stored.get() + (offset[chunk] - offset[first])));
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

Result<BlockReader> BlockReader::open(const std::string& path, const SharedKey& key) {
  auto state = std::make_shared<State>();
  state->name = path;
  TRY(state->file, File::open_read(path));
  TRY(state->file_size, state->file.size());
  TRY_OK(state->read_table(key));
  BlockReader reader;
  reader.state_ = std::move(state);
  return reader;
}

Result<BlockReader> BlockReader::from_bytes(std::string bytes, std::string name,
                                            const SharedKey& key) {
  auto state = std::make_shared<State>();
  state->name = std::move(name);
  state->file_size = bytes.size();
  state->memory = std::move(bytes);
  state->in_memory = true;
  TRY_OK(state->read_table(key));
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
bool BlockReader::is_encrypted() const {
  return state_->encrypted;
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

Result<void> each_piece(const BlockReader& from, uint64_t begin, uint64_t end,
                        const std::function<Result<void>(std::string_view)>& take) {
  BlockStream stream(from, begin, end);
  std::string piece(std::size_t{1} << 20, '\0');
  for (;;) {
    TRY(const std::size_t n, stream.read(piece.data(), piece.size()));
    if (n == 0) return {};
    TRY_OK(take(std::string_view(piece).substr(0, n)));
  }
}

}  // namespace maillon::store
