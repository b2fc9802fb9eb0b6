// What the match service asks of the hashing of pictures.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace maillon::web {

struct PictureHashes {
  std::string pdq, md5, sha1, sha256;  // lower-case hex; pdq "" = it could not be made
  int quality = 0;                     // of the PDQ, 0 to 100
};

// Any thread, several at once.
class PictureHasher {
 public:
  virtual ~PictureHasher() = default;
  PictureHasher() = default;
  PictureHasher(const PictureHasher&) = delete;
  PictureHasher& operator=(const PictureHasher&) = delete;

  // Code::invalid_input if the bytes are no picture that can be read.
  virtual Result<PictureHashes> hash(std::string_view bytes) const = 0;
};

}  // namespace maillon::web
