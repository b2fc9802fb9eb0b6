#include "tasks/four_eyes/four_eyes.h"

#include <optional>

#include <gtest/gtest.h>

#include "store/case_test_util.h"

namespace maillon::tasks {
namespace {

using store::Answer;

constexpr int64_t kStart = 1'700'000'000;

store::SecondPersonRequest request_of(const char* kind, Answer answer, int64_t answered) {
  store::SecondPersonRequest request;
  request.wanted.kind = kind;
  request.time = kStart;
  request.answer = answer;
  request.answered = answered;
  return request;
}

TEST(FourEyes, StatesFollowAnswersAndTime) {
  const int64_t later = kStart + kRequestOpenFor - 1;
  struct Row {
    const char* what;
    store::SecondPersonRequest request;
    int64_t now;
    RequestState state;
    int64_t until;
  };
  const Row rows[] = {
      {"new", request_of("export", Answer::none, 0), kStart, RequestState::open,
       kStart + kRequestOpenFor},
      {"last second", request_of("export", Answer::none, 0), later, RequestState::open, later + 1},
      {"a week", request_of("export", Answer::none, 0), later + 1, RequestState::expired, 0},
      {"allowed", request_of("export", Answer::confirmed, later), later + kAllowedFor - 1,
       RequestState::confirmed, later + kAllowedFor},
      {"a day", request_of("share", Answer::confirmed, later), later + kAllowedFor,
       RequestState::expired, 0},
      {"a purge can be done", request_of("purge", Answer::confirmed, later), later + 1,
       RequestState::confirmed, later + kAllowedFor},
      {"a state is in effect", request_of("referred", Answer::confirmed, kStart),
       later + 10 * kAllowedFor, RequestState::confirmed, 0},
      {"refused", request_of("export", Answer::refused, kStart), later + kAllowedFor,
       RequestState::refused, 0},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.what);
    EXPECT_EQ(state_of(row.request, row.now), row.state);
    EXPECT_EQ(until_of(row.request, row.now), row.until);
  }
}

TEST(FourEyes, WordsOfTheSetting) {
  struct Row {
    std::vector<std::string> words;
    const char* text;  // nullptr: refused
  };
  const Row rows[] = {
      {{"on"}, "referred,export,share,purge"},
      {{"off"}, "off"},
      {{"share", "referred"}, "referred,share"},
      {{"export", "export"}, "export"},
      {{"off", "export"}, nullptr},
      {{"everything"}, nullptr},
      {{"on", "off"}, nullptr},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.words.front());
    const auto acts = parse_four_eyes(row.words);
    ASSERT_EQ(acts.has_value(), row.text != nullptr);
    if (acts) {
      EXPECT_EQ(four_eyes_text(*acts), row.text);
    }
  }
}

class FourEyesCase : public testing::Test {
 protected:
  FourEyesCase() : path_(folder_ / "case") {
    auto made = store::Case::create(path_, {"ana", kStart});
    EXPECT_TRUE(made.has_value());
    file_.emplace(*std::move(made));
  }

  store::By at(const char* who, int64_t seconds) const { return {who, kStart + seconds}; }
  bool may(const char* who, const char* what, int64_t seconds) {
    const auto found = find_permission(*file_, "export", what, at(who, seconds));
    return found && found->is_granted;
  }
  Result<store::ActId> say(store::ActId request, Answer answer, const char* who, int64_t seconds) {
    return store::answer_request(*file_, request, answer, "seen", {}, at(who, seconds));
  }
  void wait_for(const char* acts) {
    EXPECT_TRUE(file_->set_setting(kFourEyesSetting, acts, at("ana", 0)).has_value());
  }

  store::TempDirectory folder_;
  std::string path_;
  std::optional<store::Case> file_;
};

TEST_F(FourEyesCase, WhatDoesNotWaitIsGranted) {
  EXPECT_TRUE(may("ana", "table posts", 0));
  wait_for("share");
  EXPECT_TRUE(may("ana", "table posts", 0));
  wait_for("share,export");
  EXPECT_FALSE(may("ana", "table posts", 0));
}

