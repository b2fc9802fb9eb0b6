#include "tasks/shared_passage.h"

#include <gtest/gtest.h>

namespace maillon::tasks {
namespace {

struct Row {
  const char* name;
  std::string_view a, b;
  std::vector<std::string_view> stock;
  std::string_view passage;  // as in a; "" = none
};

TEST(SharedPassage, is_the_longest_run_that_is_not_a_phrase_of_the_site) {
  const std::string_view site = "Found on the board, stay safe and never pay before.";
  const std::vector<std::string_view> others = {
      "A blue boat. Found on the board, stay safe and never pay before.",
      "Two lamps. Found on the board, stay safe and never pay before."};
  const std::string a = "We need hostesses near the station. " + std::string(site);
  const std::string b = "Today: we need hostesses near the harbour! " + std::string(site);
  const Row rows[] = {
      {"the longest run", a, b, {}, "Found on the board, stay safe and never pay before"},
      {"without what others say", a, b, others, "We need hostesses near the"},
      {"one other is no proof",
       a,
       b,
       {others[0]},
       "Found on the board, stay safe and never pay before"},
      {"figures are no words", "12 34 56 78 come soon", "99 88 77 66 come soon", {}, "come soon"},
      {"nothing", "blue boat", "green table", {}, ""},
      {"empty", "", "", others, ""},
  };
  for (const Row& row : rows) {
    const SharedPassage found = find_shared_passage(row.a, row.b, row.stock);
    std::string_view text = row.a.substr(found.begin_a, found.end_a - found.begin_a);
    if (row.name == std::string_view("figures are no words")) {
      EXPECT_TRUE(text.ends_with(row.passage)) << text;
      EXPECT_EQ(found.without_figures, 2U);
      continue;
    }
    EXPECT_EQ(text, row.passage) << row.name;
  }
}

}  // namespace
}  // namespace maillon::tasks
