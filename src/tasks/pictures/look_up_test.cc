#include "tasks/pictures/look_up.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "tasks/video/video_facts.h"

namespace maillon::tasks {
namespace {

namespace fs = std::filesystem;
using share::HashKind;

Hash256 hash_of(uint64_t number) {
  Hash256 hash;
  for (std::size_t w = 0; w < hash.word.size(); ++w)
    hash.word[w] = (number + w + 1) * 0x9E3779B97F4A7C15U;
  return hash;
}

class LookUp : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ =
        (fs::temp_directory_path() / ("maillon-look-up-" + std::string(test->name()))).string();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void add(const std::string& list, const Hash256& pdq, bool restricted) const {
    HashQuery made;
    set_pdq(made, pdq, 100);
    made.hashes.restricted = restricted;
    auto writer = store::HashListWriter::open(folder_ + "/" + list);
    ASSERT_TRUE(writer);
    ASSERT_TRUE(writer->begin({}, writer->settings()));
    ASSERT_TRUE(writer->add(made.hashes));
    ASSERT_TRUE(writer->commit(false));
  }
  PhotoListing ask(const PhotoFacts& facts) const {
    auto lists = open_lists(folder_, "");
    EXPECT_TRUE(lists);
    const std::vector<PhotoQuery> queries = {query_of(facts)};
    const auto found = look_up_photos(*lists, queries);
    EXPECT_TRUE(found);
    return found->front();
  }

  std::string folder_;
};

PhotoFacts photo(const Hash256& stored, const Hash256& shown) {
  PhotoFacts facts;
  facts.pdq = stored;
  facts.oriented = shown;
  facts.quality = 100;
  return facts;
}

TEST_F(LookUp, AsStoredAndAsItIsShown) {
  add("turned", hash_of(2), true);
  EXPECT_TRUE(ask(photo(hash_of(1), hash_of(2))).is_restricted);
  EXPECT_TRUE(ask(photo(hash_of(2), hash_of(1))).is_restricted);
  EXPECT_FALSE(ask(photo(hash_of(1), hash_of(3))).is_restricted);
  EXPECT_EQ(ask(photo(hash_of(1), hash_of(3))).says, "");
}

TEST_F(LookUp, TheRestrictedEntryIsToldHoweverManyOthersAreNearer) {
  Hash256 far = hash_of(1);
  far.word[0] ^= 0xff;
  add("abuse", far, true);
  for (uint64_t i = 0; i < 8; ++i) {
    Hash256 near = hash_of(1);
    near.word[3] ^= i;
    add("spam", near, false);
  }
  const PhotoListing listing = ask(photo(hash_of(1), hash_of(1)));
  EXPECT_TRUE(listing.is_restricted);
  EXPECT_EQ(listing.says.find("block list abuse, entry 1: pdq distance 8; "), 0U) << listing.says;
  EXPECT_NE(listing.says.find(kReportingDuty), std::string::npos);
  const std::vector<std::string_view> names = {"abuse", "spam", "spam", "spam", "spam"};
  EXPECT_EQ(list_names(listing.says), names);
}

TEST_F(LookUp, AVideoByAnyOfItsFrames) {
  add("clips", hash_of(5), false);
  PhotoFacts video;
  const std::vector<Hash256> frames = {hash_of(4), hash_of(5), hash_of(6)};
  video.frames = pack_frames(frames);
  video.reason = "the video is damaged; its frames up to 3.0 s are compared";
  EXPECT_EQ(ask(video).says,
            "block list clips, entry 1: 1 of 3 frames, the nearest pdq distance 0\n");
}

TEST_F(LookUp, APictureThatCannotBeDecodedByItsChecksumsAlone) {
  add("zero", Hash256{}, true);
  PhotoFacts broken;
  broken.reason = "damaged";
  EXPECT_FALSE(ask(broken).is_restricted);
}

}  // namespace
}  // namespace maillon::tasks
