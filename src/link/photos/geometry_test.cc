#include "link/photos/geometry.h"

#include <cmath>

#include <gtest/gtest.h>

#include "link/photos/made_up_features_test.h"

namespace maillon::link {
namespace {

std::optional<CopyMatch> compared(const LocalFeatures& a, const LocalFeatures& b,
                                  bool mirrored = false) {
  return find_arrangement(a.view(), b.view(), mirrored,
                          nearest_correspondences(a.view(), b.view(), mirrored));
}

bool is_copy(const std::optional<CopyMatch>& m) {
  return m && relation_of(*m) == Relation::copy;
}

TEST(Geometry, findsTheTransformOfACopy) {
  struct Row {
    int steps;
    int levels;
    double kept;
    int flips;
  };
  for (const Row& row : {Row{0, 0, 1, 0}, Row{0, 0, 0.2, 40}, Row{3, 1, 0.5, 30},
                         Row{16, 0, 0.5, 30}, Row{32, -2, 0.6, 20}, Row{-5, 2, 0.6, 30}}) {
    SCOPED_TRACE(::testing::Message() << row.steps << " " << row.levels << " " << row.kept);
    MadeUp made(7);
    const LocalFeatures a = made.picture(500);
    const LocalFeatures b = made.altered(a, row.steps, row.levels, row.kept, row.flips);
    const auto match = compared(a, b);
    ASSERT_TRUE(is_copy(match));
    const Decomposition d = decompose(match->a_to_b);
    const double turn =
        std::remainder(d.turn - row.steps * 6.283185307179586 / kAngleSteps, 6.283185307179586);
    EXPECT_NEAR(turn, 0, 0.01);
    EXPECT_NEAR(d.size_max, std::pow(kScaleStep, row.levels), 0.02);
    EXPECT_NEAR(d.size_min, std::pow(kScaleStep, row.levels), 0.02);
    const Point middle = match->a_to_b.apply({320, 240});
    EXPECT_NEAR(middle.x, 320, 1.5);
    EXPECT_NEAR(middle.y, 240, 1.5);
  }
}

TEST(Geometry, mirroredCopyIsFoundAndItsTransformTurnsOver) {
  MadeUp made(8);
  const LocalFeatures a = made.picture(400);
  const LocalFeatures b = MadeUp::mirrored(made.altered(a, 0, 0, 0.5, 20));
  EXPECT_FALSE(is_copy(compared(a, b, false)));
  const auto match = compared(a, b, true);
  ASSERT_TRUE(is_copy(match));
  EXPECT_TRUE(match->mirrored);
  EXPECT_LT(match->a_to_b.determinant(), 0);
  const Point p = match->a_to_b.apply({100, 50});
  EXPECT_NEAR(p.x, 540, 1.5);
  EXPECT_NEAR(p.y, 50, 1.5);
}

TEST(Geometry, unrelatedPicturesAreNot) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    MadeUp made(100 + seed);
    const LocalFeatures a = made.picture(400);
    const LocalFeatures b = made.picture(400);
    // Every feature of one has its like in the other, but nowhere in order.
    LocalFeatures shuffled = b;
    for (std::size_t i = 0; i < 400; ++i)
      shuffled.descriptors[i] = made.noisy(a.descriptors[i], 10);
    for (const auto& match : {compared(a, b), compared(a, shuffled)}) {
      EXPECT_TRUE(!match || relation_of(*match) == Relation::unrelated)
          << seed << " " << match->bits;
    }
  }
}

// A logo in the corner of two pictures.
TEST(Geometry, aSmallSharedPartIsToldApart) {
  MadeUp made(9);
  LocalFeatures logo = made.picture(30, 100, 80);
  for (Keypoint& k : logo.keypoints) k.level = 0;
  LocalFeatures a = made.picture(400);
  LocalFeatures b = made.picture(400);
  MadeUp::add(a, logo);
  MadeUp::add(b, logo);
  const auto match = compared(a, b);
  ASSERT_TRUE(match);
  EXPECT_EQ(relation_of(*match), Relation::shared_part);
  EXPECT_LT(match->area_a.share(), kCopyShareMin);
  EXPECT_GT(match->area_a.share(), 0);
}

// The same few descriptors at every node of a grid, as on tiles and chessboards. The grid
// of the other picture has other borders, so nothing but the repetition agrees.
LocalFeatures tiles(MadeUp& made, const std::vector<Descriptor>& tile, double left, double top) {
  LocalFeatures f{640, 480, {}, {}};
  for (double y = top; y < 460; y += 40) {
    for (double x = left; x < 620; x += 40) {
      for (std::size_t i = 0; i < tile.size(); ++i) {
        f.keypoints.push_back({static_cast<uint16_t>((x + 9.0 * static_cast<double>(i)) * 16),
                               static_cast<uint16_t>(y * 16), 0, 0});
        f.descriptors.push_back(made.noisy(tile[i], 6));
      }
    }
  }
  return f;
}

TEST(Geometry, repetitionAloneIsNoMatch) {
  MadeUp made(10);
  const std::vector<Descriptor> tile = {made.descriptor(), made.descriptor(), made.descriptor()};
  const LocalFeatures a = tiles(made, tile, 20, 20);
  const LocalFeatures b = tiles(made, tile, 31, 43);
  std::vector<Correspondence> all;  // without the test that the next nearest is farther
  for (uint32_t i = 0; i < 40; ++i) all.push_back({i, i + 3});
  const auto match = find_arrangement(a.view(), b.view(), false, all);
  EXPECT_TRUE(!match || relation_of(*match) == Relation::unrelated) << match->bits;
}

