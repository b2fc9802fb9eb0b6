// Ed25519 signatures (RFC 8032) by OpenSSL, and the file in which a private key is kept.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "base/result.h"

namespace maillon::store {

using PublicKey = std::array<uint8_t, 32>;  // as in RFC 8032, 5.1.5
using Signature = std::array<uint8_t, 64>;

// SHA-256 of the key as SubjectPublicKeyInfo, DER: the log id of RFC 6962, 3.2; the same as
// `openssl pkey -pubin -in KEY.pem -outform DER | sha256sum`.
Sha256 fingerprint(const PublicKey& key);
// The key as SubjectPublicKeyInfo, PEM: what `openssl pkeyutl -verify -pubin` takes.
std::string to_pem(const PublicKey& key);
// False for anything that is no valid signature of these bytes by this key.
bool verify_signature(const PublicKey& key, std::string_view bytes, const Signature& signature);

// A private key. It stays in memory that is wiped when it goes.
class SigningKey {
 public:
  ~SigningKey();
  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;

  static Result<SigningKey> make();
  // From the 32 bytes that RFC 8032 calls the private key.
  static Result<SigningKey> from_seed(std::string_view seed);
  // PKCS #8, PEM. Code::not_found, Code::io; Code::corrupt if it is no Ed25519 key.
  static Result<SigningKey> read(const std::string& path);
  // Mode 0600. Code::invalid_input if there is such a file: a key is never replaced.
  Result<void> write(const std::string& path) const;

  const PublicKey& public_key() const;
  // The same bytes give the same signature.
  Result<Signature> sign(std::string_view bytes) const;

 private:
  struct State;
  explicit SigningKey(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace maillon::store
