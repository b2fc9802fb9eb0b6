// Features of made-up pictures, and of altered copies of them.
#pragma once

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "base/keypoints.h"

namespace maillon::link {

class MadeUp {
 public:
  explicit MadeUp(uint64_t seed) : seed_(mix64(seed)) {}

  uint64_t next() { return mix64(++seed_); }
  double real(double low, double high) {
    return low + (high - low) * static_cast<double>(next() >> 11) / 9007199254740992.0;
  }

  Descriptor descriptor() { return {{next(), next(), next(), next()}}; }
  Descriptor noisy(Descriptor d, int flips) {
    for (int i = 0; i < flips; ++i) {
      const uint64_t bit = next() % 256;
      d.words[bit / 64] ^= uint64_t{1} << (bit % 64);
    }
    return d;
  }

  LocalFeatures picture(int count, int width = 640, int height = 480) {
    LocalFeatures f{width, height, {}, {}};
    for (int i = 0; i < count; ++i) {
      const double level = real(0, 6);
      f.keypoints.push_back({static_cast<uint16_t>(real(20, width - 20) * kPositionUnit),
                             static_cast<uint16_t>(real(20, height - 20) * kPositionUnit),
                             static_cast<uint8_t>(level),
                             static_cast<uint8_t>(next() % kAngleSteps)});
      f.descriptors.push_back(descriptor());
    }
    return f;
  }

  // `f` turned by `steps` angle steps about its middle and scaled by kScaleStep^levels, each
  // feature kept with the chance `kept`, its descriptor off by `flips` bits.
  LocalFeatures altered(const LocalFeatures& f, int steps, int levels, double kept, int flips) {
    LocalFeatures out{f.width, f.height, {}, {}};
    const double turn = steps * 6.283185307179586 / kAngleSteps;
    const double size = std::pow(kScaleStep, levels);
    for (std::size_t i = 0; i < f.keypoints.size(); ++i) {
      const Keypoint& k = f.keypoints[i];
      const double dx = size * (k.x / 16.0 - f.width / 2.0);
      const double dy = size * (k.y / 16.0 - f.height / 2.0);
      const double x = f.width / 2.0 + std::cos(turn) * dx - std::sin(turn) * dy + real(-0.7, 0.7);
      const double y = f.height / 2.0 + std::sin(turn) * dx + std::cos(turn) * dy + real(-0.7, 0.7);
      const int level = k.level + levels;
      if (real(0, 1) > kept || x < 1 || y < 1 || x >= f.width - 1 || y >= f.height - 1 || level < 0)
        continue;
      out.keypoints.push_back(
          {static_cast<uint16_t>(x * 16), static_cast<uint16_t>(y * 16),
           static_cast<uint8_t>(level),
           static_cast<uint8_t>((k.angle + steps + kAngleSteps) % kAngleSteps)});
      out.descriptors.push_back(noisy(f.descriptors[i], flips));
    }
    return out;
  }

  static LocalFeatures mirrored(LocalFeatures f) {
    for (Keypoint& k : f.keypoints) {
      k.x = static_cast<uint16_t>(f.width * kPositionUnit - k.x);
      k.angle = static_cast<uint8_t>((kAngleSteps / 2 - k.angle + kAngleSteps) % kAngleSteps);
    }
    for (Descriptor& d : f.descriptors) d = d.mirrored();
    return f;
  }

  static void add(LocalFeatures& to, const LocalFeatures& more) {
    to.keypoints.insert(to.keypoints.end(), more.keypoints.begin(), more.keypoints.end());
    to.descriptors.insert(to.descriptors.end(), more.descriptors.begin(), more.descriptors.end());
  }

 private:
  uint64_t seed_;
};

}  // namespace maillon::link
