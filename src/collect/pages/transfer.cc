#include "collect/pages/transfer.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <zlib.h>

#include "base/ascii.h"
#include "collect/pages/charset.h"

namespace maillon::collect {

namespace {

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

// "=XX" at text[at], or nothing.
std::optional<char> escaped_byte(std::string_view text, std::size_t at) {
  if (at + 2 >= text.size()) return std::nullopt;
  const int high = hex_value(text[at + 1]);
  const int low = hex_value(text[at + 2]);
  if (high < 0 || low < 0) return std::nullopt;
  return static_cast<char>(high * 16 + low);
}

// The "Q" encoding of RFC 2047: like quoted-printable, with '_' for a blank.
std::string decode_q(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '_') {
      out.push_back(' ');
    } else if (const auto byte = text[at] == '=' ? escaped_byte(text, at) : std::nullopt) {
      out.push_back(*byte);
      at += 2;
    } else {
      out.push_back(text[at]);
    }
  }
  return out;
}

class Inflater {
 public:
  explicit Inflater(int window_bits) { ok_ = inflateInit2(&stream_, window_bits) == Z_OK; }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  Result<std::string> run(std::string_view packed) {
    if (!ok_) return fail(Code::io, "out of memory while unpacking");
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream_.avail_in = static_cast<uInt>(packed.size());
    std::string out;
    std::array<char, 1 << 16> piece;
    for (;;) {
      stream_.next_out = reinterpret_cast<Bytef*>(piece.data());
      stream_.avail_out = piece.size();
      const int code = inflate(&stream_, Z_NO_FLUSH);
      out.append(piece.data(), piece.size() - stream_.avail_out);
      if (out.size() > kMaxContentBytes) {
        return fail(Code::invalid_input,
                    fmt::format("its content unpacks to more than {} MiB", kMaxContentBytes >> 20));
      }
      if (code == Z_STREAM_END) return out;
      if (code != Z_OK) return fail(Code::corrupt, "its compressed content is damaged or cut off");
    }
  }

 private:
  z_stream stream_{};
  bool ok_ = false;
};

}  // namespace

std::string decode_base64(std::string_view text) {
  std::string out;
  out.reserve(text.size() / 4 * 3 + 3);
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const int value = base64_value(c);
    if (value < 0) continue;
    bits = (bits << 6 | static_cast<uint32_t>(value)) & 0xFFFFFF;
    count += 6;
    if (count >= 8) {
      count -= 8;
      out.push_back(static_cast<char>(bits >> count & 0xFF));
    }
  }
  return out;
}

std::string decode_quoted_printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    const bool has_cr = line.ends_with('\r');
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r'))
      line.remove_suffix(1);
    const bool is_soft = line.ends_with('=');
    if (is_soft) line.remove_suffix(1);
    for (std::size_t i = 0; i < line.size(); ++i) {
      const auto byte = line[i] == '=' ? escaped_byte(line, i) : std::nullopt;
      out.push_back(byte.value_or(line[i]));
      if (byte) i += 2;
    }
    if (end < text.size() && !is_soft) out += has_cr ? "\r\n" : "\n";
    at = end + 1;
  }
  return out;
}

std::optional<std::string> decode_chunked(std::string_view body, bool& is_cut) {
  is_cut = false;
  std::string out;
  for (std::size_t at = 0; at < body.size();) {
    uint64_t size = 0;
    std::size_t digits = 0;
    for (; at < body.size() && hex_value(body[at]) >= 0 && digits < 15; ++at, ++digits)
      size = size * 16 + static_cast<uint64_t>(hex_value(body[at]));
    const std::size_t line = body.substr(at, 4096).find('\n');
    if (digits == 0 || line == std::string_view::npos) {
      // A first line that is no size: the chunks were joined when the answer was kept.
      if (out.empty()) return std::nullopt;
      break;
    }
    at += line + 1;
    if (size == 0) return out;
    const std::string_view chunk = body.substr(at, size);
    out.append(chunk);
    at += chunk.size();
    if (chunk.size() < size) break;
    if (at < body.size() && body[at] == '\r') ++at;
    if (at < body.size() && body[at] == '\n') ++at;
  }
  if (out.empty()) return std::nullopt;
  is_cut = true;
  return out;
}

Result<std::string> inflate_content(std::string_view packed) {
  constexpr int kGzip = 15 + 16, kZlib = 15, kBare = -15;
  if (packed.starts_with("\x1F\x8B")) return Inflater(kGzip).run(packed);
  // A zlib header's two bytes are a multiple of 31 (RFC 1950).
  const bool is_zlib =
      packed.size() > 1 && (packed[0] & 0x0F) == 8 &&
      (static_cast<unsigned char>(packed[0]) * 256U + static_cast<unsigned char>(packed[1])) % 31 ==
          0;
  return Inflater(is_zlib ? kZlib : kBare).run(packed);
}

std::string decode_encoded_words(std::string_view text) {
  std::string out;
  bool after_word = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = std::min(text.find("=?", at), text.size());
    const std::string_view between = text.substr(at, begin - at);
    // Blanks between two encoded words belong to neither.
    if (!after_word || between.find_first_not_of(" \t\r\n") != std::string_view::npos)
      out += between;
    const std::size_t charset = begin + 2;
    const std::size_t kind = text.find('?', std::min(charset, text.size()));
    const std::size_t end =
        kind == std::string_view::npos ? std::string_view::npos : text.find("?=", kind + 3);
    if (begin == text.size()) break;
    if (end == std::string_view::npos || kind + 2 >= text.size() || text[kind + 2] != '?') {
      out += "=?";
      at = charset;
      after_word = false;
      continue;
    }
    const std::string_view word = text.substr(kind + 3, end - kind - 3);
    const bool is_base64 = text[kind + 1] == 'B' || text[kind + 1] == 'b';
    out += to_utf8(is_base64 ? decode_base64(word) : decode_q(word),
                   text.substr(charset, kind - charset));
    after_word = true;
    at = end + 2;
  }
  return out;
}

}  // namespace maillon::collect
