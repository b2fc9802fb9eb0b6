// A merge that is killed, at changes of the disk spread over all of it, and run again gives what
// one gives that was left alone. The child is one disabled test of this same program.
#include "tasks/merge/merge.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "store/case_test_util.h"
#include "store/child_test_util.h"
#include "store/file.h"
#include "store/taken_over.h"
#include "tasks/case_terms.h"
#include "tasks/decide.h"
#include "tasks/export_tables.h"
#include "tasks/merge/take_imports.h"

namespace maillon::tasks {
namespace {

namespace fs = std::filesystem;

Context context_of(Progress& progress) {
  Context context;
  context.by = store::by();
  context.progress = &progress;
  return context;
}

Result<Outcome> merge_in(const std::string& folder) {
  Progress silent;
  MergeSettings settings;
  settings.into = folder + "/into";
  settings.from = {folder + "/one", folder + "/two"};
  settings.threads = 1;
  std::string told;
  Output out = Output::text(told);
  return merge_cases(settings, context_of(silent), out);
}

TEST(MergeChild, DISABLED_Merge) {
  const int64_t kill_at = store::number("MAILLON_CRASH_AT");
  int64_t operations = 0;
  store::set_file_test_hook([&](std::string_view) {
    if (++operations == kill_at) ::raise(SIGKILL);
  });
  ASSERT_OK(merge_in(store::variable("MAILLON_CRASH_CASE")));
}

// A linked case of one file with a clock, a hold or neither.
void make_case(const std::string& path, const std::string& rows, uint32_t days, bool is_held) {
  Progress silent;
  const Context context = context_of(silent);
  const std::string file = path + ".csv";
  std::ofstream(file) << "id,source,body\n" << rows;
  ImportSettings import;
  import.case_path = path;
  import.files = {file};
  ASSERT_OK(import_files(import, context));
  LinkSettings link;
  link.case_path = path;
  link.threads = 1;
  ASSERT_OK(link_case(link, context));
  std::string told;
  Output out = Output::text(told);
  RetentionSettings clock;
  clock.case_path = path;
  clock.days = days;
  if (days > 0) ASSERT_OK(retention(clock, context, out));
  HoldSettings held;
  held.case_path = path;
  held.reason = "a court asked";
  if (is_held) ASSERT_OK(hold(held, context, out));
}

void decide_in(const std::string& path, DecisionKind kind, const std::string& value) {
  Progress silent;
  std::string told;
  Output out = Output::text(told);
  DecideSettings settings;
  settings.case_path = path;
  settings.kind = kind;
  settings.a = "s:3";
  settings.b = kind == DecisionKind::same ? "s:4" : "";
  settings.value = value;
  ASSERT_OK(decide(settings, context_of(silent), out));
}

// What a reader of the case would see: posts with their networks, acts of people, terms.
void see(const std::string& path, std::string& text) {
  Progress silent;
  ExportSettings settings;
  settings.case_path = path;
  text.clear();
  {
    Output out = Output::text(text);
    ASSERT_OK(export_table(settings, context_of(silent), out));
    ASSERT_OK(out.finish());
  }
  const auto from = store::Case::open(path, store::Access::read);
  ASSERT_OK(from);
  const auto decisions = from->decisions();
  ASSERT_OK(decisions);
  for (const store::Decision& decision : *decisions) {
    text += fmt::format("{} {} {} {} {} {}\n", decision.kind, decision.a, decision.b,
                        decision.value, decision.reason, decision.actor);
  }
  const auto imports = from->imports();
  ASSERT_OK(imports);
  const auto terms = read_terms(*from, *imports);
  ASSERT_OK(terms);
  for (const ImportTerm& term : terms->imports)
    text += fmt::format("{} days, {}\n", term.days, term.held ? term.held->reason.text : "no hold");
}

class Merge : public testing::Test {
 protected:
  // Two cases, and `wanted`: what their merge shows.
  void SetUp() override {
    fs::create_directory(dir / "start");
    make_case(dir / "start/one",
              "1,s,Au pair wanted: +1 775 555 0102\n2,s,Nanny: +1 775 555 0102\n", 30, false);
    make_case(dir / "start/two", "3,s,Cook wanted: +1 775 555 0102\n4,s,Maid: +1 775 555 0177\n",
              400, true);
    decide_in(dir / "start/two", DecisionKind::note, "Seen in March");
    decide_in(dir / "start/two", DecisionKind::same, "");
    ASSERT_OK(merge_in(prepared("smooth")));
    see(dir / "smooth/into", wanted);
  }
  std::string prepared(const std::string& name) const {
    fs::copy(dir / "start", dir / name, fs::copy_options::recursive);
    return dir / name;
  }
  const store::TempDirectory dir;
  std::string wanted, got;
};

TEST_F(Merge, KilledAndRunAgainItGivesTheSame) {
  ASSERT_NE(wanted.find("30 days, no hold"), std::string::npos) << wanted;
  ASSERT_NE(wanted.find("400 days, a court asked"), std::string::npos) << wanted;

  constexpr int64_t kStride = 17;
  int kills = 0;
  for (int64_t at = 1;; at += kStride) {
    SCOPED_TRACE(fmt::format("killed at change {}", at));
    const std::string folder = prepared(fmt::format("cut{}", at));
    const bool killed = store::was_killed(store::start_disabled_test(
        "MergeChild.*", {"MAILLON_CRASH_CASE=" + folder, fmt::format("MAILLON_CRASH_AT={}", at)}));
    ASSERT_OK(merge_in(folder));
    see(folder + "/into", got);
    EXPECT_EQ(got, wanted);
    for (const char* name : {"/into", "/one", "/two"}) store::expect_undamaged(folder + name);
    fs::remove_all(folder);
    if (!killed || HasFailure()) break;
    ++kills;
  }
  EXPECT_GT(kills, 10);
  RecordProperty("kills", kills);
}

// Between an import and its clock there is a change of the database alone.
TEST_F(Merge, AnImportThatWasTakenBeforeACutGetsItsClock) {
  const std::string folder = prepared("cut");
  {
    Progress silent;
    const Context context = context_of(silent);
    const auto from = store::Case::open(folder + "/one", store::Access::read);
    ASSERT_OK(from);
    auto into = store::Case::create(folder + "/into", context.by);
    ASSERT_OK(into);
    store::set_origin(*into, store::Origin{"one", context.by});
    ASSERT_OK(take_imports(*from, *into, context));
  }
  ASSERT_OK(merge_in(folder));
  see(folder + "/into", got);
  EXPECT_EQ(got, wanted);
}

// An import of one's own stays without a clock, whatever another case says of the same file.
TEST_F(Merge, AnImportOfOnesOwnGetsNoClock) {
  const std::string folder = prepared("own");
  make_case(folder + "/into", "1,s,Au pair wanted: +1 775 555 0102\n2,s,Nanny: +1 775 555 0102\n",
            0, false);
  ASSERT_OK(merge_in(folder));
  see(folder + "/into", got);
  EXPECT_NE(got.find("\n0 days, no hold\n400 days, a court"), std::string::npos) << got;
}

}  // namespace
}  // namespace maillon::tasks
