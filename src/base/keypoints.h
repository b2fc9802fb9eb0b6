// Local features of a picture: small places that are found again after the picture was
// cropped, turned, scaled, mirrored or pasted into another one.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace maillon {

// 256 brightness comparisons around a keypoint, turned to its angle. Bit i of the first
// half and bit i of the second are each other's mirror images.
struct Descriptor {
  std::array<uint64_t, 4> words{};

  // What the same place looks like in the mirrored picture.
  Descriptor mirrored() const { return {{words[2], words[3], words[0], words[1]}}; }
  friend bool operator==(const Descriptor&, const Descriptor&) = default;
};

// Number of bits that differ, 0 to 256. The bytes of all four words are counted side by
// side, which needs no instruction that some machines lack.
inline int hamming_distance(const Descriptor& a, const Descriptor& b) {
  uint64_t counts = 0;  // one a byte, at most 32 each
  for (std::size_t i = 0; i < a.words.size(); ++i) {
    uint64_t x = a.words[i] ^ b.words[i];
    x -= x >> 1 & 0x5555555555555555U;
    x = (x & 0x3333333333333333U) + (x >> 2 & 0x3333333333333333U);
    counts += (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0fU;
  }
  const uint64_t pairs = (counts & 0x00ff00ff00ff00ffU) + (counts >> 8 & 0x00ff00ff00ff00ffU);
  return static_cast<int>(pairs * 0x0001000100010001U >> 48);
}

// Angles are counted in steps of a 64th of a turn, sizes in powers of kScaleStep.
inline constexpr int kAngleSteps = 64;
inline constexpr double kScaleStep = 1.2;
// Positions are in 16ths of a pixel of the bounded picture.
inline constexpr int kPositionUnit = 16;

struct Keypoint {
  uint16_t x = 0;     // 1/16 pixel, from the left
  uint16_t y = 0;     // 1/16 pixel, from the top
  uint8_t level = 0;  // the place is kScaleStep^level times as large as on level 0
  uint8_t angle = 0;  // 0 to kAngleSteps - 1, from the x axis towards the y axis
  friend bool operator==(const Keypoint&, const Keypoint&) = default;
};

// The features of one picture as they lie in somebody's columns; row i of the two spans
// is one feature. `width` and `height` are those of the bounded picture, in pixels.
struct FeaturesView {
  int width = 0;
  int height = 0;
  std::span<const Keypoint> keypoints;
  std::span<const Descriptor> descriptors;
};

// The same, owned.
struct LocalFeatures {
  int width = 0;
  int height = 0;
  std::vector<Keypoint> keypoints;
  std::vector<Descriptor> descriptors;

  FeaturesView view() const { return {width, height, keypoints, descriptors}; }
};

}  // namespace maillon
