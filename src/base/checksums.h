// The checksums that lists of known files carry, all of one stream.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "base/hash.h"

namespace maillon {

// MD5 (RFC 1321) and SHA-1 (FIPS 180-4) are for looking up only: they prove nothing.
struct Checksums {
  std::array<uint8_t, 16> md5{};
  std::array<uint8_t, 20> sha1{};
  Sha256 sha256{};
};

class ChecksumStream {
 public:
  ChecksumStream();
  ~ChecksumStream();
  ChecksumStream(ChecksumStream&&) noexcept;
  ChecksumStream& operator=(ChecksumStream&&) noexcept;
  void update(std::string_view bytes);
  Checksums finish();  // may be called once

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace maillon
