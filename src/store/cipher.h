// Encryption of what a case keeps on disk: AES-256-GCM (NIST SP 800-38D) by OpenSSL, for chunks
// of block files, pages of case.db and the keys themselves.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace maillon::store {

inline constexpr std::size_t kKeyBytes = 32, kNonceBytes = 12, kTagBytes = 16;
using Nonce = std::array<uint8_t, kNonceBytes>;

// A secret of 32 bytes; wiped when it goes. Not printed, not compared.
class CipherKey {
 public:
  CipherKey() = default;  // all zero
  ~CipherKey();
  CipherKey(const CipherKey&) = default;
  CipherKey& operator=(const CipherKey&) = default;

  static CipherKey random();
  // Another key for another purpose: HMAC-SHA-256 of its name. Who has it does not learn this one.
  CipherKey derive(std::string_view purpose) const;

  std::span<uint8_t, kKeyBytes> bytes() { return bytes_; }
  std::span<const uint8_t, kKeyBytes> bytes() const { return bytes_; }
  std::string_view view() const;

 private:
  std::array<uint8_t, kKeyBytes> bytes_{};
};

// The key of a case, shared by all that is open of it; empty: the case is not encrypted.
using SharedKey = std::shared_ptr<const CipherKey>;

// `count` bytes nobody can guess.
void fill_random(void* to, std::size_t count);
Nonce random_nonce();
// For keys that seal a numbered row of things once each.
Nonce numbered_nonce(uint64_t number);

// `from` encrypted, and kTagBytes after it, to `to`. The same nonce must never be used twice with
// one key. `context` is not kept but must be the same when it is opened. CHECKs that OpenSSL works.
void seal(const CipherKey& key, const Nonce& nonce, std::string_view context, std::string_view from,
          char* to);
// The reverse: `from` with its tag gives from.size() - kTagBytes bytes. False, and nothing is to
// be used, if any byte of it, the key, the nonce or the context is another. `to` may be `from`.
bool unseal(const CipherKey& key, const Nonce& nonce, std::string_view context,
            std::string_view from, char* to);

// A key under another: nonce, key, tag.
inline constexpr std::size_t kWrappedBytes = kNonceBytes + kKeyBytes + kTagBytes;
std::string wrap(const CipherKey& under, std::string_view context, const CipherKey& key);
bool unwrap(const CipherKey& under, std::string_view context, std::string_view wrapped,
            CipherKey& key);

// A permutation of 24 bytes under the key, without a nonce: equal bytes at the same place give
// equal bytes. For the heads of log frames in case.db-wal, whose length cannot grow.
void scramble(const CipherKey& key, uint64_t place, uint8_t* bytes24);
void unscramble(const CipherKey& key, uint64_t place, uint8_t* bytes24);

}  // namespace maillon::store