// Large features are looked for far around: a small shift, which the look-alikes of a few small
// features suggest, must not find them again where they are and so speak against the match.
TEST(Geometry, lookAlikesNextToAPlaceDoNotSpeakAgainstTheRest) {
  const auto bits = [](bool with_look_alikes) {
    MadeUp made(12);
    LocalFeatures a = made.picture(60);
    for (Keypoint& k : a.keypoints) k.level = 8;
    LocalFeatures small = made.picture(30, 500, 400);
    for (Keypoint& k : small.keypoints) k.level = 0;
    MadeUp::add(a, small);
    LocalFeatures b = made.altered(a, 0, 0, 1, 20);
    LocalFeatures beside = small;
    for (Keypoint& k : beside.keypoints) k.x += 10 * kPositionUnit;
    if (!with_look_alikes) beside.descriptors = made.picture(30).descriptors;
    MadeUp::add(b, beside);
    const auto match = compared(a, b);
    return match ? match->bits : 0;
  };
  EXPECT_GT(bits(false), 200);
  EXPECT_GT(bits(true), 0.5 * bits(false));
}

// Whoever repeats himself has more correspondences than can be tried: those that are clear count.
TEST(Geometry, aCopyIsFoundAmongThousandsOfAmbiguousCorrespondences) {
  MadeUp made(13);
  const std::vector<Descriptor> tile = {made.descriptor(), made.descriptor()};
  LocalFeatures a = tiles(made, tile, 20, 20);
  const auto repeated = static_cast<uint32_t>(a.keypoints.size());
  MadeUp::add(a, made.picture(200));
  const LocalFeatures b = made.altered(a, 3, 0, 1, 20);
  std::vector<Correspondence> all;
  for (uint32_t i = 0; i < repeated; ++i) {
    for (uint32_t k = 0; k < 10; ++k) all.push_back({i, (i + 2 * k + 60) % repeated});
  }
  const auto match = find_arrangement(a.view(), b.view(), false, all);
  ASSERT_TRUE(is_copy(match));
  const Point middle = match->a_to_b.apply({320, 240});
  EXPECT_NEAR(middle.x, 320, 1.5) << "not one tile beside it";
  EXPECT_NEAR(middle.y, 240, 1.5);
}

// Of places whose rivals are all farther off, the nearer one is the less likely by chance.
TEST(Geometry, nearerDescriptorsAreWorthMore) {
  const auto bits = [](int flips) {
    MadeUp made(14);
    const LocalFeatures a = made.picture(300);
    LocalFeatures part = a;
    part.keypoints.resize(15), part.descriptors.resize(15);
    LocalFeatures b = made.altered(part, 0, 0, 1, flips);
    LocalFeatures rivals = made.picture(15);
    for (std::size_t i = 0; i < 15; ++i)
      rivals.descriptors[i] = made.noisy(part.descriptors[i], 60);
    MadeUp::add(b, rivals);
    const auto match = compared(a, b);
    return match ? match->bits : 0;
  };
  EXPECT_GT(bits(40), 0);
  EXPECT_GT(bits(10), bits(40));
}

TEST(Geometry, degenerateInputIsBounded) {
  MadeUp made(11);
  LocalFeatures same = made.picture(800);
  for (Descriptor& d : same.descriptors) d = same.descriptors[0];
  LocalFeatures one_spot = same;
  for (Keypoint& k : one_spot.keypoints) k = one_spot.keypoints[0];
  const LocalFeatures empty{640, 480, {}, {}};
  std::vector<Correspondence> all;
  for (uint32_t i = 0; i < 800; ++i) all.push_back({i, 799 - i});
  for (const auto& [a, b] : {std::pair(same, one_spot), {one_spot, same}, {one_spot, one_spot}}) {
    const auto match = find_arrangement(a.view(), b.view(), false, all);
    EXPECT_TRUE(!match || relation_of(*match) == Relation::unrelated) << match->bits;
  }
  EXPECT_FALSE(find_arrangement(empty.view(), empty.view(), true, {}));
  EXPECT_TRUE(nearest_correspondences(empty.view(), same.view(), false).empty());
}

TEST(Transform, inverseAndComposition) {
  const Transform t{0.8, -0.3, 0.4, 1.1, 20, -7};
  const auto back = t.inverse();
  ASSERT_TRUE(back);
  const Point p = compose(*back, t).apply({12, 34});
  EXPECT_NEAR(p.x, 12, 1e-9);
  EXPECT_NEAR(p.y, 34, 1e-9);
  EXPECT_FALSE((Transform{1, 2, 2, 4, 0, 0}).inverse());
}

TEST(Transform, fitsRefuseWhatDoesNotDetermineThem) {
  const std::vector<PointPair> line = {{{0, 0}, {1, 1}}, {{1, 0}, {2, 1}}, {{2, 0}, {3, 1}}};
  EXPECT_FALSE(fit_affine(line));
  EXPECT_TRUE(fit_similarity(line));
  EXPECT_FALSE(fit_similarity(std::vector<PointPair>(3, line[0])));
  EXPECT_FALSE(fit_similarity({}));
}

}  // namespace
}  // namespace maillon::link
