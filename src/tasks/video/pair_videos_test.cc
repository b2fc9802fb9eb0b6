#include "tasks/video/pair_videos.h"

#include <gtest/gtest.h>

#include "base/hash.h"
#include "tasks/video/video_facts.h"

namespace maillon::tasks {
namespace {

Hash256 made(uint64_t n) {
  Hash256 hash;
  for (std::size_t w = 0; w < 4; ++w) hash.word[w] = mix64(n * 4 + w);
  return hash;
}

std::vector<Hash256> made_all(uint64_t from, uint64_t to) {
  std::vector<Hash256> hashes;
  for (uint64_t n = from; n < to; ++n) hashes.push_back(made(n));
  return hashes;
}

// Pictures and videos beside each other; of a picture the frames are empty.
struct World {
  std::vector<std::vector<Hash256>> frames;
  std::vector<Hash256> shown;
  Pictures pictures;

  void add(std::vector<Hash256> of_video, const Hash256& hash, uint8_t quality = 100) {
    pictures.frames.push_back(static_cast<uint32_t>(of_video.size()));
    pictures.quality.push_back(quality);
    frames.push_back(std::move(of_video));
    shown.push_back(hash);
  }
  // "a-b" of those that are one, "a>b" where b is within a.
  std::vector<std::string> links() {
    std::vector<std::string> out;
    const auto groups = link::group_photos(frames.size(), {}, pair_videos(frames, shown, pictures));
    for (uint32_t p = 0; p < groups.group.size(); ++p) {
      if (groups.group[p] != p)
        out.push_back(std::to_string(groups.group[p]) + "-" + std::to_string(p));
    }
    for (const auto& w : groups.within)
      out.push_back(std::to_string(w.whole) + ">" + std::to_string(w.part));
    return out;
  }
};

TEST(PairVideos, copiesCutsAndFrames) {
  World world;
  world.add(made_all(0, 20), made(500));   // 0: a video; its key frame is a title
  world.add({}, made(7));                  // 1: a picture, a frame of it
  world.add(made_all(0, 20), made(500));   // 2: the same video
  world.add(made_all(4, 9), made(500));    // 3: cut out of it
  world.add(made_all(50, 60), made(500));  // 4: another, with the same title
  world.add({}, made(900));                // 5: another picture
  world.add({}, made(8), 40);              // 6: a frame, of too little detail
  EXPECT_EQ(world.links(), (std::vector<std::string>{"0-2", "0>1", "0>3", "3>1"}));
  EXPECT_EQ(quality_without_videos(world.pictures),
            (std::vector<uint8_t>{0, 100, 0, 0, 0, 100, 40}));
  EXPECT_EQ(world.pictures.video_a, (std::vector<uint32_t>{0, 0, 2}));
  EXPECT_EQ(world.pictures.frame_video, (std::vector<uint32_t>{0, 2, 3}));
}

TEST(PairVideos, aPictureThatManyUnrelatedVideosShowTiesItToNone) {
  for (std::size_t videos = 1; videos <= 5; ++videos) {
    World world;
    world.add({}, made(1000));  // a station's logo
    for (uint64_t v = 0; v < videos; ++v) {
      std::vector<Hash256> frames = made_all(10 * v, 10 * v + 9);
      frames.push_back(made(1000));
      world.add(frames, made(v));
    }
    EXPECT_EQ(world.links().size(), videos <= kMostUnrelatedVideos ? videos : 0) << videos;
    EXPECT_EQ(world.pictures.frame_picture.size(), videos);
  }
}

TEST(PairVideos, framesComeBackFromTheirBytes) {
  EXPECT_EQ(unpack_frames(pack_frames(made_all(0, 9))), made_all(0, 9));
  EXPECT_TRUE(unpack_frames(pack_frames({})).empty());
}

}  // namespace
}  // namespace maillon::tasks
