#include "store/selector_list.h"

#include <csignal>

#include <gtest/gtest.h>

#include "store/child_test_util.h"
#include "store/file.h"
#include "store/store_test_util.h"

namespace maillon::store {
namespace {

// Document n names the phones +n and +n+1, in place of what the list had.
Result<void> import_selectors(SelectorListWriter& writer, int n) {
  share::SelectorUpdate update;
  for (const int phone : {n, n + 1}) {
    share::ListedSelector entry;
    entry.value = entry.written = "+" + std::to_string(phone);
    entry.format = "misp";
    entry.object = std::to_string(phone);
    update.selectors.push_back(entry);
  }
  update.about.sha256 = std::to_string(n);
  writer.list.apply(std::move(update), true);
  return writer.save();
}

TEST(SelectorListOnDisk, IsThereAfterItWasSaved) {
  const TempDirectory dir;
  EXPECT_EQ(open_selector_list(dir / "l").error().code, Code::not_found);
  {
    auto writer = SelectorListWriter::open(dir / "l");
    ASSERT_OK(writer);
    EXPECT_FALSE(is_selector_list(dir / "l"));
    EXPECT_EQ(SelectorListWriter::open(dir / "l").error().code, Code::busy);
    ASSERT_OK(import_selectors(*writer, 1));
  }
  EXPECT_TRUE(is_selector_list(dir / "l"));
  auto again = SelectorListWriter::open(dir / "l");
  ASSERT_OK(again);
  EXPECT_EQ(again->list.entries.size(), 2U);
  ASSERT_OK(import_selectors(*again, 2));
  const auto list = open_selector_list(dir / "l");
  ASSERT_OK(list);
  EXPECT_EQ(list->entries.front().value, "+2");
  EXPECT_EQ(list->imports.size(), 2U);
}

TEST(SelectorListOnDisk, DamageSaysWhatToDo) {
  const TempDirectory dir;
  ASSERT_OK(make_private_directory(dir / "l"));
  ASSERT_OK(write_private_file(dir / "l" + "/selectors.jsonl", "{\"maillon\":\"sel"));
  const auto list = open_selector_list(dir / "l");
  ASSERT_FALSE(list.has_value());
  EXPECT_EQ(list.error().code, Code::corrupt);
  EXPECT_NE(list.error().message.find("import the list's documents again"), std::string::npos);
}

TEST(SelectorListChild, DISABLED_Work) {
  const int64_t kill_at = number("MAILLON_CRASH_AT");
  int64_t operations = 0;
  set_file_test_hook([&](std::string_view) {
    if (++operations == kill_at) ::raise(SIGKILL);
  });
  auto writer = SelectorListWriter::open(variable("MAILLON_CRASH_CASE"));
  ASSERT_OK(writer);
  for (int n = 1; n <= 3; ++n) ASSERT_OK(import_selectors(*writer, n));
  set_file_test_hook({});
}

TEST(SelectorListOnDisk, KilledAtAnyStepLeavesTheOldOneOrTheNewOne) {
  bool killed = true;
  int64_t kills = 0;
  for (int64_t kill_at = 1; killed; ++kill_at) {
    const TempDirectory dir;
    killed = was_killed(start_disabled_test(
        "SelectorListChild.*",
        {"MAILLON_CRASH_CASE=" + (dir / "l"), "MAILLON_CRASH_AT=" + std::to_string(kill_at)}));
    kills += killed ? 1 : 0;
    if (is_selector_list(dir / "l")) {
      const auto list = open_selector_list(dir / "l");
      ASSERT_OK(list);
      EXPECT_EQ(list->entries.size(), 2U);
      EXPECT_EQ(list->entries[0].value, "+" + std::to_string(list->imports.size()));
    }
    auto writer = SelectorListWriter::open(dir / "l");
    ASSERT_OK(writer);  // what was left over is in nobody's way
    ASSERT_OK(import_selectors(*writer, 7));
  }
  EXPECT_GE(kills, 9);
}

}  // namespace
}  // namespace maillon::store
