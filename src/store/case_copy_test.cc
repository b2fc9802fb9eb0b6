// Whole copies: beside a writer, of encrypted cases, refused where they must be, killed at each
// change of the disk.
#include "store/case_copy.h"

#include <csignal>
#include <optional>

#include <gtest/gtest.h>

#include "store/case_state.h"
#include "store/case_test_util.h"
#include "store/child_test_util.h"
#include "store/file.h"
#include "store/keyring.h"
#include "store/purge.h"
#include "store/seal_case.h"

namespace maillon::store {
namespace {

constexpr const char* kSecret = "a made-up passphrase";

// An import, a decision, and what a link leaves.
void make_case(const std::string& directory) {
  auto to = Case::create(directory, by());
  ASSERT_OK(to);
  ASSERT_OK(import_text(*to, lines(200'000)));
  ASSERT_OK(to->decide({.kind = "same", .a = "x", .b = "y"}, by()));
  auto bundle = to->write_bundle("links");
  ASSERT_OK(bundle);
  ASSERT_OK(bundle->add("v", std::vector<uint64_t>(3'000, 7)));
  ASSERT_OK(bundle->publish());
  StepStamp stamp;
  stamp.step = "link";
  stamp.bundles = {"links"};
  ASSERT_OK(to->set_stamp(stamp));
}

Result<CaseCopy> copy(const std::string& from, const std::string& to) {
  TRY(Case file, Case::open(from, Access::read));
  Progress silent;
  return copy_whole_case(file, to, by(), silent);
}

std::vector<std::string> actions_of(const std::string& directory) {
  std::vector<std::string> actions;
  auto file = Case::open(directory, Access::read);
  if (!file) return actions;
  const auto read = file->log_tree().read(0, [&](const LogEntry& entry) {
    actions.push_back(entry.action);
    return true;
  });
  EXPECT_TRUE(read.has_value());
  return actions;
}

TEST(CaseCopy, HoldsWhatTheCaseHeldAndItsLogGoesOn) {
  const TempDirectory dir;
  make_case(dir / "case");
  const auto made = copy(dir / "case", dir / "new/copy/");
  ASSERT_OK(made);
  EXPECT_EQ(made->originals, 1U);
  EXPECT_TRUE(made->has_derived);
  expect_undamaged(dir / "new/copy");
  const auto before = Case::open(dir / "case", Access::read);
  const auto after = Case::open(dir / "new/copy", Access::read);
  EXPECT_EQ(before->state_hash().value(), after->state_hash().value());
  EXPECT_TRUE(after->has_bundle("links"));
  EXPECT_EQ(after->stamps()->size(), 1U);
  EXPECT_EQ(actions_of(dir / "case"),
            (std::vector<std::string>{"create", "import", "decide", "copy"}));
  EXPECT_EQ(actions_of(dir / "new/copy"),
            (std::vector<std::string>{"create", "import", "decide", "copy", "copied"}));
  // Bytes of its own: what happens to the one does not happen to the other.
  const auto originals = list_directory(dir / "case/originals");
  for (const std::string& name : *originals) {
    EXPECT_EQ(std::filesystem::hard_link_count(dir / "new/copy/originals" + "/" + name), 1U);
    flip_bit(dir / "case/originals" + "/" + name, 100);
  }
  expect_undamaged(dir / "new/copy");
  EXPECT_FALSE(file_exists(dir / "new/copy/copying"));
}

TEST(CaseCopy, BesideAnImportThatRuns) {
  const TempDirectory dir;
  make_case(dir / "case");
  auto writer = Case::open(dir / "case", Access::write);
  ASSERT_OK(writer);
  auto import = writer->begin_import();
  ASSERT_OK(import);
  ASSERT_OK(add_file(*import, "more.csv", lines(100'000, 5), "{}", 20'000));
  ASSERT_OK(copy(dir / "case", dir / "copy"));
  ASSERT_OK(import->commit("", by()));
  expect_undamaged(dir / "copy");
  EXPECT_EQ(Case::open(dir / "copy", Access::read)->imports()->size(), 1U);
  auto again = Case::open(dir / "copy", Access::write);
  ASSERT_OK(import_text(*again, "another file"));
  EXPECT_EQ(writer->imports()->size(), 2U);
}

TEST(CaseCopy, AnEncryptedCaseStaysSo) {
  const TempDirectory dir;
  make_case(dir / "case");
  set_ask_secret([](const std::string&, int) -> Result<std::string> { return kSecret; });
  Progress silent;
  ASSERT_OK(encrypt_case(dir / "case", "ana", kSecret, silent));
  ASSERT_OK(copy(dir / "case", dir / "copy"));
  expect_undamaged(dir / "copy");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(dir / "copy")) {
    if (!entry.is_regular_file()) continue;
    const std::string bytes = file_bytes(entry.path());
    EXPECT_EQ(bytes.find("quiet street"), bytes.npos) << entry.path();
    EXPECT_EQ(bytes.find("posts.csv"), bytes.npos) << entry.path();
  }
  EXPECT_EQ(file_bytes(dir / "case/key"), file_bytes(dir / "copy/key"));
}

TEST(CaseCopy, IsRefusedWithTheReason) {
  const TempDirectory dir;
  make_case(dir / "case");
  ASSERT_OK(make_directory(dir / "there"));
  ASSERT_OK(make_directory(dir / "half"));
  write_bytes(dir / "half/copying", "");
  struct Row {
    const char *to, *part;
  };
  const Row rows[] = {
      {"there", "is there already"},      {"case", "is there already"},
      {"case/inside", "within the case"}, {"there/../case/x/y", "within the case"},
      {"half", "remove the folder"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.to);
    EXPECT_FAILS(copy(dir / "case", dir / row.to), Code::invalid_input, row.part);
  }
  EXPECT_FAILS(Case::open(dir / "half", Access::read), Code::invalid_input, "cut short");
  EXPECT_FAILS(Case::open_or_create(dir / "half", by()), Code::invalid_input, "cut short");
  EXPECT_EQ(actions_of(dir / "case").size(), 3U);  // and nothing was logged
}

TEST(CaseCopy, OfADamagedCaseLeavesNothing) {
  const TempDirectory dir;
  make_case(dir / "case");
  const auto originals = list_directory(dir / "case/originals");
  flip_bit(dir / "case/originals" + "/" + originals->front(), 100);
  EXPECT_FAILS(copy(dir / "case", dir / "copy"), Code::corrupt, originals->front());
  EXPECT_FALSE(file_exists(dir / "copy"));
  ASSERT_OK(remove_file(dir / "case/originals" + "/" + originals->front()));
  EXPECT_FAILS(copy(dir / "case", dir / "copy"), Code::not_found, originals->front());
  EXPECT_FALSE(file_exists(dir / "copy"));
}

// Runs `act` before the nth change of the disk.
class At {
 public:
  At(int64_t n, std::function<void()> act) {
    set_file_test_hook([left = n, act = std::move(act)](std::string_view) mutable {
      if (--left == 0) act();
    });
  }
  ~At() { set_file_test_hook({}); }
  At(const At&) = delete;
  At& operator=(const At&) = delete;
};

TEST(CaseCopy, APurgeMeanwhileIsNotOutrun) {
  // Wherever it comes: either the copy is without what went, or there is no copy.
  int refused = 0, copied = 0, too_late = 0;
  for (int64_t n = 1; n <= 30; ++n) {
    SCOPED_TRACE(n);
    const TempDirectory dir;
    make_case(dir / "case");
    const auto purge = [&] {
      auto to = Case::open(dir / "case", Access::write);
      ASSERT_OK(to);
      auto writer = PurgeWriter::begin(*to);
      ASSERT_OK(writer);
      writer->remove_import(to->imports()->front().id);
      // The copy reads case.db, so its log is not cut; the purge is done.
      const auto done = writer->commit("import 1", "over", by());
      EXPECT_TRUE(done.has_value() || done.error().code == Code::busy);
    };
    Result<CaseCopy> made = fail(Code::io, "");
    {
      const At at(n, purge);
      made = copy(dir / "case", dir / "copy");
    }
    const auto now = Case::open(dir / "case", Access::read)->imports();
    if (!now->front().purged) continue;  // it was done before the nth change
    if (made) {
      const bool is_without = Case::open(dir / "copy", Access::read)->imports()->front().purged;
      ++(is_without ? copied : too_late);
      if (!is_without) continue;
      EXPECT_TRUE(list_directory(dir / "copy/originals")->empty());
      expect_undamaged(dir / "copy");
    } else {
      ++refused;
      EXPECT_EQ(made.error().code, Code::busy) << made.error().message;
      EXPECT_FALSE(file_exists(dir / "copy"));
    }
  }
  EXPECT_GT(refused, 0);
  EXPECT_GT(copied, 0);
  EXPECT_LE(too_late, 2);  // all was done but for the last syncing: a copy of before the purge
}

TEST(CaseCopy, ALinkMeanwhileIsWaitedForOrLeftOut) {
  struct Row {
    int times;  // that bundles are written while it is copied
    bool has_derived;
  };
  for (const Row& row : {Row{1, true}, Row{99, false}}) {
    SCOPED_TRACE(row.times);
    const TempDirectory dir;
    make_case(dir / "case");
    auto writer = Case::open(dir / "case", Access::write);
    ASSERT_OK(writer);
    int left = row.times;
    bool is_inside = false;
    set_file_test_hook([&](std::string_view) {
      if (is_inside || left == 0 || !file_exists(dir / "copy/derived/links.mbun")) return;
      is_inside = true;
      --left;
      StepStamp stamp;
      stamp.step = "link";
      stamp.time = left;
      stamp.bundles = {"links"};
      EXPECT_TRUE(writer->set_stamp(stamp).has_value());
      is_inside = false;
    });
    const auto made = copy(dir / "case", dir / "copy");
    set_file_test_hook({});
    ASSERT_OK(made);
    EXPECT_EQ(made->has_derived, row.has_derived);
    expect_undamaged(dir / "copy");
    EXPECT_EQ(Case::open(dir / "copy", Access::read)->has_bundle("links"), row.has_derived);
  }
}

// ---- Killed -------------------------------------------------------------------

TEST(CaseCopyChild, DISABLED_Copy) {
  const int64_t kill_at = number("MAILLON_CRASH_AT");
  int64_t operations = 0;
  set_file_test_hook([&](std::string_view) {
    if (++operations == kill_at) ::raise(SIGKILL);
  });
  ASSERT_OK(copy(variable("MAILLON_CRASH_CASE"), variable("MAILLON_CRASH_COPY")));
}

TEST(CaseCopy, KilledAtEachChangeOfTheDisk) {
  const TempDirectory dir;
  make_case(dir / "case");
  int refused = 0;
  for (int64_t at = 1;; ++at) {
    SCOPED_TRACE(at);
    const std::string to = dir / ("copy" + std::to_string(at));
    const pid_t child = start_disabled_test(
        "CaseCopyChild.*", {"MAILLON_CRASH_CASE=" + (dir / "case"), "MAILLON_CRASH_COPY=" + to,
                            "MAILLON_CRASH_AT=" + std::to_string(at)});
    if (!was_killed(child)) break;
    const auto opened = Case::open(to, Access::write);
    if (opened) {
      expect_undamaged(to);  // killed after it was done
    } else {
      ++refused;
      EXPECT_NE(opened.error().code, Code::corrupt) << opened.error().message;
      if (file_exists(to + "/copying")) {
        EXPECT_FAILS(Case::open_or_create(to, by()), Code::invalid_input, "cut short");
      }
      EXPECT_FALSE(file_exists(to + "/case.db") && !file_exists(to + "/copying"));
    }
    expect_undamaged(dir / "case");
    std::filesystem::remove_all(to);
  }
  EXPECT_GT(refused, 10);
}

}  // namespace
}  // namespace maillon::store
