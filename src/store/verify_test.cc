#include "store/verify.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "store/case_state.h"
#include "store/case_test_util.h"
#include "store/file.h"
#include "store/requests.h"

namespace maillon::store {
namespace {

// A case with everything in it; closed when this returns.
void make_full_case(const std::string& path) {
  auto to = Case::create(path, by());
  ASSERT_OK(to);
  ASSERT_OK(import_text(*to, lines(400'000, 1)));
  {
    auto import = to->begin_import();
    ASSERT_OK(import);
    ASSERT_OK(import->begin_file("b.csv.gz"));
    ASSERT_OK(import->write_raw(noise(200'000)));
    ASSERT_OK(import->write_plain(lines(300'000)));
    ASSERT_OK(import->end_file("{}", 0));
    ASSERT_OK(import->commit("", by()));
  }
  ASSERT_OK(to->decide({.kind = "same", .a = "x", .b = "y"}, by()));
  ASSERT_OK(to->append_identities({{post_key("", "1")}, {1}, 2}, "{}", by()));
  ASSERT_OK(to->set_setting("country", "FR", by()));
  auto bundle = to->write_bundle("link/edges");
  ASSERT_OK(bundle);
  ASSERT_OK(bundle->add("v", std::vector<uint32_t>(1000, 7)));
  ASSERT_OK(bundle->publish());
  StepStamp stamp;
  stamp.step = "link";
  stamp.bundles = {"link/edges"};
  ASSERT_OK(to->set_stamp(stamp));
  ASSERT_OK(to->log("show", "", by()));
}

// All findings as "severity where: what".
std::vector<std::string> findings_of(const std::string& path) {
  std::vector<std::string> out;
  auto from = Case::open(path, Access::read);
  if (!from) return {"cannot open: " + from.error().message};
  Progress silent;
  auto report = verify(*from, silent);
  if (!report) return {"cannot verify: " + report.error().message};
  for (const Finding& f : report->findings) {
    EXPECT_FALSE(f.advice.empty());
    out.push_back(std::string(to_name(f.severity)) + " " + f.where + ": " + f.what);
  }
  return out;
}

using Findings = std::vector<std::string>;

// Changes case.db behind the back of its triggers.
void tamper(const std::string& path, const std::string& sql) {
  auto db = Database::open(path + "/case.db", Database::Mode::read_write);
  ASSERT_OK(db);
  std::string drops;
  auto names = db->prepare("SELECT name FROM sqlite_schema WHERE type='trigger'");
  while (*names->step()) drops += "DROP TRIGGER " + std::string(names->text(0)) + ";";
  names->reset();
  ASSERT_OK(db->execute("PRAGMA foreign_keys=OFF;" + drops + sql));
}

std::string path_of_original(const std::string& content) {
  return "originals/" + to_hex(sha256(content)) + ".mblk";
}

TEST(Verify, SoundCaseHasNoFindings) {
  const TempDirectory dir;
  make_full_case(dir / "c");
  EXPECT_EQ(findings_of(dir / "c"), Findings{});
  auto from = Case::open(dir / "c", Access::read);
  Progress silent;
  auto report = verify(*from, silent);
  ASSERT_OK(report);
  EXPECT_FALSE(report->damaged());
  EXPECT_EQ(report->originals, 2U);
  EXPECT_EQ(report->bundles, 2U);
  EXPECT_EQ(report->acts, 5U);
  EXPECT_EQ(report->log_entries, 7U);
  EXPECT_EQ(report->log_root, to_hex(*from->log_tree().root()));
  EXPECT_GT(report->bytes, 900'000U);
}

TEST(Verify, DamageToFilesIsNamed) {
  const TempDirectory dir;
  make_full_case(dir / "c");
  const std::string first = path_of_original(lines(400'000, 1));
  const std::string packed = path_of_original(noise(200'000));
  struct Row {
    std::string file;
    std::string expected;
  };
  const Row rows[] = {
      {first, "damage " + first + ": chunk 0 does not match its checksum"},
      {packed, "damage " + packed + ": chunk 0 does not match its checksum"},
      {"derived/records/1-0.mbun",
       "damage derived/records/1-0.mbun: chunk 0 does not match its checksum"},
      {"derived/link/edges.mbun",
       "damage derived/link/edges.mbun: chunk 0 does not match its checksum"},
      {"derived/stamps.mbun", "damage derived/stamps.mbun: chunk 0 does not match its checksum"},
      {"derived/plain/" + to_hex(sha256(noise(200'000))) + ".mblk",
       "damage derived/plain/" + to_hex(sha256(noise(200'000))) +
           ".mblk: chunk 0 does not match its checksum"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.file);
    const std::string path = dir / ("c/" + row.file);
    flip_bit(path, 20);
    EXPECT_EQ(findings_of(dir / "c"), Findings{row.expected});
    flip_bit(path, 20);
  }
  EXPECT_EQ(findings_of(dir / "c"), Findings{});
}

TEST(Verify, MissingAndExchangedFilesAreNamed) {
  const TempDirectory dir;
  make_full_case(dir / "c");
  const std::string first = path_of_original(lines(400'000, 1));
  const std::string packed = path_of_original(noise(200'000));
  std::filesystem::copy_file(dir / ("c/" + packed), dir / ("c/" + first),
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(
      findings_of(dir / "c"),
      Findings{"damage " + first + ": its bytes do not have the SHA-256 that it is named by"});
  std::filesystem::remove(dir / ("c/" + first));
  EXPECT_EQ(findings_of(dir / "c"), Findings{"damage " + first + ": it is missing"});
  std::filesystem::remove(dir / ("c/" + packed));
  write_bytes(dir / "c/originals/stranger.mblk", "abc");
  EXPECT_EQ(findings_of(dir / "c").size(), 3U);
  EXPECT_EQ(findings_of(dir / "c").back(), "warning originals/stranger.mblk: no import knows it");
}

TEST(Verify, DerivedFilesMayBeDeleted) {
  const TempDirectory dir;
  make_full_case(dir / "c");
  std::filesystem::remove_all(dir / "c/derived");
  const auto findings = findings_of(dir / "c");
  EXPECT_EQ(findings.size(), 2U);  // the segment and the unpacked file
  for (const std::string& finding : findings) {
    EXPECT_TRUE(finding.starts_with("note derived/")) << finding;
  }
}

TEST(Verify, BundleOfAnotherRunIsNamed) {
  const TempDirectory dir;
  make_full_case(dir / "c");
  auto bundle = BundleWriter::create(dir / "c/derived/link/edges.mbun");
  ASSERT_OK(bundle->add("v", std::vector<uint32_t>(1000, 8)));
  ASSERT_OK(bundle->publish());
  EXPECT_EQ(findings_of(dir / "c"),
            Findings{"damage derived/link/edges.mbun: it is not what the step link wrote"});
}

TEST(Verify, LeftoversAreNamedAndCleared) {
  const TempDirectory dir;
  make_full_case(dir / "c");
  std::filesystem::create_directories(dir / "c/tmp");
  write_bytes(dir / "c/tmp/3-0.raw", "half");
  EXPECT_EQ(findings_of(dir / "c"),
            Findings{"warning tmp/3-0.raw: left over from a command that was cut short"});
  ASSERT_OK(Case::open(dir / "c", Access::write));
  EXPECT_EQ(findings_of(dir / "c"), Findings{});
}

TEST(Verify, ChangesToTheRecordAreNamed) {
  struct Row {
    const char* sql;
    std::vector<std::string> expected;
  };
  const std::string kRows = ": its rows are not what they were when it was done";
  const Row rows[] = {
      {"UPDATE log SET text=replace(text, 'show', 'list') WHERE seq=6",
       {"damage log entry 6: its text does not match its leaf"}},
      {"UPDATE log SET text='not json' WHERE seq=6",
       {"damage log entry 6: its text has the number of another one",
        "damage log entry 6: its text does not match its leaf"}},
      {"UPDATE log_nodes SET hash=zeroblob(32) WHERE level=1 AND idx=1",
       {"damage log tree node 1/1: it does not match the entries below it"}},
      {"DELETE FROM log WHERE seq=6",
       {"damage log: the tree has more entries than the log has texts"}},
      {"UPDATE decisions SET value='different'", {"damage act 3 (decide)" + kRows}},
      {"UPDATE import_files SET records=5 WHERE act=1", {"damage act 1 (import)" + kRows}},
      {"UPDATE import_files SET name='other' WHERE act=2", {"damage act 2 (import)" + kRows}},
      {"UPDATE quarantine SET reason='x' WHERE row=1", {"damage act 1 (import)" + kRows}},
      {"DELETE FROM quarantine WHERE row=1", {"damage act 1 (import)" + kRows}},
      {"UPDATE settings SET value='DE'", {"damage act 5 (setting)" + kRows}},
      {"UPDATE identity_acts SET next_network=7", {"damage act 4 (link)" + kRows}},
      {"UPDATE acts SET actor='bob' WHERE id=3", {"damage act 3 (decide)" + kRows}},
      {"UPDATE acts SET digest=zeroblob(32) WHERE id=3",
       {"damage act 3 (decide)" + kRows,
        "damage act 3 (decide): the log does not say the same about it"}},
      {"DELETE FROM settings; DELETE FROM acts WHERE id=5",
       {"damage acts: the log tells of acts that are not there any more"}},
      {"DELETE FROM log_nodes WHERE level=0 AND idx=2",
       {"damage log: the tree has more entries than the log has texts",
        "damage log entry 2: its hash is missing"}},
  };
  const TempDirectory dir;
  make_full_case(dir / "sound");
  for (const Row& row : rows) {
    SCOPED_TRACE(row.sql);
    std::filesystem::remove_all(dir / "c");
    std::filesystem::copy(dir / "sound", dir / "c", std::filesystem::copy_options::recursive);
    tamper(dir / "c", row.sql);
    EXPECT_EQ(findings_of(dir / "c"), row.expected);
  }
}

TEST(Verify, ChangesToRequestsAreNamed) {
  const TempDirectory dir;
  make_full_case(dir / "c");
  {
    auto to = Case::open(dir / "c", Access::write);
    ASSERT_OK(to);
    ASSERT_OK(ask_second_person(*to, {"export", "all", "", "why"}, by()));
  }
  EXPECT_EQ(findings_of(dir / "c"), std::vector<std::string>());
  tamper(dir / "c", "UPDATE requests SET what='a part'");
  EXPECT_EQ(findings_of(dir / "c"),
            std::vector<std::string>{
                "damage act 6 (request): its rows are not what they were when it was done"});
}

TEST(Verify, BrokenDatabaseIsNamed) {
  const TempDirectory dir;
  make_full_case(dir / "c");
  const std::string good = file_bytes(dir / "c/case.db");
  // Whatever page is overwritten: no crash, and something is said.
  for (std::size_t page = 1; page < good.size() / 4096; ++page) {
    std::string bad = good;
    bad.replace(page * 4096, 4096, noise(4096, page));
    write_bytes(dir / "c/case.db", bad);
    EXPECT_FALSE(findings_of(dir / "c").empty()) << page;
  }
}

}  // namespace
}  // namespace maillon::store
