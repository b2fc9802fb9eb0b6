// A 256-bit perceptual hash (PDQ), as numbers that sort like its hex form.
#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace maillon {

// word[0] holds the first 16 hex digits, the first digit in its highest bits.
struct Hash256 {
  std::array<uint64_t, 4> word{};
  friend auto operator<=>(const Hash256&, const Hash256&) = default;
};
static_assert(sizeof(Hash256) == 32);

// PDQ hashes of pictures with less detail than this, of 100, say too little to be matched (the
// value that PDQ's authors recommend).
inline constexpr int kLeastPdqQuality = 50;

// Bits in which the two differ, 0 to 256.
inline uint32_t hamming_distance(const Hash256& a, const Hash256& b) {
  int bits = 0;
  for (std::size_t i = 0; i < 4; ++i) bits += std::popcount(a.word[i] ^ b.word[i]);
  return static_cast<uint32_t>(bits);
}

// 64 hex digits of either case; nothing for any other text.
inline std::optional<Hash256> parse_hash256(std::string_view hex) {
  if (hex.size() != 64) return std::nullopt;
  Hash256 hash;
  for (std::size_t i = 0; i < hex.size(); ++i) {
    const auto c = static_cast<unsigned char>(hex[i]);
    const unsigned letter = c | 0x20U;
    const bool digit = c >= '0' && c <= '9';
    if (!digit && (letter < 'a' || letter > 'f')) return std::nullopt;
    uint64_t& word = hash.word[i / 16];
    word = word << 4 | (digit ? c - '0' : letter - 'a' + 10);
  }
  return hash;
}

// 64 hex digits, lower case.
inline std::string to_hex(const Hash256& hash) {
  std::string hex(64, '0');
  for (std::size_t i = 0; i < hex.size(); ++i)
    hex[i] = "0123456789abcdef"[hash.word[i / 16] >> (60 - 4 * (i % 16)) & 15U];
  return hex;
}

// Its 32 bytes in the order of the digits, as lists carry them; and back. REQUIRES 32 bytes.
inline std::string to_bytes(const Hash256& hash) {
  std::string bytes(sizeof(Hash256), '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<char>(hash.word[i / 8] >> (56 - 8 * (i % 8)));
  return bytes;
}
inline Hash256 hash256_of(std::string_view bytes) {
  Hash256 hash;
  for (std::size_t i = 0; i < sizeof(Hash256); ++i)
    hash.word[i / 8] = hash.word[i / 8] << 8 | static_cast<unsigned char>(bytes[i]);
  return hash;
}

}  // namespace maillon
