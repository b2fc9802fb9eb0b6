#include "store/signing.h"

#include <cstring>
#include <utility>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "store/file.h"

namespace maillon::store {

namespace {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;
using Bio = std::unique_ptr<BIO, FreeBio>;

constexpr uint64_t kMostKeyFile = 1 << 16;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

Key to_openssl(const PublicKey& key) {
  return Key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()));
}

}  // namespace

Sha256 fingerprint(const PublicKey& key) {
  // RFC 8410: SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING }.
  std::string der("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12);
  der.append(reinterpret_cast<const char*>(key.data()), key.size());
  return sha256(der);
}

std::string to_pem(const PublicKey& key) {
  const Bio bio(BIO_new(BIO_s_mem()));
  const Key openssl = to_openssl(key);
  if (!bio || !openssl || PEM_write_bio_PUBKEY(bio.get(), openssl.get()) != 1) return "";
  return text_of(bio.get());
}

bool verify_signature(const PublicKey& key, std::string_view bytes, const Signature& signature) {
  const Key openssl = to_openssl(key);
  const Context context(EVP_MD_CTX_new());
  return openssl && context &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, openssl.get()) == 1 &&
         EVP_DigestVerify(context.get(), signature.data(), signature.size(), bytes_of(bytes),
                          bytes.size()) == 1;
}

struct SigningKey::State {
  Key key;
  PublicKey public_key{};

  static Result<std::unique_ptr<State>> of(Key key) {
    auto state = std::make_unique<State>();
    std::size_t size = state->public_key.size();
    if (!key || EVP_PKEY_get_raw_public_key(key.get(), state->public_key.data(), &size) != 1 ||
        size != state->public_key.size()) {
      return fail(Code::corrupt, "it is no Ed25519 key");
    }
    state->key = std::move(key);
    return state;
  }
};

SigningKey::SigningKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
SigningKey::~SigningKey() = default;
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;

Result<SigningKey> SigningKey::make() {
  TRY(auto state, State::of(Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"))));
  return SigningKey(std::move(state));
}

Result<SigningKey> SigningKey::from_seed(std::string_view seed) {
  TRY(auto state, State::of(Key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
                                                             bytes_of(seed), seed.size()))));
  return SigningKey(std::move(state));
}

Result<SigningKey> SigningKey::read(const std::string& path) {
  TRY(std::string pem, read_up_to(path, kMostKeyFile));
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  // An empty passphrase instead of none: OpenSSL must not ask for one on the terminal.
  char none[] = "";
  Key key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, none) : nullptr);
  OPENSSL_cleanse(pem.data(), pem.size());
  auto state = State::of(std::move(key));
  if (!state) return tl::unexpected<Error>(std::move(state).error().with_context(path));
  return SigningKey(*std::move(state));
}

Result<void> SigningKey::write(const std::string& path) const {
  const Bio bio(BIO_new(BIO_s_secmem()));
  if (!bio || PEM_write_bio_PrivateKey(bio.get(), state_->key.get(), nullptr, nullptr, 0, nullptr,
                                       nullptr) != 1) {
    return fail(Code::io, "OpenSSL cannot write the key");
  }
  std::string pem = text_of(bio.get());
  auto written = write_private_file(path, pem);
  OPENSSL_cleanse(pem.data(), pem.size());
  return written;
}

const PublicKey& SigningKey::public_key() const {
  return state_->public_key;
}

Result<Signature> SigningKey::sign(std::string_view bytes) const {
  Signature signature{};
  std::size_t size = signature.size();
  const Context context(EVP_MD_CTX_new());
  if (!context ||
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, state_->key.get()) != 1 ||
      EVP_DigestSign(context.get(), signature.data(), &size, bytes_of(bytes), bytes.size()) != 1 ||
      size != signature.size()) {
    return fail(Code::io, "OpenSSL cannot sign");
  }
  return signature;
}

}  // namespace maillon::store
