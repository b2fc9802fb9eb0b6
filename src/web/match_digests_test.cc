// The digests of runs: what is written when, what a kill leaves, and what waits for a busy case.
#include "web/match_digests.h"

#include <atomic>
#include <cstdlib>
#include <optional>

#include <gtest/gtest.h>

#include "store/case_test_util.h"
#include "store/signed_line.h"

namespace maillon::web {
namespace {

constexpr int64_t kStart = 1'700'000'000;

class MatchDigestsTest : public testing::Test {
 public:
  MatchDigestsTest() {
    ::setenv("MAILLON_KEYS", (folder_ / "keys").c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
    std::filesystem::create_directories(folder_ / "lists");
  }
  ~MatchDigestsTest() override { ::unsetenv("MAILLON_KEYS"); }  // NOLINT(concurrency-mt-unsafe)

 protected:
  std::unique_ptr<MatchDigests> begin(const std::string& case_path = "") {
    auto log = tasks::MatchLog::open(case_path, folder_ / "lists", "ana");
    EXPECT_TRUE(log.has_value());
    return std::make_unique<MatchDigests>(*std::move(log), counts_, 900,
                                          [this] { return now_.load(); });
  }
  void ask(int times) {
    for (int i = 0; i < times; ++i) counts_.answered("GET /m/lookup", 200, 100);
  }
  std::vector<std::string> lines() {
    std::vector<std::string> texts;
    const auto checked = store::check_lines(folder_ / "lists/log.jsonl");
    for (const auto& line : *checked) {
      EXPECT_EQ(line.problem, "");
      texts.push_back(line.text);
    }
    return texts;
  }
  static bool has(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
  }

  store::TempDirectory folder_;
  std::atomic<int64_t> now_ = kStart;
  MatchCounts counts_;
};

TEST_F(MatchDigestsTest, NobodyAskedNothingIsWritten) {
  begin();
  EXPECT_TRUE(lines().empty());
}

TEST_F(MatchDigestsTest, BegunThenIntervalsThenTheEnd) {
  auto digests = begin();
  ask(3);
  digests.reset();
  const auto texts = lines();
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_TRUE(has(texts[0], "\"state\":\"begun\"") && has(texts[0], "\"cut_before\":false"));
  EXPECT_TRUE(has(texts[1], "\"state\":\"ended\"") && has(texts[1], "\"answered\":3"));
  // The next run goes on in the same file, and by the same key.
  digests = begin();
  ask(1);
  digests.reset();
  EXPECT_EQ(lines().size(), 4U);
  EXPECT_EQ(store::read_signed_line(lines()[0])->key, store::read_signed_line(lines()[3])->key);
}

TEST_F(MatchDigestsTest, ARunThatWasKilledIsTold) {
  {
    auto log = tasks::MatchLog::open("", folder_ / "lists", "ana");
    tasks::MatchInterval interval;
    interval.begin = interval.end = kStart;
    ASSERT_TRUE(log->append(tasks::MatchState::begun, interval));
    interval.end += 900;
    ASSERT_TRUE(log->append(tasks::MatchState::interval, interval));
  }
  begin().reset();  // although nobody asked
  const auto texts = lines();
  ASSERT_EQ(texts.size(), 4U);
  EXPECT_TRUE(has(texts[2], "\"cut_before\":true"));
  EXPECT_TRUE(has(texts[3], "\"state\":\"ended\""));
  begin().reset();
  EXPECT_EQ(lines().size(), 4U);
}

TEST_F(MatchDigestsTest, ABusyCaseIsWaitedForAndNothingIsLost) {
  const std::string path = folder_ / "case";
  auto writer = store::Case::create(path, store::by());
  ASSERT_TRUE(writer.has_value());
  std::optional<store::Case> holder(*std::move(writer));  // holds the lock: no key can be made
  auto digests = begin(path);
  ask(5);
  std::this_thread::sleep_for(std::chrono::milliseconds(1200));  // it looks, and cannot
  holder.reset();
  ask(2);
  digests.reset();
  auto file = store::Case::open(path, store::Access::read);
  std::vector<std::string> details;
  ASSERT_TRUE(file->log_tree().read(0, [&](const store::LogEntry& entry) {
    if (entry.action == store::kMatchDigest) details.push_back(entry.detail);
    return true;
  }));
  ASSERT_EQ(details.size(), 2U);
  EXPECT_TRUE(has(details[0], "\"state\":\"begun\""));
  EXPECT_TRUE(has(details[1], "\"answered\":7"));
  store::expect_undamaged(path);
}

}  // namespace
}  // namespace maillon::web
