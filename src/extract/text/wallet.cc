#include "extract/text/wallet.h"

#include <array>
#include <cstddef>
#include <vector>

#include "base/check.h"
#include "base/hash.h"
#include "extract/text/base58.h"
#include "extract/text/bech32.h"
#include "extract/text/keccak.h"

namespace maillon::extract {
namespace {

constexpr uint8_t kBitcoinKey = 0x00, kBitcoinScript = 0x05, kLitecoinKey = 0x30,
                  kLitecoinScript = 0x32, kTron = 0x41;
constexpr uint8_t kMoneroStandard = 18, kMoneroIntegrated = 19, kMoneroSub = 42;
constexpr std::size_t kEthereumDigits = 40;
constexpr std::size_t kMoneroChars = 95, kMoneroIntegratedChars = 106;
constexpr std::size_t kMoneroBytes = 69, kMoneroIntegratedBytes = 77;

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// The 40 digits in the mixed case of EIP-55: a letter is upper case where the
// same digit of Keccak-256 over the lower-case text is 8 or more.
std::string to_eip55(std::string lower) {
  const auto digest = keccak256(lower);
  for (std::size_t i = 0; i < lower.size(); ++i) {
    const int nibble = i % 2 == 0 ? digest[i / 2] >> 4 : digest[i / 2] & 15;
    if (nibble >= 8 && lower[i] >= 'a') lower[i] = static_cast<char>(lower[i] - 32);
  }
  return lower;
}

bool is_ethereum(std::string_view text) {
  if (text.size() != 2 + kEthereumDigits || text[0] != '0' || (text[1] != 'x' && text[1] != 'X')) {
    return false;
  }
  const std::string_view digits = text.substr(2);
  std::string lower(digits);
  bool has_lower = false, has_upper = false;
  for (char& c : lower) {
    if (!is_hex(c)) return false;
    has_lower |= c >= 'a';
    if (c >= 'A' && c <= 'F') {
      has_upper = true;
      c = static_cast<char>(c + 32);
    }
  }
  return !(has_lower && has_upper) || to_eip55(lower) == digits;
}

bool is_monero(std::string_view text) {
  if (text.size() != kMoneroChars && text.size() != kMoneroIntegratedChars) return false;
  const auto bytes = decode_base58_blocks(text);
  if (!bytes) return false;
  const bool integrated = bytes->size() == kMoneroIntegratedBytes;
  if (!integrated && bytes->size() != kMoneroBytes) return false;
  const uint8_t network = bytes->front();
  if (integrated ? network != kMoneroIntegrated
                 : network != kMoneroStandard && network != kMoneroSub) {
    return false;
  }
  const std::size_t size = bytes->size() - 4;
  const auto digest =
      keccak256(std::string_view(reinterpret_cast<const char*>(bytes->data()), size));
  for (std::size_t i = 0; i < 4; ++i) {
    if ((*bytes)[size + i] != digest[i]) return false;
  }
  return true;
}

std::optional<Service> check_base58(std::string_view text) {
  const auto payload = decode_base58check(text);
  if (!payload || payload->size() != 21) return std::nullopt;
  switch (payload->front()) {
    case kBitcoinKey:
    case kBitcoinScript:
      return Service::bitcoin;
    case kLitecoinKey:
    case kLitecoinScript:
      return Service::litecoin;
    case kTron:
      return Service::tron;
    default:
      return std::nullopt;
  }
}

std::string random_bytes(std::size_t size, uint64_t seed) {
  std::string bytes;
  for (uint64_t i = 0; bytes.size() < size; ++i) {
    uint64_t word = mix64(seed + 0x9e3779b97f4a7c15ULL * (i + 1));
    for (int k = 0; k < 8 && bytes.size() < size; ++k, word >>= 8) {
      bytes += static_cast<char>(word & 0xff);
    }
  }
  return bytes;
}

std::string make_base58check(uint8_t version, uint64_t seed) {
  return encode_base58check(static_cast<char>(version) + random_bytes(20, seed));
}

std::string make_monero(uint8_t network, uint64_t seed) {
  const bool integrated = network == kMoneroIntegrated;
  std::string bytes(1, static_cast<char>(network));
  bytes += random_bytes((integrated ? kMoneroIntegratedBytes : kMoneroBytes) - 5, seed);
  const auto digest = keccak256(bytes);
  bytes.append(reinterpret_cast<const char*>(digest.data()), 4);
  return encode_base58_blocks(bytes);
}

}  // namespace

std::optional<Service> check_wallet(std::string_view candidate) {
  if (candidate.size() < 14 || candidate.size() > kMoneroIntegratedChars) return std::nullopt;
  switch (candidate.front()) {
    case '0':
      return is_ethereum(candidate) ? std::optional(Service::ethereum) : std::nullopt;
    case 'b':
    case 'B':
      return is_segwit_address(candidate, "bc") ? std::optional(Service::bitcoin) : std::nullopt;
    case 'l':
      return is_segwit_address(candidate, "ltc") ? std::optional(Service::litecoin) : std::nullopt;
    case 'L':
      if (is_segwit_address(candidate, "ltc")) return Service::litecoin;
      break;
    case '4':
    case '8':
      return is_monero(candidate) ? std::optional(Service::monero) : std::nullopt;
    case '1':
    case '3':
    case 'M':
    case 'T':
      break;
    default:
      return std::nullopt;
  }
  // 21 bytes and four of checksum never take fewer than 25 or more than 35.
  if (candidate.size() < 25 || candidate.size() > 35) return std::nullopt;
  return check_base58(candidate);
}

std::string make_wallet(Service chain, uint64_t seed) {
  const uint64_t form = mix64(seed ^ 0x77616c6c6574ULL) % 8;
  switch (chain) {
    case Service::bitcoin:
      if (form < 3) return encode_segwit_address("bc", 0, random_bytes(20, seed));
      if (form < 4) return encode_segwit_address("bc", 1, random_bytes(32, seed));
      return make_base58check(form < 6 ? kBitcoinKey : kBitcoinScript, seed);
    case Service::litecoin:
      if (form < 3) return encode_segwit_address("ltc", 0, random_bytes(20, seed));
      return make_base58check(form < 6 ? kLitecoinKey : kLitecoinScript, seed);
    case Service::tron:
      return make_base58check(kTron, seed);
    case Service::monero:
      return make_monero(form < 6    ? kMoneroStandard
                         : form == 6 ? kMoneroSub
                                     : kMoneroIntegrated,
                         seed);
    case Service::ethereum: {
      const std::string bytes = random_bytes(kEthereumDigits / 2, seed);
      const std::string hex = to_hex(bytes);
      return "0x" + (form < 6 ? to_eip55(hex) : hex);
    }
    default:
      CHECK(false);
  }
  return {};
}

}  // namespace maillon::extract
