// PDQ, the perceptual hash of pictures by which platforms and hotlines recognise known
// ones: 256 bits that change little when the picture is scaled, compressed or recoloured.
// Bit for bit what Meta's reference computes (ThreatExchange, pdq/cpp), a hundred times
// faster. "PDQ & TMK + PDQF: a test drive of two Facebook hashes", Facebook 2019.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "base/hash256.h"

namespace maillon::extract {

// word[0] holds bits 255..192. Bit 16 * i + j stands for the coefficient in row i, column j.
// Two hashes that differ in 31 bits or less are of the same picture, says the reference.
using PdqHash = Hash256;

// The hashes that the picture would have if it were turned (counter-clockwise) or flipped,
// in the reference's order and from its formulas, so that rotate_90 of a picture is near to
// the hash of the turned picture, not always equal to it.
enum class Dihedral : uint8_t {
  original,
  rotate_90,
  rotate_180,
  rotate_270,
  flip_x,  // upside down
  flip_y,  // left and right exchanged
  flip_plus,
  flip_minus
};
inline constexpr std::size_t kDihedralForms = 8;

// quality is 0..100: how much there is to be recognised. Below 50 the reference's users
// discard the hash; 0, as of one colour or of less than 5 pixels a side, means nothing.
struct PdqResult {
  PdqHash hash;
  int quality = 0;
};
struct PdqForms {
  std::array<PdqHash, kDihedralForms> hashes;  // by Dihedral
  int quality = 0;
};

// 8-bit pixels. channels: 1 (luma) or 3 (red, green, blue). step and stride: bytes from one
// pixel to the one on its right, and from one row to the next; they may run backwards, as
// in a turned view (orient.h). One byte past each pixel must be readable.
struct PixelView {
  const uint8_t* pixels = nullptr;  // the upper left one
  uint32_t width = 0, height = 0, channels = 3;
  std::ptrdiff_t step = 3, stride = 0;
};

// Which of the equal ways to compute; automatic takes the fastest that the machine has.
enum class PdqPath : uint8_t { automatic, portable };

// Hashes one picture after another, keeping its buffers. One thread at a time.
class PdqHasher {
 public:
  explicit PdqHasher(PdqPath path = PdqPath::automatic);
  ~PdqHasher();
  PdqHasher(PdqHasher&&) noexcept;
  PdqHasher& operator=(PdqHasher&&) noexcept;

  // As the reference hashes a file: a side of more than 512 pixels makes it 512 x 512 by
  // taking the nearest pixels, whatever the proportions.
  PdqResult hash(const PixelView& picture);
  PdqForms hash_forms(const PixelView& picture);
  // As the reference hashes a frame of a video (vPDQ): all its pixels, whatever the size.
  PdqResult hash_frame(const PixelView& frame);
  // As the reference hashes a plane of luma of any size, width * height values of 0..255.
  PdqResult hash_luma(const float* luma, uint32_t width, uint32_t height);

  // How many pictures so far were so near to a tie that they were computed in the
  // reference's own order of summation.
  uint64_t ties() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace maillon::extract
