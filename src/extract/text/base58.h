// Base58 as Bitcoin writes it (no 0, O, I, l) and as Monero does, in blocks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maillon::extract {

// The number's bytes, big-endian, with a zero byte for each leading '1'.
// Nothing for a foreign character or more than 128 characters.
std::optional<std::vector<uint8_t>> decode_base58(std::string_view text);
std::string encode_base58(std::string_view bytes);

// Base58check: the bytes without their last four, which must be the begin of
// SHA-256(SHA-256(rest)). Nothing if they are not.
std::optional<std::vector<uint8_t>> decode_base58check(std::string_view text);
std::string encode_base58check(std::string_view payload);

// Monero's form: each 8 bytes as 11 characters, so that the length is fixed.
// Nothing for a foreign character, an impossible length or a block that overflows.
std::optional<std::vector<uint8_t>> decode_base58_blocks(std::string_view text);
std::string encode_base58_blocks(std::string_view bytes);

}  // namespace maillon::extract
