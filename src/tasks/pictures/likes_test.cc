#include "tasks/pictures/likes.h"

#include <gtest/gtest.h>

#include "tasks/pictures/copies.h"

namespace maillon::tasks {
namespace {

using store::Restriction;

Pictures pictures_of(std::vector<uint32_t> group) {
  Pictures pictures;
  for (std::size_t p = 0; p < group.size(); ++p) pictures.sha256.push_back(std::to_string(p));
  pictures.restricted.assign(group.size(), 0);
  pictures.group = std::move(group);
  return pictures;
}

void add_copy(Pictures& to, uint32_t a, uint32_t b, int32_t bits) {
  to.copy_a.push_back(a);
  to.copy_b.push_back(b);
  to.copy_bits.push_back(bits);
}

std::vector<uint8_t> restricted(const std::vector<Restriction>& own, Pictures pictures) {
  restrict_likes(own, pictures);
  return pictures.restricted;
}

constexpr Restriction kNone = Restriction::none, kClassed = Restriction::classed,
                      kAlike = Restriction::alike;

TEST(Likes, AGroupAsAWhole) {
  EXPECT_EQ(restricted({kNone, kClassed, kNone}, pictures_of({0, 0, 2})),
            (std::vector<uint8_t>{1, 1, 0}));
}

// 0 and 1 are of the group that a list classes, 2 a collage with it, 3 what stands there beside it.
TEST(Likes, OneStepAlongCopiesThatLink) {
  Pictures pictures = pictures_of({0, 0, 2, 3, 4});
  add_copy(pictures, 1, 2, kLinkingBits);
  add_copy(pictures, 2, 3, kLinkingBits);
  add_copy(pictures, 0, 4, kLinkingBits - 1);
  EXPECT_EQ(restricted({kClassed, kNone, kNone, kNone, kNone}, pictures),
            (std::vector<uint8_t>{1, 1, 1, 0, 0}));
}

TEST(Likes, AStillOfAVideoAndAVideoOfAStill) {
  Pictures pictures = pictures_of({0, 1, 2});
  pictures.frame_picture = {0};
  pictures.frame_video = {1};
  EXPECT_EQ(restricted({kClassed, kNone, kNone}, pictures), (std::vector<uint8_t>{1, 1, 0}));
  EXPECT_EQ(restricted({kNone, kClassed, kNone}, pictures), (std::vector<uint8_t>{1, 1, 0}));
}

// What was alike at an earlier link keeps its group, and leads no further.
TEST(Likes, WhatWasAlikeOnceLeadsNoFurther) {
  Pictures pictures = pictures_of({0, 0, 2});
  add_copy(pictures, 0, 2, kLinkingBits);
  EXPECT_EQ(restricted({kAlike, kNone, kNone}, pictures), (std::vector<uint8_t>{1, 1, 0}));
}

}  // namespace
}  // namespace maillon::tasks
