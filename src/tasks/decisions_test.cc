#include "tasks/decisions.h"

#include <gtest/gtest.h>

namespace maillon::tasks {
namespace {

// Posts 0 .. count-1; post r has the key r << 60.
CaseData posts(uint32_t count) {
  CaseData data;
  for (uint64_t row = 0; row < count; ++row) {
    data.posts.key_high.push_back(row << 60);
    data.posts.key_low.push_back(0);
  }
  return data;
}

store::Decision made(store::ActId id, std::string kind, std::string a, std::string b) {
  return {.id = id, .kind = std::move(kind), .a = std::move(a), .b = std::move(b)};
}

TEST(Decisions, NameTheirSubjects) {
  EXPECT_EQ(subjects_of(made(1, "same", "N-1 P-1 P-2", "N-2 P-3")),
            (std::vector<std::string>{"N-1", "N-2"}));
  EXPECT_EQ(subjects_of(made(1, "split", "N-1 P-1", "N-1 P-2")), (std::vector<std::string>{"N-1"}));
  EXPECT_EQ(subjects_of(made(1, "note", "T-4f09c2", "")), (std::vector<std::string>{"T-4f09c2"}));
  EXPECT_TRUE(subjects_of(made(1, "search", "a name", "")).empty());
}

TEST(Decisions, SidesComeBackAsRows) {
  const CaseData data = posts(4);
  const std::vector<uint32_t> rows{0, 2, 3};
  EXPECT_EQ(read_side(data, write_side(data, "N-7", rows)), rows);
  EXPECT_EQ(write_side(data, "", std::vector<uint32_t>{1}), "P-100000000000");
  EXPECT_EQ(read_side(data, "N-7 P-f00000000000 P-100000000000"), (std::vector<uint32_t>{1}))
      << "a post that is gone is passed over";
  EXPECT_TRUE(read_side(data, "").empty());
}

TEST(Decisions, TheLaterWordCounts) {
  const CaseData data = posts(4);
  const auto side = [&](std::vector<uint32_t> rows) { return write_side(data, "N-1", rows); };
  const store::Decision split = made(1, "split", side({0, 1}), side({2, 3}));
  // One of the posts that went is the same as one of the rest after all: it goes over.
  auto sets = decided_sets(data, std::vector{split, made(2, "same", side({1}), side({2}))});
  ASSERT_EQ(sets.size(), 2U);
  EXPECT_EQ(sets[0].a, (std::vector<uint32_t>{0}));
  EXPECT_EQ(sets[0].b, (std::vector<uint32_t>{2, 3}));
  // All of them: nothing of the split is left.
  sets = decided_sets(data, std::vector{split, made(2, "same", side({0, 1}), side({2, 3}))});
  ASSERT_EQ(sets.size(), 1U);
  EXPECT_TRUE(sets[0].same);
  // The other way round both stand: the network step heeds "different" first.
  sets = decided_sets(data, std::vector{made(1, "same", side({0}), side({2})), split});
  EXPECT_EQ(sets.size(), 2U);
  EXPECT_EQ(sets[1].a, (std::vector<uint32_t>{0, 1}));
}

TEST(Decisions, WordsAreCheckedBeforeTheyAreKept) {
  EXPECT_TRUE(check_words("the note", "a\tb\r\nc", 10, true));
  EXPECT_TRUE(check_words("the note", "<script>é", 20));
  EXPECT_FALSE(check_words("the label", "a\nb", 10));
  EXPECT_FALSE(check_words("the note", std::string(1, '\0'), 10, true));
  EXPECT_FALSE(check_words("the note", "\x1b[31m", 10, true));
  EXPECT_FALSE(check_words("the note", "\x7f", 10, true));
  EXPECT_FALSE(check_words("the note", "\xff", 10, true));
  EXPECT_FALSE(check_words("the note", "12345678901", 10, true));
}

}  // namespace
}  // namespace maillon::tasks
