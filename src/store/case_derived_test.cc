#include <filesystem>
#include <map>

#include <gtest/gtest.h>

#include "store/case.h"
#include "store/case_test_util.h"
#include "store/file.h"

namespace maillon::store {
namespace {

Result<void> write_numbers(Case& to, const std::string& name, uint32_t first) {
  TRY(BundleWriter writer, to.write_bundle(name, 3));
  TRY_OK(writer.add("v", std::vector<uint32_t>{first, 2, 3}));
  return writer.publish();
}

TEST(Derived, BundlesAppearWhole) {
  const TempDirectory dir;
  auto to = Case::create(dir / "c", by());
  EXPECT_FAILS(to->read_bundle("link/edges"), Code::not_found, "run `maillon link`");
  {
    auto writer = to->write_bundle("link/edges");
    ASSERT_OK(writer);
    ASSERT_OK(writer->add("v", std::vector<uint32_t>{1}));
    EXPECT_FALSE(to->has_bundle("link/edges"));
  }
  EXPECT_FALSE(to->has_bundle("link/edges"));
  ASSERT_OK(write_numbers(*to, "link/edges", 1));
  ASSERT_OK(write_numbers(*to, "link/edges", 9));
  EXPECT_EQ(to->read_bundle("link/edges")->get<uint32_t>("v")->front(), 9U);
  EXPECT_EQ(to->read_bundle("link/edges")->version(), 3U);
  ASSERT_OK(to->drop_derived("link/edges"));
  ASSERT_OK(to->drop_derived("link/edges"));
  EXPECT_FALSE(to->has_bundle("link/edges"));
}

Result<void> stage_numbers(Case& to, const std::string& name, uint32_t first) {
  TRY(BundleWriter writer, to.stage_bundle(name, 3));
  TRY_OK(writer.add("v", std::vector<uint32_t>{first}));
  return writer.publish();
}

uint32_t first_of(const Result<BundleReader>& bundle) {
  return bundle ? bundle->get<uint32_t>("v")->front() : 0;
}

TEST(Derived, StagedBundlesTakeTheirPlacesTogether) {
  const TempDirectory dir;
  auto to = Case::create(dir / "c", by());
  ASSERT_OK(write_numbers(*to, "a", 1));
  ASSERT_OK(write_numbers(*to, "gone", 1));
  StepStamp stamp;
  stamp.step = "step";
  stamp.bundles = {"a"};
  ASSERT_OK(to->set_stamp(stamp));
  ASSERT_OK(stage_numbers(*to, "a", 7));
  ASSERT_OK(stage_numbers(*to, "deep/b", 8));
  to->stage_drop("gone");
  EXPECT_EQ(first_of(to->read_bundle("a")), 1U);
  EXPECT_EQ(first_of(to->read_staged("a")), 7U);
  EXPECT_FALSE(to->has_bundle("deep/b"));
  EXPECT_TRUE(to->has_bundle("gone"));
  EXPECT_TRUE(to->stamp("step")->has_value());
  ASSERT_OK(to->publish_staged());
  EXPECT_EQ(first_of(to->read_bundle("a")), 7U);
  EXPECT_EQ(first_of(to->read_bundle("deep/b")), 8U);
  EXPECT_FALSE(to->has_bundle("gone"));
  EXPECT_FALSE(to->stamp("step")->has_value());
  EXPECT_EQ(first_of(to->read_staged("a")), 7U);
}

TEST(Derived, WhatWasStagedAndNotPublishedIsForgotten) {
  const TempDirectory dir;
  {
    auto to = Case::create(dir / "c", by());
    ASSERT_OK(write_numbers(*to, "a", 1));
    ASSERT_OK(stage_numbers(*to, "a", 7));
  }
  auto again = Case::open(dir / "c", Access::write);
  ASSERT_OK(again);
  ASSERT_OK(again->publish_staged());
  EXPECT_EQ(first_of(again->read_bundle("a")), 1U);
  const std::string tmp = dir / "c/tmp";
  EXPECT_TRUE(!std::filesystem::exists(tmp) || std::filesystem::is_empty(tmp));
}

TEST(Derived, StampsLiveAndDieWithTheDirectory) {
  const TempDirectory dir;
  auto to = Case::create(dir / "c", by());
  EXPECT_TRUE(to->stamps()->empty());
  ASSERT_OK(write_numbers(*to, "a", 1));
  ASSERT_OK(write_numbers(*to, "b", 2));
  const StepStamp templates{.step = "templates",
                            .input_hash = "in",
                            .version = "1",
                            .settings_hash = "s",
                            .time = 77,
                            .rows = 12,
                            .seconds = 0.25,
                            .bundles = {"a", "b"},
                            .checksums = {}};
  StepStamp links = templates;
  links.step = "links";
  links.bundles = {};
  ASSERT_OK(to->set_stamp(templates));
  ASSERT_OK(to->set_stamp(links));
  links.rows = 99;
  ASSERT_OK(to->set_stamp(links));
  auto stamps = to->stamps();
  ASSERT_OK(stamps);
  ASSERT_EQ(stamps->size(), 2U);
  EXPECT_EQ((*stamps)[0].step, "links");
  EXPECT_EQ((*stamps)[0].rows, 99U);
  EXPECT_TRUE((*stamps)[0].bundles.empty());
  const auto stamp = to->stamp("templates");
  ASSERT_TRUE(stamp->has_value());
  EXPECT_EQ((*stamp)->input_hash, "in");
  EXPECT_EQ((*stamp)->version, "1");
  EXPECT_EQ((*stamp)->settings_hash, "s");
  EXPECT_EQ((*stamp)->time, 77);
  EXPECT_EQ((*stamp)->seconds, 0.25);
  EXPECT_EQ((*stamp)->bundles, templates.bundles);
  EXPECT_EQ((*stamp)->checksums.at(1), to->read_bundle("b")->file().checksum());
  EXPECT_EQ(*to->stamp("other"), std::nullopt);
  StepStamp wrong = templates;
  wrong.bundles = {"nothing"};
  EXPECT_FAILS(to->set_stamp(wrong), Code::not_found, "nothing");
  std::filesystem::remove_all(dir / "c/derived");
  EXPECT_TRUE(to->stamps()->empty());
}

TEST(Derived, SegmentsCanBeRebuilt) {
  const TempDirectory dir;
  auto to = Case::create(dir / "c", by());
  auto id = import_text(*to, lines(1000));
  ASSERT_OK(id);
  EXPECT_TRUE(to->has_segment(*id, 0));
  std::filesystem::remove_all(dir / "c/derived");
  EXPECT_FALSE(to->has_segment(*id, 0));
  EXPECT_FAILS(to->open_segment(*id, 0), Code::not_found, "rebuilt by `maillon link`");
  auto writer = to->rewrite_segment(*id, 0);
  ASSERT_OK(writer);
  ASSERT_OK(writer->add("begin", std::vector<uint64_t>(10, 1)));
  ASSERT_OK(writer->publish());
  EXPECT_EQ(to->open_segment(*id, 0)->count("begin"), 10U);
}

// ---- Network numbers --------------------------------------------------------

Identities from_map(const std::map<Key128, uint32_t>& map, uint32_t next) {
  Identities out;
  for (const auto& [key, network] : map) {
    out.key.push_back(key);
    out.network.push_back(network);
  }
  out.next_network = next;
  return out;
}

TEST(IdentityActs, TheLatestMapIsGivenBack) {
  const TempDirectory dir;
  auto to = Case::create(dir / "c", by());
  EXPECT_EQ(*to->load_identities(), Identities{});
  std::map<Key128, uint32_t> map;
  for (uint64_t i = 0; i < 3'000; ++i) {
    map[post_key("s", std::to_string(i))] = static_cast<uint32_t>(mix64(i) % 300 + 1);
  }
  std::size_t acts = 0;
  // Small and large changes, so that whole acts and changes alternate.
  for (uint64_t round = 0; round < 80; ++round) {
    const auto next = static_cast<uint32_t>(400 + round);
    auto act = to->append_identities(from_map(map, next), "{\"merged\":[]}", by());
    ASSERT_OK(act);
    ++acts;
    auto loaded = to->load_identities();
    ASSERT_OK(loaded);
    ASSERT_EQ(*loaded, from_map(map, next)) << round;
    const uint64_t changes = round % 20 == 19 ? 2'500 : round % 7;
    for (uint64_t i = 0; i < changes; ++i) {
      const uint64_t x = mix64(round * 10'000 + i);
      const Key128 key = post_key("s", std::to_string(x % 4'000));
      if (x % 5 == 0) {
        map.erase(key);
      } else {
        map[key] = static_cast<uint32_t>(x % 300 + 1);
      }
    }
  }
  auto history = to->identity_acts();
  ASSERT_OK(history);
  EXPECT_EQ(history->size(), acts);
  EXPECT_EQ(history->front().changed, 3'000U);
  EXPECT_EQ(history->front().changes, "{\"merged\":[]}");
}

TEST(IdentityActs, NothingNewIsNoAct) {
  const TempDirectory dir;
  auto to = Case::create(dir / "c", by());
  const Identities map = from_map({{post_key("s", "1"), 1}, {post_key("s", "2"), 1}}, 2);
  EXPECT_NE(*to->append_identities(map, "", by()), 0U);
  EXPECT_EQ(*to->append_identities(map, "", by()), 0U);
  EXPECT_NE(*to->append_identities(map, "{\"splits\":[]}", by()), 0U);
  EXPECT_NE(*to->append_identities(from_map({}, 2), "", by()), 0U);
  EXPECT_EQ(*to->load_identities(), from_map({}, 2));
  EXPECT_EQ(to->identity_acts()->size(), 3U);
}

}  // namespace
}  // namespace maillon::store
