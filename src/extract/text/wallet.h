// Crypto wallets: which chain an address belongs to, proved by its checksum.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/records.h"

namespace maillon::extract {

// The chain if the checksum of the isolated candidate (nothing around it) holds:
//   bitcoin   base58check version 0x00 (1...) or 0x05 (3...); segwit "bc" (BIP-173, BIP-350)
//   ethereum  0x and 40 hexadecimal digits; mixed case must match EIP-55, a
//             single case carries no checksum and is accepted
//   tron      base58check version 0x41 (T...)
//   litecoin  base58check version 0x30 (L...) or 0x32 (M...); segwit "ltc". The old
//             3... form is the same string as a bitcoin address and counts as that
//   monero    base58 blocks, 69 or 77 bytes, network byte 18 (standard), 19
//             (integrated) or 42 (subaddress), Keccak-256 checksum
// Main networks only. Nothing otherwise. No allocation for text that cannot be one.
std::optional<Service> check_wallet(std::string_view candidate);

// A valid made-up address; the same for the same seed. One of the chain's forms
// is drawn from the seed. `chain` must be one of the five above.
std::string make_wallet(Service chain, uint64_t seed);

}  // namespace maillon::extract
