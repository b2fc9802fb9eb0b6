#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>

#include "tasks/derived_io.h"
#include "tasks/indicators/sign_segments.h"
#include "tasks/word_search.h"

namespace maillon::tasks {
namespace {

namespace fs = std::filesystem;

void add_post(Posts& posts, uint64_t key) {
  posts.key_high.push_back(key), posts.key_low.push_back(key), posts.posted_at.push_back(0);
  posts.import.push_back(1), posts.file.push_back(0);
  posts.begin.push_back(0), posts.end.push_back(0), posts.language.push_back(0);
  for (auto* column : {&posts.source, &posts.city, &posts.country, &posts.author})
    column->push_back(0);
  for (auto* column : {&posts.id, &posts.url, &posts.price}) column->push_back("");
  posts.sighting_offsets.push_back(0);
}

// So many posts, of which all carry one phone and are one network.
CaseData data_of(std::size_t n, int32_t bits) {
  CaseData data;
  data.posts.words.push_back("");
  data.selectors.kind = {static_cast<uint8_t>(SelectorKind::phone)};
  data.selectors.service = {0}, data.selectors.state = {0}, data.selectors.bits = {bits};
  data.selectors.value.push_back("+12025550123");
  data.selectors.carrier_offsets = {0, n};
  data.networks.number = {1}, data.networks.member_offsets = {0, n};
  data.networks.first_seen = data.networks.last_seen = {0};
  data.networks.selectors = {1}, data.networks.cities = data.networks.countries = {0};
  data.networks.strength = {0};
  for (uint32_t row = 0; row < n; ++row) {
    add_post(data.posts, row + 1);
    data.selectors.carrier.push_back(row), data.selectors.group.push_back(0);
    data.selectors.hit_offsets.push_back(row + 1), data.selectors.hit_selector.push_back(0);
    data.selectors.hit_service.push_back(0), data.selectors.hit_field.push_back(0);
    data.selectors.hit_begin.push_back(0), data.selectors.hit_end.push_back(0);
    data.families.family.push_back(kNone), data.families.group.push_back(kNone);
    data.networks.network.push_back(1), data.networks.member.push_back(row);
  }
  return data;
}

CollectedPosts records_of(std::size_t n) {
  CollectedPosts collected;
  collected.segments = {{ImportId{1}, 0}};
  collected.segment.assign(n, 0), collected.record.assign(n, 0);
  return collected;
}

class OpenedBundles : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    directory_ =
        (fs::temp_directory_path() / ("maillon-bundles-" + std::string(test->name()))).string();
    fs::remove_all(directory_);
    auto created = store::Case::create(directory_, {"tester", 1767225600});
    ASSERT_TRUE(created) << created.error().message;
    case_ = std::make_unique<store::Case>(std::move(*created));
    link(data_of(3, 5));
  }
  void TearDown() override {
    case_.reset();
    fs::remove_all(directory_);
  }

  // What a link does with what it has found.
  void link(const CaseData& data) {
    ASSERT_TRUE(write_posts(*case_, data.posts));
    ASSERT_TRUE(write_post_records(*case_, records_of(data.posts.size())));
    ASSERT_TRUE(write_selectors(*case_, data.selectors));
    ASSERT_TRUE(write_families(*case_, data.families));
    weigh(data);
  }
  void weigh(const CaseData& data) {
    ASSERT_TRUE(write_weights(*case_, data.selectors, data.families, data.classes, 7));
    ASSERT_TRUE(write_links(*case_, data.links));
    ASSERT_TRUE(write_networks(*case_, data.networks));
    ASSERT_TRUE(case_->publish_staged());
  }

  std::string path(const std::string& bundle) const {
    return directory_ + "/derived/" + bundle + ".mbun";
  }
  // The bundle as it is now, to be put back.
  void keep(const std::string& bundle) const {
    fs::copy_file(path(bundle), path(bundle) + ".kept", fs::copy_options::overwrite_existing);
  }
  void put_back(const std::string& bundle) const {
    fs::rename(path(bundle) + ".kept", path(bundle));
  }

  std::string directory_;
  std::unique_ptr<store::Case> case_;
};

TEST_F(OpenedBundles, of_one_link) {
  const auto data = load_case_data(*case_, nullptr);
  ASSERT_TRUE(data) << data.error().message;
  EXPECT_EQ(data->posts.size(), 3U);
  EXPECT_EQ(data->prior, 7);
  EXPECT_EQ(data->selectors.bits, std::vector<int32_t>{5});
}

TEST_F(OpenedBundles, of_two_links_are_refused_whichever_of_them_is_old) {
  for (const char* bundle : {"posts", "selectors", "families", "weights", "links", "networks"}) {
    link(data_of(3, 5));
    keep(bundle);
    link(data_of(2, 6));
    put_back(bundle);
    const auto data = load_case_data(*case_, nullptr);
    ASSERT_FALSE(data) << bundle;
    EXPECT_EQ(data.error().code, Code::not_found) << bundle;
    EXPECT_NE(data.error().message.find("cut short"), std::string::npos) << data.error().message;
  }
}

