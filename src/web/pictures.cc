#include "web/pictures.h"

#include "base/checksums.h"
#include "tasks/picture_pool.h"

namespace maillon::web {

namespace {

class SandboxedHasher : public PictureHasher {
 public:
  PictureHashes hash(std::string_view bytes) const override {
    PictureHashes out;
    ChecksumStream stream;
    stream.update(bytes);
    const Checksums sums = stream.finish();
    out.md5 = to_hex(sums.md5.data(), sums.md5.size());
    out.sha1 = to_hex(sums.sha1.data(), sums.sha1.size());
    out.sha256 = to_hex(sums.sha256);
    const auto facts = pool_.read(bytes, {});
    if (facts) {
      out.pdq = to_hex(facts->pdq.hash);
      out.quality = facts->pdq.quality;
      if (facts->upright) out.upright = to_hex(facts->upright->hash);
    } else {
      out.why = facts.error().message;
    }
    return out;
  }

 private:
  mutable tasks::PicturePool pool_;  // locks itself
};

}  // namespace

std::unique_ptr<PictureHasher> make_picture_hasher() {
  return std::make_unique<SandboxedHasher>();
}

}  // namespace maillon::web
