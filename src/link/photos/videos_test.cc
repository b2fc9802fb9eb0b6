#include "link/photos/videos.h"

#include <gtest/gtest.h>

#include "base/hash.h"

namespace maillon::link {
namespace {

// Hash number n, far from all others, with `flips` of its bits changed.
Hash256 made(uint64_t n, uint32_t flips = 0) {
  Hash256 hash;
  for (std::size_t w = 0; w < 4; ++w) hash.word[w] = mix64(n * 4 + w);
  for (uint32_t bit = 0; bit < flips; ++bit) hash.word[bit / 64] ^= uint64_t{1} << bit % 64;
  return hash;
}

std::vector<Hash256> made_all(uint64_t from, uint64_t to, uint32_t flips = 0) {
  std::vector<Hash256> hashes;
  for (uint64_t n = from; n < to; ++n) hashes.push_back(made(n, flips));
  return hashes;
}

TEST(Videos, framesThatSayTooLittleAndRepeatedOnesDoNotCount) {
  const std::vector<Hash256> hashes = {made(1), made(2), made(1), made(3), made(3)};
  const std::vector<uint8_t> quality = {50, 49, 100, 0, 100};
  EXPECT_EQ(distinct_frames(hashes, quality), (std::vector{made(1), made(3)}));
  EXPECT_EQ(distinct_frames(hashes, quality, 0), (std::vector{made(1), made(2), made(3)}));
  EXPECT_TRUE(distinct_frames({}, {}).empty());
}

struct Case {
  const char* what;
  std::vector<Hash256> query, compared;
  VideoMatch match;
  bool is_match, is_same;
};

TEST(Videos, theRule) {
  std::vector<Hash256> mixed = made_all(0, 8);  // 8 of 10 are in the other
  for (const Hash256& hash : made_all(100, 102)) mixed.push_back(hash);
  std::vector<Hash256> less = made_all(0, 79);  // 79 of 100
  for (const Hash256& hash : made_all(200, 221)) less.push_back(hash);
  const std::vector<Case> cases = {
      {"the same", made_all(0, 10), made_all(0, 10), {10, 10, 10, 10, 0}, true, true},
      {"31 bits off", made_all(0, 10, 31), made_all(0, 10), {10, 10, 10, 10, 31}, true, true},
      {"32 bits off", made_all(0, 10, 32), made_all(0, 10), {10, 0, 10, 0, 32}, false, false},
      {"cut out", made_all(3, 6), made_all(0, 30), {3, 3, 30, 3, 0}, true, true},
      {"a longer upload", made_all(0, 30), made_all(3, 6), {30, 3, 3, 3, 0}, false, true},
      {"80 %", mixed, made_all(0, 40), {10, 8, 40, 8, 0}, true, true},
      {"79 %", less, made_all(0, 100), {100, 79, 100, 79, 0}, false, false},
      {"nothing to compare", {}, made_all(0, 5), {0, 0, 5, 0, 256}, false, false},
      {"nothing to compare with", made_all(0, 5), {}, {5, 0, 0, 0, 256}, false, false},
      {"nothing at all", {}, {}, {0, 0, 0, 0, 256}, false, false},
  };
  for (const Case& c : cases) {
    const VideoMatch match = compare_videos(c.query, c.compared);
    EXPECT_EQ(match, c.match) << c.what << ": " << match.query_matched << ", "
                              << match.compared_matched << ", " << match.least_distance;
    EXPECT_EQ(is_match(match), c.is_match) << c.what;
    EXPECT_EQ(is_same_video(match), c.is_same) << c.what;
  }
}

TEST(Videos, bothPercentagesCount) {
  const VideoMatch match{10, 9, 20, 10, 4};
  EXPECT_DOUBLE_EQ(match.query_percent(), 90);
  EXPECT_DOUBLE_EQ(match.compared_percent(), 50);
  EXPECT_TRUE(is_match(match, {90, 50}));
  EXPECT_FALSE(is_match(match, {90.1, 0}));
  EXPECT_FALSE(is_match(match, {0, 50.1}));
  // However low the thresholds: what shares no frame is no match.
  EXPECT_FALSE(is_match(VideoMatch{10, 0, 20, 0, 90}, {0, 0}));
}

TEST(Videos, theSameAmongMany) {
  const std::vector<std::vector<Hash256>> videos = {
      made_all(0, 20),                  // 0
      made_all(100, 120),               // 1: another
      {},                               // 2
      made_all(0, 20, 12),              // 3: the first, encoded anew
      made_all(5, 9, 20),               // 4: cut from it
      {made(0), made(500), made(501)},  // 5: shares one frame of three
      made_all(100, 120),               // 6: the same frames as 1
      made_all(100, 120),               // 7
  };
  std::vector<std::pair<uint32_t, uint32_t>> found;
  for (const VideoPair& pair : find_same_videos(videos)) {
    found.emplace_back(pair.a, pair.b);
    EXPECT_EQ(pair.match, compare_videos(videos[pair.a], videos[pair.b]));
  }
  const std::vector<std::pair<uint32_t, uint32_t>> expected = {{0, 3}, {0, 4}, {1, 6},
                                                               {1, 7}, {3, 4}, {6, 7}};
  EXPECT_EQ(found, expected);
  EXPECT_TRUE(find_same_videos({}).empty());
}

TEST(Videos, copiesOfWhichEveryFrameWasSeenBeforeAreFound) {
  // Pieces of a video come before it and before its copy.
  std::vector<std::vector<Hash256>> videos;
  for (uint64_t n = 0; n < 10; ++n) videos.push_back({made(n)});
  videos.push_back(made_all(0, 10));
  videos.push_back(made_all(0, 10));
  videos.push_back(made_all(0, 10, 10));
  std::size_t copies = 0;
  for (const VideoPair& pair : find_same_videos(videos)) copies += pair.a >= 10 ? 1 : 0;
  EXPECT_EQ(copies, 3U);
}

TEST(Videos, aFrameThatManyShareMakesThemNotTheSame) {
  // A station's logo, exactly and nearly, in 300 videos of 10 frames.
  std::vector<std::vector<Hash256>> videos;
  for (uint64_t v = 0; v < 300; ++v) {
    videos.push_back(made_all(100 * v + 1000, 100 * v + 1009));
    videos.back().push_back(made(1, static_cast<uint32_t>(v % 3)));
  }
  EXPECT_TRUE(find_same_videos(videos).empty());
  videos.push_back(videos[299]);
  const std::vector<VideoPair> pairs = find_same_videos(videos);
  ASSERT_EQ(pairs.size(), 1U);
  EXPECT_EQ(pairs[0].a, 299U);
  EXPECT_EQ(pairs[0].b, 300U);
}

TEST(Videos, picturesThatAreFrames) {
  const std::vector<std::vector<Hash256>> videos = {
      made_all(0, 5), {}, {made(3, 4), made(3, 9), made(60)}};
  const std::vector<Hash256> pictures = {made(3), made(3), made(2, 31), made(2, 32), made(70)};
  const std::vector<uint8_t> quality = {100, 49, 50, 100, 100};
  const std::vector<FramePicture> expected = {{0, 0, 1, 0}, {0, 2, 2, 4}, {2, 0, 1, 31}};
  EXPECT_EQ(find_frames_among(videos, pictures, quality), expected);
  EXPECT_TRUE(find_frames_among({}, pictures, quality).empty());
  EXPECT_TRUE(find_frames_among(videos, {}, {}).empty());
}

TEST(Videos, ofAPictureInVeryManyVideosTheNearestAreKept) {
  std::vector<std::vector<Hash256>> videos(300, {made(1, 2)});
  videos.push_back({made(1)});
  const std::vector<Hash256> picture = {made(1)};
  const std::vector<uint8_t> quality = {100};
  const std::vector<FramePicture> found = find_frames_among(videos, picture, quality);
  ASSERT_EQ(found.size(), 256U);
  EXPECT_EQ(found.front().video, 0U);
  EXPECT_EQ(found.back(), (FramePicture{0, 300, 1, 0}));
}

}  // namespace
}  // namespace maillon::link
