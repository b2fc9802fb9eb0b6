#include "tasks/freshness.h"

#include <filesystem>
#include <functional>

#include <gtest/gtest.h>

#include "tasks/derived_io.h"

namespace maillon::tasks {
namespace {

namespace fs = std::filesystem;

// A case whose steps are fresh: both stamped with what is there now.
class Freshness : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    directory_ =
        (fs::temp_directory_path() / ("maillon-freshness-" + std::string(test->name()))).string();
    fs::remove_all(directory_);
    auto created = store::Case::create(directory_, by_);
    ASSERT_TRUE(created) << created.error().message;
    case_ = std::make_unique<store::Case>(std::move(*created));
    stamp({}, {});
  }
  void TearDown() override {
    case_.reset();
    fs::remove_all(directory_);
  }

  using Change = std::function<void(store::StepStamp&)>;
  void stamp(const Change& signals, const Change& networks) {
    const auto inputs = read_inputs(*case_);
    ASSERT_TRUE(inputs);
    write("signals", inputs->of_signals(), inputs->country, kSignalsVersion, signals);
    write("networks", inputs->of_networks(), inputs->evidence, kNetworksVersion, networks);
  }

  std::vector<std::string> reasons(StepState CaseState::*step) const {
    const auto inputs = read_inputs(*case_);
    const auto state = read_case_state(*case_, *inputs);
    return state ? ((*state).*step).reasons : std::vector<std::string>{"failed"};
  }

  store::By by_{"tester", 1767225600};
  std::string directory_;
  std::unique_ptr<store::Case> case_;

 private:
  void write(const char* step, std::string input, std::string settings, const char* version,
             const Change& change) {
    store::StepStamp made;
    made.step = step;
    made.input_hash = std::move(input);
    made.settings_hash = std::move(settings);
    made.version = version;
    if (change) change(made);
    ASSERT_TRUE(case_->set_stamp(made));
  }
};

using Reasons = std::vector<std::string>;
const Reasons kFirst = {"the step signals is stale and comes first"};

TEST_F(Freshness, nothing_changed) {
  EXPECT_EQ(reasons(&CaseState::signals), Reasons{});
  EXPECT_EQ(reasons(&CaseState::networks), Reasons{});
  EXPECT_EQ(*why_stale(*case_), "");
}

TEST_F(Freshness, settings_are_named_as_they_were_and_as_they_are) {
  ASSERT_TRUE(case_->set_setting("country", "FR", by_));
  ASSERT_TRUE(case_->set_setting("evidence", "text", by_));
  EXPECT_EQ(reasons(&CaseState::signals),
            Reasons{"the default country was none at the last link and is FR now"});
  EXPECT_EQ(reasons(&CaseState::networks),
            (Reasons{kFirst[0], "the evidence was all kinds at the last link and is text now"}));
  EXPECT_EQ(*why_stale(*case_),
            "the default country was none at the last link and is FR now; "
            "the evidence was all kinds at the last link and is text now");
}

TEST_F(Freshness, another_version_of_a_step) {
  stamp([](store::StepStamp& s) { s.version = "0"; }, {});
  EXPECT_EQ(
      reasons(&CaseState::signals),
      Reasons{std::string("it was made by version 0 of this step, this program has version ") +
              kSignalsVersion});
  EXPECT_EQ(reasons(&CaseState::networks), kFirst);
}

TEST_F(Freshness, decisions_by_their_acts) {
  store::Decision decision;
  decision.kind = "different";
  std::vector<uint32_t> acts;
  for (int i = 0; i < 7; ++i) {
    decision.a = "P-" + std::to_string(i);
    acts.push_back(*case_->decide(decision, by_));
    if (i == 1) {
      EXPECT_EQ(reasons(&CaseState::networks),
                Reasons{"decisions " + std::to_string(acts[0]) + " and " + std::to_string(acts[1]) +
                        " were made since the last link"});
    }
  }
  EXPECT_EQ(reasons(&CaseState::networks), Reasons{"7 decisions were made since the last link"});
  EXPECT_EQ(reasons(&CaseState::signals), Reasons{});
  stamp({}, {});
  ASSERT_TRUE(case_->undo(acts[3], by_));
  EXPECT_EQ(reasons(&CaseState::networks),
            Reasons{"decision " + std::to_string(acts[3]) + " was undone since the last link"});
}

// A stamp of an older Maillon has no list of acts, a damaged one another text.
TEST_F(Freshness, a_stamp_without_acts_says_less) {
  for (const char* input :
       {"", "abc", "abc 1-", "abc 5-3", "abc x", "abc 1,,2", "abc 99999999999"}) {
    stamp([&](store::StepStamp& s) { s.input_hash = input; }, {});
    const Reasons got = reasons(&CaseState::signals);
    ASSERT_EQ(got.size(), 1U) << input;
    EXPECT_EQ(got[0], "posts were imported or undone since the last link") << input;
  }
}

}  // namespace
}  // namespace maillon::tasks
