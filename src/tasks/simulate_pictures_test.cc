#include "tasks/simulate_pictures.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "base/parallel.h"
#include "tasks/simulate_files.h"

namespace maillon::tasks {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class SimulatePictures : public testing::Test {
 protected:
  SimulatePictures() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    root_ = fs::temp_directory_path() / ("maillon-" + std::string(test->name()));
    fs::remove_all(root_);
  }

 public:
  ~SimulatePictures() override { fs::remove_all(root_); }

 protected:
  Result<SimulateReport> simulate(const std::string& name, int threads, bool images = true) {
    const ThreadLimit limit(threads);
    Progress progress;
    Context context;
    context.progress = &progress;
    SimulateSettings settings;
    settings.directory = (root_ / name).string();
    settings.posts = 150;
    settings.images = images;
    return simulate_files(settings, context);
  }
  // Path below the directory -> bytes.
  std::map<std::string, std::string> files(const std::string& name) {
    std::map<std::string, std::string> out;
    for (const auto& entry : fs::recursive_directory_iterator(root_ / name)) {
      if (!entry.is_regular_file()) continue;
      out[entry.path().lexically_relative(root_ / name).string()] = read(entry.path());
    }
    return out;
  }

  fs::path root_;
};

TEST_F(SimulatePictures, SameBytesForAnyNumberOfThreads) {
  const auto report = simulate("one", 1);
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_GT(report->pictures, 60U);
  const auto one = files("one");
  EXPECT_EQ(one.size(), 3 + report->pictures);
  uint64_t bytes = 0;
  for (const auto& [name, content] : one) {
    if (name.starts_with("images/")) bytes += content.size();
  }
  EXPECT_EQ(report->picture_bytes, bytes);
  ASSERT_TRUE(simulate("two", 2).has_value());
  EXPECT_EQ(one, files("two"));
  ASSERT_TRUE(simulate("seven", 7).has_value());
  EXPECT_EQ(one, files("seven"));
}

TEST_F(SimulatePictures, WithoutThemNothingOfThemIsThere) {
  const auto report = simulate("plain", 1, false);
  ASSERT_TRUE(report.has_value());
  EXPECT_EQ(report->images_path, "");
  EXPECT_EQ(files("plain").size(), 2U);
  EXPECT_FALSE(fs::exists(root_ / "plain" / "images"));
}

TEST_F(SimulatePictures, TwoWorldsDoNotMix) {
  fs::create_directories(root_ / "used" / "images");
  std::ofstream(root_ / "used" / "images" / "mine.jpg") << "mine";
  const auto report = simulate("used", 1);
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().code, Code::invalid_input);
  EXPECT_EQ(files("used").size(), 1U);
}

TEST_F(SimulatePictures, WhatHasNoRoomIsNotBegun) {
  fs::create_directories(root_ / "small");
  const auto none = PictureFiles::start((root_ / "small").string(), int64_t{1} << 48);
  ASSERT_FALSE(none.has_value());
  EXPECT_EQ(none.error().code, Code::io);
}

}  // namespace
}  // namespace maillon::tasks
