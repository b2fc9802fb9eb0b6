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
//
// An encrypted file has flag 1. After the header comes its own random key, wrapped by the case's
// (60 bytes; context: the header); each chunk is the stored bytes sealed with that key (nonce: its
// number) and so 16 bytes longer; table and metadata are sealed as one (nonce: 2^63; context: the
// first 24 bytes of the trailer). To overwrite the wrapped key is to destroy the file.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "store/block_file.h"

namespace maillon::store {

static_assert(std::endian::native == std::endian::little,
              "arrays are stored as they are in memory");

inline constexpr std::string_view kBlockMagic = "MAILLONB", kBlockEndMagic = "BNOLLIAM";
inline constexpr uint16_t kBlockVersion = 1;
inline constexpr std::size_t kBlockHeaderSize = 16, kBlockTrailerSize = 56, kBlockTableEntry = 12;
inline constexpr uint32_t kRawBit = 0x80000000U;
inline constexpr uint8_t kEncryptedFlag = 1;
inline constexpr uint64_t kTableNonce = uint64_t{1} << 63;
inline constexpr std::size_t kTrailerSizes = 24;  // of the trailer: what the table is bound to
inline constexpr std::size_t kBatchChunks = 64;   // compressed, or read ahead, at once: 4 MiB

// An entry of the chunk table.
struct ChunkEntry {
  uint32_t stored = 0;  // bytes, with kRawBit
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

}  // namespace maillon::store
