#include "extract/image/local_features.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "base/hash.h"

namespace maillon::extract {
namespace {

struct DrawnPicture {
  int width;
  int height;
  std::vector<uint8_t> pixels;

  uint8_t& at(int x, int y) {
    return pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                  static_cast<std::size_t>(x)];
  }
  GrayView view() const { return {pixels.data(), width, height, width}; }
};

DrawnPicture plain(int width, int height, uint8_t shade) {
  return {width, height, std::vector<uint8_t>(static_cast<std::size_t>(width * height), shade)};
}

// Rectangles of random sizes and shades over each other.
DrawnPicture rectangles(int width, int height, uint64_t seed) {
  DrawnPicture p = plain(width, height, 128);
  const auto below = [&](int most) {
    return static_cast<int>(mix64(++seed) % static_cast<uint64_t>(most));
  };
  for (int i = 0; i < 250; ++i) {
    const int left = below(width);
    const int top = below(height);
    const int right = std::min(width, left + 6 + below(width / 6));
    const int bottom = std::min(height, top + 6 + below(height / 6));
    const auto shade = static_cast<uint8_t>(below(256));
    for (int y = top; y < bottom; ++y)
      std::fill(&p.at(left, y), &p.at(left, y) + (right - left), shade);
  }
  return p;
}

DrawnPicture mirror_image(DrawnPicture p) {
  for (int y = 0; y < p.height; ++y) std::reverse(&p.at(0, y), &p.at(0, y) + p.width);
  return p;
}

TEST(LocalFeatures, areSpreadAndBounded) {
  const LocalFeatures f = find_local_features(rectangles(1300, 900, 1).view());
  EXPECT_EQ(f.width, kFeatureSideMax);
  EXPECT_EQ(f.height, 443);
  ASSERT_EQ(f.keypoints.size(), f.descriptors.size());
  EXPECT_GT(f.keypoints.size(), 600U);
  EXPECT_LE(f.keypoints.size(), static_cast<std::size_t>(kFeaturesMax));
  std::vector<int> quarters(4, 0);
  for (const Keypoint& k : f.keypoints) {
    ASSERT_LT(k.x, f.width * kPositionUnit);
    ASSERT_LT(k.y, f.height * kPositionUnit);
    ASSERT_LT(k.angle, kAngleSteps);
    ++quarters[(k.x > f.width * 8 ? 1U : 0U) + (k.y > f.height * 8 ? 2U : 0U)];
  }
  EXPECT_GT(*std::min_element(quarters.begin(), quarters.end()), 100);
}

TEST(LocalFeatures, plainAndTinyPicturesHaveNone) {
  for (const auto& [width, height] :
       {std::pair(640, 480), {1, 1}, {39, 800}, {4000, 30}, {8000, 60}}) {
    SCOPED_TRACE(width);
    const LocalFeatures f = find_local_features(plain(width, height, 200).view());
    EXPECT_TRUE(f.keypoints.empty());
    EXPECT_TRUE(f.descriptors.empty());
  }
  EXPECT_TRUE(find_local_features({}).keypoints.empty());
  EXPECT_TRUE(find_local_features(rectangles(30, 30, 1).view()).keypoints.empty());
}

// The mirrored picture has the same features mirrored, but for rounding and for the grid over which
// they are spread, which starts on the left.
TEST(LocalFeatures, ofTheMirroredPictureAreTheSwappedHalves) {
  const DrawnPicture p = rectangles(500, 400, 3);
  const LocalFeatures f = find_local_features(p.view());
  const LocalFeatures m = find_local_features(mirror_image(p).view());
  std::size_t found = 0;
  for (std::size_t i = 0; i < f.keypoints.size(); ++i) {
    int nearest = 256;
    for (std::size_t k = 0; k < m.keypoints.size(); ++k) {
      const int dx = f.width * kPositionUnit - f.keypoints[i].x - m.keypoints[k].x;
      const int dy = f.keypoints[i].y - m.keypoints[k].y;
      if (f.keypoints[i].level == m.keypoints[k].level &&
          std::max(std::abs(dx), std::abs(dy)) < kPositionUnit) {
        nearest =
            std::min(nearest, hamming_distance(f.descriptors[i].mirrored(), m.descriptors[k]));
      }
    }
    if (nearest <= 16) ++found;
  }
  EXPECT_GT(found, f.keypoints.size() * 3 / 4);
}

// Rows with gaps, as decoders make them.
TEST(LocalFeatures, honoursTheStride) {
  const DrawnPicture p = rectangles(300, 200, 4);
  std::vector<uint8_t> wide(static_cast<std::size_t>(320 * 200), 77);
  for (int y = 0; y < 200; ++y)
    std::copy_n(p.pixels.begin() + y * 300, 300, wide.begin() + y * 320);
  const LocalFeatures a = find_local_features(p.view());
  const LocalFeatures b = find_local_features({wide.data(), 300, 200, 320});
  EXPECT_EQ(a.keypoints, b.keypoints);
  EXPECT_EQ(a.descriptors, b.descriptors);
}

// Integer arithmetic throughout: these hold on every machine.
TEST(LocalFeatures, areTheSameEverywhere) {
  const LocalFeatures f = find_local_features(rectangles(700, 500, 5).view());
  uint64_t sum = f.keypoints.size();
  for (const Keypoint& k : f.keypoints)
    sum = mix64(sum ^ (uint64_t{k.x} << 32 | uint64_t{k.y} << 16 | k.level * 256U | k.angle));
  for (const Descriptor& d : f.descriptors) {
    for (const uint64_t word : d.words) sum = mix64(sum ^ word);
  }
  EXPECT_EQ(sum, 6116461109046571614U);
}

}  // namespace
}  // namespace maillon::extract
