// Bech32 and bech32m strings and the segwit addresses in them (BIP-173, BIP-350).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace maillon::extract {

enum class Bech32Form : uint8_t { bech32, bech32m };

struct Bech32 {
  Bech32Form form;
  std::string prefix;         // the human-readable part, lower case
  std::vector<uint8_t> data;  // 5-bit values without the checksum
};

// Nothing unless the checksum of one of the two forms holds and the string
// follows the rules of BIP-173: 8 to 90 characters, not mixed case.
std::optional<Bech32> decode_bech32(std::string_view text);
// `prefix` lower case, `data` 5-bit values.
std::string encode_bech32(Bech32Form form, std::string_view prefix, std::span<const uint8_t> data);

// True for a valid segwit address whose human-readable part is `prefix` ("bc",
// "ltc"): version 0 as bech32 with a program of 20 or 32 bytes, 1 to 16 as
// bech32m with 2 to 40, zero padding of less than five bits.
bool is_segwit_address(std::string_view text, std::string_view prefix);
// `version` 0 to 16; the program's size must be allowed for it.
std::string encode_segwit_address(std::string_view prefix, uint8_t version,
                                  std::string_view program);

}  // namespace maillon::extract
