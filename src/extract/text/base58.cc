#include "extract/text/base58.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/hash.h"

namespace maillon::extract {
namespace {

constexpr std::string_view kBase58Alphabet =
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::size_t kLongestBase58 = 128;  // characters; the work is quadratic in them

constexpr auto kBase58Values = [] {
  std::array<int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < kBase58Alphabet.size(); ++i) {
    values[static_cast<uint8_t>(kBase58Alphabet[i])] = static_cast<int8_t>(i);
  }
  return values;
}();

int value_of(char c) {
  return kBase58Values[static_cast<uint8_t>(c)];
}

std::string_view as_text(const uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

std::array<uint8_t, 4> checksum(std::string_view payload) {
  const Sha256 once = sha256(payload);
  const Sha256 twice = sha256(as_text(once.data(), once.size()));
  return {twice[0], twice[1], twice[2], twice[3]};
}

constexpr std::size_t kBlockBytes = 8, kBlockChars = 11;
// Characters that a last block of i bytes takes.
constexpr std::array<std::size_t, 9> kCharsOf = {0, 2, 3, 5, 6, 7, 9, 10, 11};

}  // namespace

std::optional<std::vector<uint8_t>> decode_base58(std::string_view text) {
  if (text.size() > kLongestBase58) return std::nullopt;
  std::vector<uint8_t> number;  // little-endian while it grows
  for (const char c : text) {
    int carry = value_of(c);
    if (carry < 0) return std::nullopt;
    for (uint8_t& byte : number) {
      carry += 58 * byte;
      byte = static_cast<uint8_t>(carry & 0xff);
      carry >>= 8;
    }
    if (carry != 0) number.push_back(static_cast<uint8_t>(carry));
  }
  for (const char c : text) {
    if (c != '1') break;
    number.push_back(0);
  }
  std::reverse(number.begin(), number.end());
  return number;
}

std::string encode_base58(std::string_view bytes) {
  std::vector<uint8_t> digits;  // little-endian
  for (const char c : bytes) {
    int carry = static_cast<uint8_t>(c);
    for (uint8_t& digit : digits) {
      carry += 256 * digit;
      digit = static_cast<uint8_t>(carry % 58);
      carry /= 58;
    }
    for (; carry != 0; carry /= 58) digits.push_back(static_cast<uint8_t>(carry % 58));
  }
  std::string text;
  for (const char c : bytes) {
    if (c != '\0') break;
    text += '1';
  }
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit)
    text += kBase58Alphabet[*digit];
  return text;
}

std::optional<std::vector<uint8_t>> decode_base58check(std::string_view text) {
  auto bytes = decode_base58(text);
  if (!bytes || bytes->size() < 4) return std::nullopt;
  const std::size_t size = bytes->size() - 4;
  const auto expected = checksum(as_text(bytes->data(), size));
  if (!std::equal(expected.begin(), expected.end(), bytes->data() + size)) return std::nullopt;
  bytes->resize(size);
  return bytes;
}

std::string encode_base58check(std::string_view payload) {
  const auto sum = checksum(payload);
  return encode_base58(std::string(payload).append(as_text(sum.data(), sum.size())));
}

std::optional<std::vector<uint8_t>> decode_base58_blocks(std::string_view text) {
  if (text.size() > kLongestBase58) return std::nullopt;
  std::vector<uint8_t> bytes;
  for (std::size_t at = 0; at < text.size(); at += kBlockChars) {
    const std::string_view block = text.substr(at, kBlockChars);
    const auto found = std::find(kCharsOf.begin(), kCharsOf.end(), block.size());
    if (found == kCharsOf.end()) return std::nullopt;
    const auto size = static_cast<std::size_t>(found - kCharsOf.begin());
    uint64_t number = 0;
    for (const char c : block) {
      const int value = value_of(c);
      if (value < 0) return std::nullopt;
      uint64_t product = 0;
      if (__builtin_mul_overflow(number, uint64_t{58}, &product) ||
          __builtin_add_overflow(product, static_cast<uint64_t>(value), &number)) {
        return std::nullopt;
      }
    }
    if (size < kBlockBytes && (number >> (8 * size)) != 0) return std::nullopt;
    for (std::size_t i = size; i-- > 0;) bytes.push_back(static_cast<uint8_t>(number >> (8 * i)));
  }
  return bytes;
}

std::string encode_base58_blocks(std::string_view bytes) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += kBlockBytes) {
    const std::string_view block = bytes.substr(at, kBlockBytes);
    uint64_t number = 0;
    for (const char c : block) number = number << 8 | static_cast<uint8_t>(c);
    std::string part(kCharsOf[block.size()], '1');
    for (std::size_t i = part.size(); i-- > 0; number /= 58) part[i] = kBase58Alphabet[number % 58];
    text += part;
  }
  return text;
}

}  // namespace maillon::extract
