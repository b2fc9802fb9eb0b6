#include "extract/text/bech32.h"

#include <array>
#include <cstddef>

#include "base/check.h"

namespace maillon::extract {
namespace {

constexpr std::string_view kBech32Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t kShortest = 8, kLongestBech32 = 90, kChecksumChars = 6;
constexpr uint32_t kBech32Constant = 1, kBech32mConstant = 0x2bc830a3;

constexpr auto kBech32Values = [] {
  std::array<int8_t, 128> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < kBech32Alphabet.size(); ++i) {
    values[static_cast<uint8_t>(kBech32Alphabet[i])] = static_cast<int8_t>(i);
  }
  return values;
}();

// The BCH code's remainder, one 5-bit value at a time.
uint32_t polymod(uint32_t sum, uint8_t value) {
  constexpr std::array<uint32_t, 5> kGenerator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                                  0x2a1462b3};
  const uint32_t top = sum >> 25;
  sum = (sum & 0x1ffffff) << 5 ^ value;
  for (std::size_t i = 0; i < kGenerator.size(); ++i) {
    if ((top >> i & 1) != 0) sum ^= kGenerator[i];
  }
  return sum;
}

uint32_t polymod_of_prefix(std::string_view prefix) {
  uint32_t sum = 1;
  for (const char c : prefix) sum = polymod(sum, static_cast<uint8_t>(c) >> 5);
  sum = polymod(sum, 0);
  for (const char c : prefix) sum = polymod(sum, static_cast<uint8_t>(c) & 31);
  return sum;
}

// The text in lower case; nothing if it is mixed or not printable ASCII.
std::optional<std::string> to_one_case(std::string_view text) {
  bool lower = false, upper = false;
  std::string folded(text);
  for (char& c : folded) {
    if (c < 33 || c > 126) return std::nullopt;
    lower |= c >= 'a' && c <= 'z';
    if (c >= 'A' && c <= 'Z') {
      upper = true;
      c = static_cast<char>(c + 32);
    }
  }
  if (lower && upper) return std::nullopt;
  return folded;
}

// 5-bit values to bytes; nothing if five or more bits are left over or one is set.
std::optional<std::vector<uint8_t>> to_bytes(std::span<const uint8_t> values) {
  std::vector<uint8_t> bytes;
  uint32_t held = 0;
  int bits = 0;
  for (const uint8_t value : values) {
    held = (held << 5 | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push_back(static_cast<uint8_t>(held >> bits));
    }
  }
  if (bits >= 5 || (held & ((1U << bits) - 1)) != 0) return std::nullopt;
  return bytes;
}

bool is_program_size(uint8_t version, std::size_t size) {
  if (version == 0) return size == 20 || size == 32;
  return version <= 16 && size >= 2 && size <= 40;
}

}  // namespace

std::optional<Bech32> decode_bech32(std::string_view text) {
  if (text.size() < kShortest || text.size() > kLongestBech32) return std::nullopt;
  const auto folded = to_one_case(text);
  if (!folded) return std::nullopt;
  const std::size_t one = folded->rfind('1');
  if (one == std::string::npos || one == 0 || one + 1 + kChecksumChars > folded->size()) {
    return std::nullopt;
  }
  Bech32 result{Bech32Form::bech32, folded->substr(0, one), {}};
  uint32_t sum = polymod_of_prefix(result.prefix);
  for (std::size_t i = one + 1; i < folded->size(); ++i) {
    const int8_t value = kBech32Values[static_cast<uint8_t>((*folded)[i])];
    if (value < 0) return std::nullopt;
    sum = polymod(sum, static_cast<uint8_t>(value));
    if (i + kChecksumChars < folded->size()) result.data.push_back(static_cast<uint8_t>(value));
  }
  if (sum == kBech32mConstant) {
    result.form = Bech32Form::bech32m;
  } else if (sum != kBech32Constant) {
    return std::nullopt;
  }
  return result;
}

std::string encode_bech32(Bech32Form form, std::string_view prefix, std::span<const uint8_t> data) {
  std::string text(prefix);
  text += '1';
  uint32_t sum = polymod_of_prefix(prefix);
  for (const uint8_t value : data) {
    sum = polymod(sum, value);
    text += kBech32Alphabet[value];
  }
  for (std::size_t i = 0; i < kChecksumChars; ++i) sum = polymod(sum, 0);
  sum ^= form == Bech32Form::bech32m ? kBech32mConstant : kBech32Constant;
  for (std::size_t i = 0; i < kChecksumChars; ++i) {
    text += kBech32Alphabet[sum >> (5 * (kChecksumChars - 1 - i)) & 31];
  }
  return text;
}

bool is_segwit_address(std::string_view text, std::string_view prefix) {
  const auto decoded = decode_bech32(text);
  if (!decoded || decoded->prefix != prefix || decoded->data.empty()) return false;
  const uint8_t version = decoded->data[0];
  const auto program = to_bytes(std::span(decoded->data).subspan(1));
  if (!program || !is_program_size(version, program->size())) return false;
  return decoded->form == (version == 0 ? Bech32Form::bech32 : Bech32Form::bech32m);
}

std::string encode_segwit_address(std::string_view prefix, uint8_t version,
                                  std::string_view program) {
  CHECK(is_program_size(version, program.size()));
  std::vector<uint8_t> values{version};
  uint32_t held = 0;
  int bits = 0;
  for (const char c : program) {
    held = (held << 8 | static_cast<uint8_t>(c)) & 0xfff;
    for (bits += 8; bits >= 5;) {
      bits -= 5;
      values.push_back(static_cast<uint8_t>(held >> bits & 31));
    }
  }
  if (bits > 0) values.push_back(static_cast<uint8_t>(held << (5 - bits) & 31));
  return encode_bech32(version == 0 ? Bech32Form::bech32 : Bech32Form::bech32m, prefix, values);
}

}  // namespace maillon::extract
