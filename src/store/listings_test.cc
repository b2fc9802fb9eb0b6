#include "store/listings.h"

#include <gtest/gtest.h>

#include "store/case_test_util.h"

namespace maillon::store {
namespace {

Sha256 picture(uint8_t number) {
  Sha256 sum{};
  sum[0] = number;
  return sum;
}

TEST(Listings, TheLatestWordsCountAndARestrictionStays) {
  const TempDirectory dir;
  {
    auto made = Case::create(dir / "c", by());
    ASSERT_OK(made);
    ASSERT_OK(append_listing(
        *made, {"a 1\n", "1", {{picture(1), true, "one\n"}, {picture(2), false, "two\n"}}}, by()));
    ASSERT_OK(append_listing(
        *made, {"a 2\n", "1 4", {{picture(1), false, "none\n"}, {picture(2), false, ""}}}, by()));
  }
  auto from = Case::open(dir / "c", Access::read);
  ASSERT_OK(from);
  const auto listings = read_listings(*from);
  ASSERT_OK(listings);
  EXPECT_EQ(listings->lists, "a 2\n");
  EXPECT_EQ(listings->imports, "1 4");
  const std::map<Sha256, ListedPicture> expected = {
      {picture(1), {picture(1), true, "none\n"}},
      {picture(2), {picture(2), false, ""}},
  };
  EXPECT_EQ(listings->pictures, expected);
  expect_undamaged(dir / "c");
}

TEST(Listings, WhatWasTakenOverIsNoLookUp) {
  const TempDirectory dir;
  auto made = Case::create(dir / "c", by());
  ASSERT_OK(made);
  ASSERT_OK(append_listing(*made, {"a 1\n", "1", {}}, by()));
  ASSERT_OK(append_listing(*made, {"", "", {{picture(7), true, "there\n"}}}, by()));
  const auto listings = read_listings(*made);
  ASSERT_OK(listings);
  EXPECT_EQ(listings->lists, "a 1\n");
  EXPECT_TRUE(listings->pictures.at(picture(7)).restricted);
}

TEST(Listings, AreActsThatNothingTakesBack) {
  const TempDirectory dir;
  auto made = Case::create(dir / "c", by());
  ASSERT_OK(made);
  const auto act = append_listing(*made, {"a 1\n", "1", {{picture(1), true, "one\n"}}}, by());
  ASSERT_OK(act);
  EXPECT_FALSE(made->undo(*act, by()));
}

}  // namespace
}  // namespace maillon::store
