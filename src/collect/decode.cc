// The tables come from ICU once per process (they are constants); stepping through
// bytes is ours, since byte ranges of records need each character's size.
#include "collect/decode.h"

#include <array>

#include <unicode/ucnv.h>

#include "base/check.h"
#include "base/utf8.h"

namespace maillon::collect {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr std::size_t kTwoByte = 126 * 190;     // GB18030 lead 81..FE, trail 40..FE without 7F
constexpr std::size_t kFourByteBmp = 39420;     // four-byte codes up to U+FFFF
constexpr std::size_t kFourByteFirst = 189000;  // the code of U+10000

// Each code's character. Every code must be one that gives exactly one.
std::vector<char16_t> convert_each(const char* name, std::size_t count,
                                   void (*code)(std::size_t, std::string&)) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter* converter = ucnv_open(name, &status);
  CHECK(U_SUCCESS(status) != 0);
  std::vector<char16_t> table(count, static_cast<char16_t>(kReplacement));
  std::string bytes;
  for (std::size_t i = 0; i < count; ++i) {
    bytes.clear();
    code(i, bytes);
    std::array<UChar, 4> out{};
    status = U_ZERO_ERROR;
    const int32_t size = ucnv_toUChars(converter, out.data(), 4, bytes.data(),
                                       static_cast<int32_t>(bytes.size()), &status);
    if (U_SUCCESS(status) != 0 && size == 1) table[i] = out[0];
  }
  ucnv_close(converter);
  return table;
}

void single_code(std::size_t i, std::string& out) {
  out.push_back(static_cast<char>(i));
}

void two_byte_code(std::size_t i, std::string& out) {
  const std::size_t trail = i % 190;
  out.push_back(static_cast<char>(0x81 + i / 190));
  out.push_back(static_cast<char>(0x40 + trail + (trail >= 63 ? 1 : 0)));
}

void four_byte_code(std::size_t i, std::string& out) {
  out.push_back(static_cast<char>(0x81 + i / 12600));
  out.push_back(static_cast<char>(0x30 + i / 1260 % 10));
  out.push_back(static_cast<char>(0x81 + i / 10 % 126));
  out.push_back(static_cast<char>(0x30 + i % 10));
}

const std::vector<char16_t>* single_table(Encoding encoding) {
  static const std::vector<char16_t> latin = convert_each("windows-1252", 256, single_code);
  static const std::vector<char16_t> cyrillic = convert_each("windows-1251", 256, single_code);
  static const std::vector<char16_t> arabic = convert_each("windows-1256", 256, single_code);
  switch (encoding) {
    case Encoding::windows1252:
      return &latin;
    case Encoding::windows1251:
      return &cyrillic;
    case Encoding::windows1256:
      return &arabic;
    default:
      return nullptr;
  }
}

const std::vector<char16_t>& two_byte_table() {
  static const std::vector<char16_t> table = convert_each("gb18030", kTwoByte, two_byte_code);
  return table;
}

const std::vector<char16_t>& four_byte_table() {
  static const std::vector<char16_t> table = convert_each("gb18030", kFourByteBmp, four_byte_code);
  return table;
}

unsigned byte_at(std::string_view raw, std::size_t at) {
  return static_cast<unsigned char>(raw[at]);
}

std::size_t utf8_size(char32_t c) {
  return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

}  // namespace

Decoder::Decoder(Encoding encoding) : encoding_(encoding), single_(single_table(encoding)) {}

Decoder::Unit Decoder::utf16_unit(std::string_view raw, std::size_t at) const {
  const auto word = [&](std::size_t i) -> char32_t {
    const unsigned a = byte_at(raw, i);
    const unsigned b = byte_at(raw, i + 1);
    return encoding_ == Encoding::utf16le ? a | (b << 8) : (a << 8) | b;
  };
  if (raw.size() - at < 2) return {kReplacement, 0, true};
  const char32_t high = word(at);
  if (high < 0xD800 || high > 0xDFFF) return {high, 2, false};
  if (high > 0xDBFF) return {kReplacement, 2, true};
  if (raw.size() - at < 4) return {kReplacement, 0, true};
  const char32_t low = word(at + 2);
  if (low < 0xDC00 || low > 0xDFFF) return {kReplacement, 2, true};
  return {0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00), 4, false};
}

Decoder::Unit Decoder::gb18030_unit(std::string_view raw, std::size_t at) const {
  const unsigned a = byte_at(raw, at);
  if (a < 0x80) return {a, 1, false};
  if (a == 0x80 || a == 0xFF) return {kReplacement, 1, true};
  if (raw.size() - at < 2) return {kReplacement, 0, true};
  const unsigned b = byte_at(raw, at + 1);
  if (b >= 0x40 && b != 0x7F && b != 0xFF) {
    const char16_t c = two_byte_table()[(a - 0x81) * 190 + b - 0x40 - (b > 0x7F ? 1 : 0)];
    return {c, 2, c == kReplacement};
  }
  if (b < 0x30 || b > 0x39) return {kReplacement, 1, true};
  if (raw.size() - at < 4) return {kReplacement, 0, true};
  const unsigned c = byte_at(raw, at + 2);
  const unsigned d = byte_at(raw, at + 3);
  if (c < 0x81 || c > 0xFE || d < 0x30 || d > 0x39) return {kReplacement, 1, true};
  const std::size_t code = (a - 0x81) * 12600 + (b - 0x30) * 1260 + (c - 0x81) * 10 + (d - 0x30);
  if (code < kFourByteBmp) {
    const char16_t value = four_byte_table()[code];
    // 84 31 A4 37 is U+FFFD itself.
    return {value, 4, value == kReplacement && code != 39417};
  }
  if (code < kFourByteFirst || code - kFourByteFirst > 0xFFFFF) return {kReplacement, 4, true};
  return {static_cast<char32_t>(0x10000 + code - kFourByteFirst), 4, false};
}

Decoder::Unit Decoder::unit(std::string_view raw, std::size_t at) const {
  if (single_ != nullptr) {
    const char16_t c = (*single_)[byte_at(raw, at)];
    return {c, 1, c == kReplacement};
  }
  return encoding_ == Encoding::gb18030 ? gb18030_unit(raw, at) : utf16_unit(raw, at);
}

std::size_t Decoder::decode(std::string_view raw, bool last, std::string& out) const {
  if (encoding_ == Encoding::utf8) {
    out.append(raw);
    return raw.size();
  }
  std::size_t at = 0;
  while (at < raw.size()) {
    const Unit u = unit(raw, at);
    if (u.size == 0 && !last) break;
    append_utf8(out, u.value);
    at += u.size == 0 ? raw.size() - at : u.size;
  }
  return at;
}

std::size_t Decoder::raw_size(std::string_view raw, std::size_t wanted) const {
  if (encoding_ == Encoding::utf8) return wanted;
  std::size_t at = 0;
  for (std::size_t seen = 0; seen < wanted && at < raw.size();) {
    const Unit u = unit(raw, at);
    seen += utf8_size(u.value);
    at += u.size == 0 ? raw.size() - at : u.size;
  }
  return at;
}

std::optional<std::size_t> Decoder::find_bad(std::string_view raw) const {
  for (std::size_t at = 0; at < raw.size();) {
    if (encoding_ == Encoding::utf8) {
      const CodePoint c = decode_utf8(raw, at);
      if (c.size == 1 && byte_at(raw, at) >= 0x80) return at;
      at += c.size;
      continue;
    }
    const Unit u = unit(raw, at);
    if (u.bad) return at;
    at += u.size;
  }
  return std::nullopt;
}

}  // namespace maillon::collect
