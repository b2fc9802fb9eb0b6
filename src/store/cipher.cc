#include "store/cipher.h"

#include <cstring>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "base/check.h"

namespace maillon::store {

namespace {

const uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const uint8_t*>(text.data());
}

// Looked up once: OpenSSL 3 searches its providers each time that it is asked by name.
const EVP_CIPHER* gcm() {
  static const EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  CHECK(cipher != nullptr);
  return cipher;
}
const EVP_CIPHER* single_block() {
  static const EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-ECB", nullptr);
  CHECK(cipher != nullptr);
  return cipher;
}

struct CipherContext {
  EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
  CipherContext() { CHECK(context != nullptr); }
  ~CipherContext() { EVP_CIPHER_CTX_free(context); }
  CipherContext(const CipherContext&) = delete;
  CipherContext& operator=(const CipherContext&) = delete;
};

EVP_CIPHER_CTX* context_of_thread() {
  static thread_local CipherContext kept;
  return kept.context;
}

constexpr std::size_t kBlock = 16, kSecond = 8;  // of the two overlapping blocks of scramble()

void one_block(const CipherKey& key, bool encrypt, uint8_t* bytes) {
  EVP_CIPHER_CTX* const context = context_of_thread();
  int got = 0;
  CHECK(EVP_CipherInit_ex2(context, single_block(), key.bytes().data(), nullptr, encrypt ? 1 : 0,
                           nullptr) == 1);
  EVP_CIPHER_CTX_set_padding(context, 0);
  CHECK(EVP_CipherUpdate(context, bytes, &got, bytes, static_cast<int>(kBlock)) == 1 &&
        got == static_cast<int>(kBlock));
}

void mix_place(uint64_t place, uint8_t* bytes) {
  for (int i = 0; i < 8; ++i) bytes[i] ^= static_cast<uint8_t>(place >> (8 * i));
}

}  // namespace

CipherKey::~CipherKey() {
  OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

std::string_view CipherKey::view() const {
  return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
}

CipherKey CipherKey::random() {
  CipherKey key;
  fill_random(key.bytes_.data(), key.bytes_.size());
  return key;
}

CipherKey CipherKey::derive(std::string_view purpose) const {
  CipherKey key;
  unsigned size = 0;
  CHECK(HMAC(EVP_sha256(), bytes_.data(), static_cast<int>(bytes_.size()), bytes_of(purpose),
             purpose.size(), key.bytes_.data(), &size) != nullptr &&
        size == kKeyBytes);
  return key;
}

void fill_random(void* to, std::size_t count) {
  CHECK(RAND_bytes(static_cast<uint8_t*>(to), static_cast<int>(count)) == 1);
}

Nonce random_nonce() {
  Nonce nonce;
  fill_random(nonce.data(), nonce.size());
  return nonce;
}

Nonce numbered_nonce(uint64_t number) {
  Nonce nonce{};
  std::memcpy(nonce.data(), &number, sizeof(number));
  return nonce;
}

void seal(const CipherKey& key, const Nonce& nonce, std::string_view context, std::string_view from,
          char* to) {
  EVP_CIPHER_CTX* const cipher = context_of_thread();
  auto* const out = reinterpret_cast<uint8_t*>(to);
  int got = 0;
  CHECK(EVP_EncryptInit_ex2(cipher, gcm(), key.bytes().data(), nonce.data(), nullptr) == 1);
  CHECK(context.empty() || EVP_EncryptUpdate(cipher, nullptr, &got, bytes_of(context),
                                             static_cast<int>(context.size())) == 1);
  CHECK(from.empty() ||
        (EVP_EncryptUpdate(cipher, out, &got, bytes_of(from), static_cast<int>(from.size())) == 1 &&
         got == static_cast<int>(from.size())));
  CHECK(EVP_EncryptFinal_ex(cipher, out + from.size(), &got) == 1 && got == 0);
  CHECK(EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, static_cast<int>(kTagBytes),
                            out + from.size()) == 1);
}

bool unseal(const CipherKey& key, const Nonce& nonce, std::string_view context,
            std::string_view from, char* to) {
  if (from.size() < kTagBytes) return false;
  EVP_CIPHER_CTX* const cipher = context_of_thread();
  auto* const out = reinterpret_cast<uint8_t*>(to);
  const std::size_t size = from.size() - kTagBytes;
  std::array<uint8_t, kTagBytes> tag;
  std::memcpy(tag.data(), from.data() + size, tag.size());
  int got = 0;
  CHECK(EVP_DecryptInit_ex2(cipher, gcm(), key.bytes().data(), nonce.data(), nullptr) == 1);
  CHECK(context.empty() || EVP_DecryptUpdate(cipher, nullptr, &got, bytes_of(context),
                                             static_cast<int>(context.size())) == 1);
  CHECK(size == 0 ||
        EVP_DecryptUpdate(cipher, out, &got, bytes_of(from), static_cast<int>(size)) == 1);
  CHECK(EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, static_cast<int>(tag.size()),
                            tag.data()) == 1);
  return EVP_DecryptFinal_ex(cipher, out + size, &got) == 1;
}

std::string wrap(const CipherKey& under, std::string_view context, const CipherKey& key) {
  const Nonce nonce = random_nonce();
  std::string wrapped(kWrappedBytes, '\0');
  std::memcpy(wrapped.data(), nonce.data(), nonce.size());
  seal(under, nonce, context, key.view(), wrapped.data() + nonce.size());
  return wrapped;
}

bool unwrap(const CipherKey& under, std::string_view context, std::string_view wrapped,
            CipherKey& key) {
  if (wrapped.size() != kWrappedBytes) return false;
  Nonce nonce;
  std::memcpy(nonce.data(), wrapped.data(), nonce.size());
  return unseal(under, nonce, context, wrapped.substr(nonce.size()),
                reinterpret_cast<char*>(key.bytes().data()));
}

void scramble(const CipherKey& key, uint64_t place, uint8_t* bytes24) {
  mix_place(place, bytes24);
  one_block(key, true, bytes24);
  one_block(key, true, bytes24 + kSecond);
}

void unscramble(const CipherKey& key, uint64_t place, uint8_t* bytes24) {
  one_block(key, false, bytes24 + kSecond);
  one_block(key, false, bytes24);
  mix_place(place, bytes24);
}

}  // namespace maillon::store
