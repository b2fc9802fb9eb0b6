#include "link/photos/local_match.h"

#include <algorithm>
#include <tuple>

#include <gtest/gtest.h>

#include "base/parallel.h"
#include "link/photos/made_up_features_test.h"

namespace maillon::link {
namespace {

std::vector<FeaturesView> views_of(const std::vector<LocalFeatures>& pictures) {
  std::vector<FeaturesView> views;
  for (const LocalFeatures& p : pictures) views.push_back(p.view());
  return views;
}

std::vector<std::pair<uint32_t, uint32_t>> rows_of(const std::vector<CopyPair>& pairs) {
  std::vector<std::pair<uint32_t, uint32_t>> rows;
  for (const CopyPair& p : pairs) rows.emplace_back(p.a, p.b);
  return rows;
}

// 30 unrelated pictures, then altered copies of the first six, every other one mirrored.
std::vector<LocalFeatures> heap() {
  MadeUp made(1);
  std::vector<LocalFeatures> pictures;
  for (int i = 0; i < 30; ++i) pictures.push_back(made.picture(300));
  for (std::size_t i = 0; i < 6; ++i) {
    LocalFeatures copy = made.altered(pictures[i], static_cast<int>(i), i < 3 ? 1 : -1, 0.5, 20);
    pictures.push_back(i % 2 == 0 ? copy : MadeUp::mirrored(copy));
  }
  return pictures;
}

TEST(LocalMatch, findsTheCopiesAndNothingElse) {
  const std::vector<LocalFeatures> pictures = heap();
  LocalMatchCounts counts;
  const auto pairs = find_copy_pairs(views_of(pictures), &counts);
  std::vector<std::pair<uint32_t, uint32_t>> expected;
  for (uint32_t i = 0; i < 6; ++i) expected.emplace_back(i, 30 + i);
  EXPECT_EQ(rows_of(pairs), expected);
  for (const CopyPair& p : pairs) EXPECT_EQ(p.match.mirrored, p.a % 2 == 1) << p.a;
  EXPECT_GE(counts.candidates, 6U);
}

TEST(LocalMatch, anIndexFindsTheSame) {
  const std::vector<LocalFeatures> pictures = heap();
  const std::vector<LocalFeatures> kept(pictures.begin(), pictures.begin() + 30);
  const std::vector<FeaturesView> views = views_of(kept);
  const LocalIndex index(views);
  for (uint32_t i = 0; i < 6; ++i) {
    const std::vector<CopyOf> found = index.find(pictures[30 + i].view());
    ASSERT_EQ(found.size(), 1U) << i;
    EXPECT_EQ(found[0].picture, i);
  }
  EXPECT_TRUE(index.find(LocalFeatures{640, 480, {}, {}}.view()).empty());
  EXPECT_TRUE(LocalIndex({}).find(pictures[0].view()).empty());
}

TEST(LocalMatch, threadsAndOrderChangeNothing) {
  std::vector<LocalFeatures> pictures = heap();
  const auto expected = find_copy_pairs(views_of(pictures));
  for (const int threads : {1, 2, 7}) {
    const ThreadLimit limit(threads);
    const auto pairs = find_copy_pairs(views_of(pictures));
    ASSERT_EQ(rows_of(pairs), rows_of(expected)) << threads;
    for (std::size_t i = 0; i < pairs.size(); ++i)
      EXPECT_EQ(pairs[i].match.bits, expected[i].match.bits);
  }
  std::reverse(pictures.begin(), pictures.end());
  auto reversed = rows_of(find_copy_pairs(views_of(pictures)));
  for (auto& [a, b] : reversed) {
    const auto last = static_cast<uint32_t>(pictures.size() - 1);
    std::tie(a, b) = std::pair(last - b, last - a);
  }
  std::sort(reversed.begin(), reversed.end());
  EXPECT_EQ(reversed, rows_of(expected));
}

// Every descriptor of every picture the same: linear work, and no match.
TEST(LocalMatch, equalDescriptorsCostABoundedAmount) {
  MadeUp made(2);
  std::vector<LocalFeatures> pictures;
  const Descriptor same = made.descriptor();
  for (int i = 0; i < 60; ++i) {
    pictures.push_back(made.picture(500));
    std::fill(pictures.back().descriptors.begin(), pictures.back().descriptors.end(), same);
  }
  LocalMatchCounts counts;
  EXPECT_TRUE(find_copy_pairs(views_of(pictures), &counts).empty());
  EXPECT_LE(counts.votes, counts.descriptors * kBucketReach * 16);
  EXPECT_LE(counts.candidates, pictures.size() * kCandidatesMax * 2);
}

// More copies of one picture than a bucket reaches still hang together.
TEST(LocalMatch, manyCopiesOfOnePictureHangTogether) {
  MadeUp made(3);
  std::vector<LocalFeatures> pictures(50, made.picture(200));
  const auto pairs = find_copy_pairs(views_of(pictures));
  std::vector<char> linked(pictures.size(), 0);
  for (const CopyPair& p : pairs) linked[p.b] = 1;
  EXPECT_EQ(std::count(linked.begin() + 1, linked.end(), 1), 49);
}

TEST(LocalMatch, nothingInNothingOut) {
  EXPECT_TRUE(find_copy_pairs({}).empty());
  const std::vector<FeaturesView> empty(3);
  EXPECT_TRUE(find_copy_pairs(empty).empty());
}

}  // namespace
}  // namespace maillon::link
