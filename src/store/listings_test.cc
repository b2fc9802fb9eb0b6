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
        *made,
        {"a 1\n",
         "1",
         {{picture(1), Restriction::classed, "one\n"}, {picture(2), Restriction::none, "two\n"}}},
        by()));
    ASSERT_OK(append_listing(
        *made,
        {"a 2\n",
         "1 4",
         {{picture(1), Restriction::none, "none\n"}, {picture(2), Restriction::none, ""}}},
        by()));
  }
  auto from = Case::open(dir / "c", Access::read);
  ASSERT_OK(from);
  const auto listings = read_listings(*from);
  ASSERT_OK(listings);
  EXPECT_EQ(listings->lists, "a 2\n");
  EXPECT_EQ(listings->imports, "1 4");
  const std::map<Sha256, ListedPicture> expected = {
      {picture(1), {picture(1), Restriction::classed, "none\n"}},
      {picture(2), {picture(2), Restriction::none, ""}},
  };
  EXPECT_EQ(listings->pictures, expected);
  expect_undamaged(dir / "c");
}

TEST(Listings, WhatWasTakenOverIsNoLookUp) {
  const TempDirectory dir;
  auto made = Case::create(dir / "c", by());
  ASSERT_OK(made);
  ASSERT_OK(append_listing(*made, {"a 1\n", "1", {}}, by()));
  ASSERT_OK(append_listing(*made, {"", "", {{picture(7), Restriction::alike, "there\n"}}}, by()));
  const auto listings = read_listings(*made);
  ASSERT_OK(listings);
  EXPECT_EQ(listings->lists, "a 1\n");
  EXPECT_EQ(listings->pictures.at(picture(7)).restriction, Restriction::alike);
}

TEST(Listings, AreActsThatNothingTakesBack) {
  const TempDirectory dir;
  auto made = Case::create(dir / "c", by());
  ASSERT_OK(made);
  const auto act =
      append_listing(*made, {"a 1\n", "1", {{picture(1), Restriction::classed, "one\n"}}}, by());
  ASSERT_OK(act);
  EXPECT_FALSE(made->undo(*act, by()));
}

}  // namespace
}  // namespace maillon::store