// The same posts, weighed anew after a decision.
TEST_F(OpenedBundles, of_the_same_posts_and_other_weights_are_refused_too) {
  for (const char* bundle : {"weights", "links"}) {
    weigh(data_of(3, 5));
    keep(bundle);
    CaseData other = data_of(3, 6);
    other.links.a = {0}, other.links.b = {1}, other.links.bits = other.links.log_odds = {1};
    other.links.kinds = other.links.accepted = {1};
    weigh(other);
    put_back(bundle);
    EXPECT_FALSE(load_case_data(*case_, nullptr)) << bundle;
  }
}

TEST_F(OpenedBundles, of_a_link_that_is_putting_them_in_place_are_waited_for) {
  keep("posts"), keep("rows"), keep("selectors"), keep("families");
  keep("weights"), keep("links"), keep("networks");
  link(data_of(2, 6));
  const std::string mark = fs::path(directory_) / "tmp" / "publishing";
  std::ofstream(mark).close();
  put_back("networks"), put_back("posts");
  std::thread rest([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    for (const char* bundle : {"rows", "selectors", "families", "weights", "links"})
      put_back(bundle);
    fs::remove(mark);
  });
  const auto data = load_case_data(*case_, nullptr);
  rest.join();
  ASSERT_TRUE(data) << data.error().message;
  EXPECT_EQ(data->posts.size(), 3U);
}

TEST_F(OpenedBundles, of_a_link_that_was_killed_long_ago_are_not) {
  keep("posts");
  link(data_of(2, 6));
  put_back("posts");
  const std::string mark = fs::path(directory_) / "tmp" / "publishing";
  std::ofstream(mark).close();
  EXPECT_TRUE(case_->is_publishing());
  fs::last_write_time(mark, fs::file_time_type::clock::now() - std::chrono::minutes(5));
  EXPECT_FALSE(load_case_data(*case_, nullptr));
}

TEST_F(OpenedBundles, while_links_follow_each_other_every_reader_sees_one) {
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (std::size_t n = 0; n < 60; ++n) link(data_of(n % 2 == 0 ? 2000 : 3, static_cast<int>(n)));
    done = true;
  });
  int seen = 0;
  do {
    const auto reading = store::Case::open(directory_, store::Access::read);
    ASSERT_TRUE(reading);
    const auto data = load_case_data(*reading, nullptr);
    ASSERT_TRUE(data) << data.error().message;
    const std::size_t n = data->posts.size();
    EXPECT_EQ(data->networks.member.size(), n);
    EXPECT_EQ(data->selectors.carrier.size(), n);
    ++seen;
  } while (!done);
  writer.join();
  EXPECT_GT(seen, 3);
}

TEST_F(OpenedBundles, what_is_read_later_is_of_the_same_posts_or_not_at_all) {
  const auto data = load_case_data(*case_, nullptr);
  ASSERT_TRUE(data);
  EXPECT_TRUE(read_post_records(*case_, data->made.posts)->has_value());
  EXPECT_TRUE(read_post_record(*case_, 2, data->made.posts)->has_value());
  link(data_of(4, 5));
  EXPECT_FALSE(read_post_records(*case_, data->made.posts)->has_value());
  EXPECT_FALSE(read_post_record(*case_, 2, data->made.posts)->has_value());
  EXPECT_TRUE(signs_of_post(*case_, 2, data->made.posts, 9).empty());
  EXPECT_FALSE(WordSearch::open(*case_, data->made.posts)->has_value());
  EXPECT_TRUE(read_post_records(*case_)->has_value());
}

TEST_F(OpenedBundles, that_name_what_is_not_there_are_refused) {
  using Change = void (*)(CaseData&);
  for (const Change change : std::initializer_list<Change>{
           [](CaseData& d) { d.networks.member[0] = 3; },
           [](CaseData& d) {
             d.networks.member_offsets = {0, 4};
           },
           [](CaseData& d) { d.networks.strength.clear(); },
           [](CaseData& d) { d.selectors.hit_selector[1] = 1; },
           [](CaseData& d) { d.selectors.hit_offsets[1] = 9; },
           [](CaseData& d) { d.selectors.kind[0] = 40; },
           [](CaseData& d) { d.selectors.carrier[2] = 77; },
           [](CaseData& d) { d.families.family[0] = 0; },
           [](CaseData& d) { d.posts.city[1] = 1; },
           [](CaseData& d) { d.posts.sighting_offsets[3] = 1; },
           [](CaseData& d) { d.links.a = {0}; },
       }) {
    CaseData data = data_of(3, 5);
    EXPECT_TRUE(is_sound(data));
    change(data);
    link(data);
    const auto read = load_case_data(*case_, nullptr);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, Code::corrupt) << read.error().message;
  }
}

}  // namespace
}  // namespace maillon::tasks
