// What the match service asks of the hashing of pictures.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace maillon::web {

struct PictureHashes {
  std::string pdq, md5, sha1, sha256;  // lower-case hex; pdq "" = the picture cannot be read
  std::string upright;                 // PDQ of the picture as shown, where EXIF turns it; else ""
  int quality = 0;                     // of the PDQ, 0 to 100
  std::string why;                     // if pdq is ""
};

// Any thread, several at once.
class PictureHasher {
 public:
  virtual ~PictureHasher() = default;
  PictureHasher() = default;
  PictureHasher(const PictureHasher&) = delete;
  PictureHasher& operator=(const PictureHasher&) = delete;

  virtual PictureHashes hash(std::string_view bytes) const = 0;
};

// By this program's sandboxed decoders: a hostile file ends one of them and nothing else.
std::unique_ptr<PictureHasher> make_picture_hasher();

}  // namespace maillon::web
