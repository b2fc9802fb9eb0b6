#include "base/checksums.h"

#include <openssl/evp.h>

#include "base/check.h"

namespace maillon {

namespace {

// One of OpenSSL's digests.
class Digest {
 public:
  explicit Digest(const EVP_MD* kind) : context_(EVP_MD_CTX_new()) {
    CHECK(context_ != nullptr && EVP_DigestInit_ex(context_, kind, nullptr) == 1);
  }
  ~Digest() { EVP_MD_CTX_free(context_); }
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;

  void update(std::string_view bytes) {
    CHECK(EVP_DigestUpdate(context_, bytes.data(), bytes.size()) == 1);
  }
  template <std::size_t N>
  void finish(std::array<uint8_t, N>& to) {
    unsigned size = 0;
    CHECK(EVP_DigestFinal_ex(context_, to.data(), &size) == 1 && size == N);
  }

 private:
  EVP_MD_CTX* context_;
};

}  // namespace

struct ChecksumStream::State {
  Digest md5{EVP_md5()}, sha1{EVP_sha1()};
  Sha256Stream sha256;
};

ChecksumStream::ChecksumStream() : state_(std::make_unique<State>()) {}
ChecksumStream::~ChecksumStream() = default;
ChecksumStream::ChecksumStream(ChecksumStream&&) noexcept = default;
ChecksumStream& ChecksumStream::operator=(ChecksumStream&&) noexcept = default;

void ChecksumStream::update(std::string_view bytes) {
  state_->md5.update(bytes);
  state_->sha1.update(bytes);
  state_->sha256.update(bytes);
}

Checksums ChecksumStream::finish() {
  Checksums out;
  state_->md5.finish(out.md5);
  state_->sha1.finish(out.sha1);
  out.sha256 = state_->sha256.finish();
  return out;
}

}  // namespace maillon
