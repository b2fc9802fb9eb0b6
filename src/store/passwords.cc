#include "store/passwords.h"

#include <array>
#include <mutex>

#include <fmt/format.h>
#include <sodium.h>

#include "base/ascii.h"
#include "base/checksums.h"
#include "base/hash.h"

namespace maillon::store {

namespace {

constexpr unsigned long long kPasses = 3;
constexpr std::size_t kMemory = std::size_t{64} << 20;

std::string sha1(std::string_view a, std::string_view b) {
  ChecksumStream stream;
  stream.update(a);
  stream.update(b);
  const auto digest = stream.finish().sha1;
  return {digest.begin(), digest.end()};
}

// RFC 2104.
std::string hmac_sha1(std::string_view key, std::string_view message) {
  constexpr std::size_t kBlock = 64;
  std::string inner(key.size() > kBlock ? sha1(key, "") : key);
  inner.resize(kBlock, '\0');
  std::string outer = inner;
  for (char& c : inner) c = static_cast<char>(c ^ 0x36);
  for (char& c : outer) c = static_cast<char>(c ^ 0x5c);
  return sha1(outer, sha1(inner, message));
}

// RFC 4648 without padding.
std::string base32(std::string_view bytes) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = (bits << 8) | static_cast<uint8_t>(c);
    for (count += 8; count >= 5; count -= 5) text += kLetters[(bits >> (count - 5)) & 31];
  }
  if (count > 0) text += kLetters[(bits << (5 - count)) & 31];
  return text;
}

Result<std::string> random_bytes(std::size_t size) {
  if (sodium_init() < 0) return fail(Code::io, "the system gives no random bytes; try again");
  std::string bytes(size, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

}  // namespace

Result<std::string> hash_password(std::string_view password) {
  if (password.size() < kLeastPassword || password.size() > kMostPassword) {
    return fail(Code::invalid_input,
                fmt::format("a password has {} characters or more: four or five unrelated words "
                            "are easy to keep in mind",
                            kLeastPassword));
  }
  if (sodium_init() < 0) return fail(Code::io, "the system gives no random bytes; try again");
  std::string hash(crypto_pwhash_STRBYTES, '\0');
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), kPasses, kMemory,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    return fail(Code::io, "hashing a password takes 64 MiB of memory, which are not free");
  hash.resize(hash.find('\0'));
  return hash;
}

bool is_password(std::string_view password, const std::string& hash) {
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  return password.size() <= kMostPassword && sodium_init() >= 0 &&
         crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

Result<std::string> make_secret() {
  return random_bytes(20);
}

Result<std::string> make_key() {
  TRY(const std::string bytes, random_bytes(24));
  return to_hex(bytes);
}

std::string totp(std::string_view secret, int64_t step) {
  std::array<char, 8> message{};
  for (std::size_t i = 0; i < 8; ++i) message[i] = static_cast<char>(step >> (56 - 8 * i));
  const std::string mac = hmac_sha1(secret, {message.data(), message.size()});
  const std::size_t at = static_cast<uint8_t>(mac.back()) & 15U;  // RFC 4226, section 5.3
  uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = (number << 8) | static_cast<uint8_t>(mac[at + i]);
  return fmt::format("{:06}", (number & 0x7fffffffU) % 1'000'000);
}

std::optional<int64_t> totp_step(std::string_view secret, std::string_view code, int64_t time,
                                 int64_t used) {
  const int64_t now = time / kTotpStep;
  std::optional<int64_t> found;
  for (const int64_t step : {now - 1, now, now + 1}) {
    const std::string wanted = totp(secret, step);
    if (step > used && code.size() == wanted.size() &&
        sodium_memcmp(code.data(), wanted.data(), wanted.size()) == 0)
      found = step;
  }
  return found;
}

std::string totp_address(std::string_view name, std::string_view secret) {
  return fmt::format("otpauth://totp/Maillon:{}?secret={}&issuer=Maillon",
                     percent_encode(name, "-_."), base32(secret));
}

}  // namespace maillon::store
