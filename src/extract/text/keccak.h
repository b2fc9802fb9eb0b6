// Keccak-256 as Ethereum and Monero use it: the original padding (0x01), not
// that of SHA3-256 (FIPS 202).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace maillon::extract {

// The 32 bytes of Keccak[512] over the bytes. Any length.
std::array<uint8_t, 32> keccak256(std::string_view bytes);

}  // namespace maillon::extract
