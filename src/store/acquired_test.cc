// How files were come by, in cases of before and of now; and a case written down elsewhere.
#include "store/acquired.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "base/progress.h"
#include "store/case_copy.h"
#include "store/case_test_util.h"
#include "store/file.h"
#include "store/sqlite.h"
#include "store/verify.h"

namespace maillon::store {
namespace {

bool is_intact(const std::string& directory) {
  auto file = Case::open(directory, Access::read);
  Progress quiet;
  const auto report = file ? verify(*file, quiet) : tl::unexpected<Error>(file.error());
  return report && !report->damaged();
}

Result<ImportId> import_acquired(Case& to, const std::string& acquired) {
  TRY(ImportWriter import, to.begin_import());
  TRY_OK(import.begin_file("posts.csv"));
  TRY_OK(import.write_raw(acquired + "text"));
  set_acquired(to, acquired);
  TRY_OK(import.end_file("{}", 0));
  set_stated(to, R"("acquired_by":"Lee")");
  return import.commit("", by());
}

TEST(Acquired, IsKeptInTheActAndItsLogEntry) {
  const TempDirectory dir;
  {
    auto to = Case::create(dir / "c", by());
    ASSERT_OK(import_acquired(*to, R"({"acquired_by":"Lee"})"));
    EXPECT_EQ(acquired_of(*to, to->imports()->front().id)->front(), R"({"acquired_by":"Lee"})");
    std::string detail;
    ASSERT_OK(to->log_tree().read(0, [&](const LogEntry& entry) {
      if (entry.action == "import") detail = entry.detail;
      return true;
    }));
    EXPECT_NE(detail.find(R"("acquired_by":"Lee")"), std::string::npos) << detail;
  }
  EXPECT_TRUE(is_intact(dir / "c"));
  for (const char* change : {"''", "'{}'"}) {
    std::filesystem::copy(dir / "c", dir / "d", std::filesystem::copy_options::recursive);
    {
      auto db = Database::open(dir / "d/case.db", Database::Mode::read_write);
      ASSERT_OK(db->execute("DROP TRIGGER import_files_no_update"));
      ASSERT_OK(db->execute(std::string("UPDATE import_files SET acquired=") + change));
    }
    EXPECT_FALSE(is_intact(dir / "d")) << change;
    std::filesystem::remove_all(dir / "d");
  }
}

TEST(Acquired, ACaseOfTheFirstVersionIsTakenOverAndIntact) {
  const TempDirectory dir;
  {
    auto to = Case::create(dir / "c", by());
    ASSERT_OK(import_text(*to, "first"));
  }
  {
    auto db = Database::open(dir / "c/case.db", Database::Mode::read_write);
    for (const char* later : {"purges", "purged_acts", "purged_sources", "purged_ranges",
                              "purge_left", "requests", "listings", "listed_pictures"}) {
      ASSERT_OK(db->execute(std::string("DROP TABLE ") + later));
    }
    ASSERT_OK(db->execute("ALTER TABLE import_files DROP COLUMN acquired"));
    ASSERT_OK(db->execute("PRAGMA user_version=1"));
  }
  EXPECT_TRUE(is_intact(dir / "c"));
  auto to = Case::open(dir / "c", Access::write);
  ASSERT_OK(to);
  EXPECT_EQ(acquired_of(*to, to->imports()->front().id)->front(), "");
  ASSERT_OK(import_acquired(*to, "{}"));
}

TEST(CopyTo, HoldsActsAndOriginalsAndNothingDerived) {
  const TempDirectory dir;
  auto from = Case::create(dir / "c", by());
  ASSERT_OK(import_text(*from, "first"));
  ASSERT_OK(from->set_setting("country", "fr", by()));
  ASSERT_OK(copy_case(*from, dir / "d"));
  EXPECT_FAILS(copy_case(*from, dir / "d"), Code::invalid_input, "not empty");
  const auto to = Case::open(dir / "d", Access::read);
  ASSERT_OK(to);
  EXPECT_EQ(*to->state_hash(), *from->state_hash());
  EXPECT_EQ(**to->setting("country"), "fr");
  const auto original = to->open_original(to->imports()->front().files[0].sha256);
  ASSERT_OK(original);
  EXPECT_EQ(*original->read(0, 5), "first");
  EXPECT_FALSE(to->has_segment(to->imports()->front().id, 0));
}

}  // namespace
}  // namespace maillon::store