TEST_F(FourEyesCase, AnotherAllowsThisAndNothingElse) {
  wait_for("export");
  const store::Wanted wanted{"export", "table posts", "", "for the court"};
  const auto asked = ask_permission(*file_, wanted, at("ana", 1));
  ASSERT_TRUE(asked.has_value());
  EXPECT_FALSE(asked->is_granted);
  EXPECT_EQ(ask_permission(*file_, wanted, at("ana", 2))->request, asked->request);  // once
  EXPECT_FALSE(say(asked->request, Answer::confirmed, "ana", 3).has_value());        // her own
  EXPECT_FALSE(say(asked->request + 7, Answer::confirmed, "rev", 3).has_value());
  ASSERT_TRUE(say(asked->request, Answer::confirmed, "rev", 4).has_value());
  EXPECT_FALSE(say(asked->request, Answer::refused, "rev", 5).has_value());  // once
  EXPECT_TRUE(may("ana", "table posts", 5));
  EXPECT_FALSE(may("rev", "table posts", 5));
  EXPECT_FALSE(may("ana", "table selectors", 5));
  EXPECT_TRUE(may("ana", "table posts", 4 + kAllowedFor - 1));
  EXPECT_FALSE(may("ana", "table posts", 4 + kAllowedFor));
}

TEST_F(FourEyesCase, ARefusalIsKeptAndOneMayAskAgain) {
  wait_for("export");
  const store::Wanted wanted{"export", "table posts", "", "for the court"};
  const auto asked = ask_permission(*file_, wanted, at("ana", 1));
  ASSERT_TRUE(say(asked->request, Answer::refused, "rev", 2).has_value());
  EXPECT_FALSE(may("ana", "table posts", 3));
  const auto again = ask_permission(*file_, wanted, at("ana", 4));
  EXPECT_GT(again->request, asked->request);
  const auto kept = store::second_person_requests(*file_);
  ASSERT_EQ(kept->size(), 2U);
  EXPECT_EQ(kept->front().second, "rev");
  EXPECT_EQ(kept->front().answer_reason, "seen");
  EXPECT_EQ(kept->front().wanted.reason, "for the court");
  EXPECT_EQ(store::second_person_requests(*file_, true)->size(), 1U);
  EXPECT_EQ(*store::latest_request_step(*file_), again->request);
}

TEST_F(FourEyesCase, AReasonIsNeeded) {
  wait_for("export");
  for (const char* reason : {"", " \n"}) {
    const auto asked = ask_permission(*file_, {"export", "table posts", "", reason}, at("ana", 1));
    ASSERT_FALSE(asked.has_value());
    EXPECT_EQ(asked.error().code, Code::invalid_input);
  }
  EXPECT_TRUE(store::second_person_requests(*file_)->empty());
}

TEST_F(FourEyesCase, WhatIsConfirmedTakesEffectWithTheAnswer) {
  wait_for("referred");
  const auto asked = store::ask_second_person(
      *file_, {"referred", "N-1: referred", "{}", "known address"}, at("ana", 1));
  store::TakesEffect effect;
  effect.decision = store::Decision{.kind = "triage", .a = "N-1", .value = "referred"};
  const auto act =
      store::answer_request(*file_, *asked, Answer::confirmed, "", effect, at("rev", 2));
  ASSERT_TRUE(act.has_value());
  ASSERT_EQ(file_->decisions()->size(), 1U);
  EXPECT_EQ(file_->decisions()->front().actor, "rev");
  EXPECT_EQ(file_->decisions()->front().id, *act);
  ASSERT_TRUE(file_->undo(*act, at("ana", 3)).has_value());
  EXPECT_TRUE(file_->decisions()->empty());
  EXPECT_FALSE(file_->undo(*asked, at("ana", 4)).has_value());  // a request stays
}

TEST_F(FourEyesCase, BeginsOnceAndKeepsWhatWasSet) {
  file_.reset();
  ASSERT_TRUE(begin_four_eyes(path_, at("ana", 1)).has_value());
  {
    auto file = store::Case::open(path_, store::Access::write);
    EXPECT_EQ(four_eyes_acts(*file)->size(), kFourEyesActs.size());
    ASSERT_TRUE(file->set_setting(kFourEyesSetting, "off", at("ana", 2)).has_value());
  }
  ASSERT_TRUE(begin_four_eyes(path_, at("ana", 3)).has_value());
  const auto file = store::Case::open(path_, store::Access::read);
  EXPECT_TRUE(four_eyes_acts(*file)->empty());
}

}  // namespace
}  // namespace maillon::tasks
