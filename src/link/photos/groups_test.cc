#include "link/photos/groups.h"

#include <gtest/gtest.h>

#include "base/hash.h"
#include "base/parallel.h"

namespace maillon::link {
namespace {

Hash256 random_hash(uint64_t seed) {
  Hash256 hash;
  for (std::size_t w = 0; w < 4; ++w) hash.word[w] = mix64(seed * 4 + w + 1);
  return hash;
}

Hash256 flipped(Hash256 hash, uint32_t bits) {
  for (uint32_t bit = 0; bit < bits; ++bit) hash.word[bit % 4] ^= uint64_t{1} << (bit / 4 * 7 % 64);
  return hash;
}

struct Photos {
  std::vector<Hash256> stored, oriented, mirrored;
  std::vector<uint8_t> quality;
  void add(const Hash256& hash, const Hash256& mirror, uint8_t q = 100) {
    stored.push_back(hash);
    oriented.push_back(hash);
    mirrored.push_back(mirror);
    quality.push_back(q);
  }
  PhotoHashes view() const { return {stored, oriented, mirrored, quality}; }
};

TEST(PhotoGroups, PairWhatIsNearAndNothingElse) {
  Photos photos;
  photos.add(random_hash(1), random_hash(101));               // 0
  photos.add(random_hash(2), random_hash(102));               // 1: a stranger
  photos.add(flipped(random_hash(1), 31), random_hash(103));  // 2: just within
  photos.add(flipped(random_hash(2), 32), random_hash(104));  // 3: just without
  photos.add(random_hash(1), random_hash(101));               // 4: the same hash
  photos.add(flipped(random_hash(101), 5), random_hash(1));   // 5: the mirror image of 0
  photos.add(random_hash(1), random_hash(101), 49);           // 6: too plain
  const std::vector<PhotoPair> pairs = find_near_photos(photos.view());
  const PhotoGroups groups = group_photos(photos.quality.size(), pairs, {});
  EXPECT_EQ(groups.group, (std::vector<uint32_t>{0, 1, 0, 3, 0, 0, 6}));
  for (const PhotoPair& pair : pairs) {
    EXPECT_LT(pair.a, pair.b);
    EXPECT_EQ(pair.is_mirrored != 0, pair.b == 5);
    if (pair.a == 0 && (pair.b == 2 || pair.b == 4)) {
      EXPECT_EQ(pair.distance, pair.b == 2 ? 31 : 0);
    }
  }
}

TEST(PhotoGroups, AreTheSameForAnyNumberOfThreads) {
  Photos photos;
  for (uint64_t i = 0; i < 3000; ++i)
    photos.add(flipped(random_hash(i / 3), static_cast<uint32_t>(i % 3 * 9)),
               random_hash(i + 9000));
  std::vector<PhotoPair> first;
  for (const int threads : {1, 2, 7}) {
    const ThreadLimit limit(threads);
    const std::vector<PhotoPair> pairs = find_near_photos(photos.view());
    if (threads == 1) first = pairs;
    EXPECT_EQ(pairs, first);
  }
  EXPECT_EQ(first.size(), 3000U);
}

TEST(PhotoGroups, ACopyOfAPartIsWithinTheWhole) {
  // 0 is a collage of 1 and 2; 3 is 1 with a frame; 4 shares a logo with 0.
  const std::vector<PhotoCopy> copies = {
      {0, 1, 45, 95}, {0, 2, 50, 90}, {1, 3, 98, 70}, {0, 4, 3, 5}};
  const PhotoGroups groups = group_photos(5, {}, copies);
  EXPECT_EQ(groups.group, (std::vector<uint32_t>{0, 1, 2, 1, 4}));
  EXPECT_EQ(groups.within, (std::vector<PhotoGroups::Within>{{0, 1}, {0, 2}}));
}

}  // namespace
}  // namespace maillon::link
