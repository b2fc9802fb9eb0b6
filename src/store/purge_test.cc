// Purges: what is gone is gone from every byte of the case, what is left can be proven, and a kill
// at any change of the disk leaves all of it or nothing.
#include "store/purge.h"

#include <csignal>

#include <gtest/gtest.h>

#include "store/case_state.h"
#include "store/case_test_util.h"
#include "store/child_test_util.h"
#include "store/file.h"
#include "store/verify.h"

namespace maillon::store {
namespace {

constexpr std::string_view kCanary = "CANARY-7f3a";

// Every file under the case, block files unpacked, holds none of the words.
bool holds(const std::string& directory, std::string_view words) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    const std::string path = entry.path().string();
    if (file_bytes(path).find(words) != std::string::npos) return true;
    const auto block = BlockReader::open(path);
    if (!block) continue;
    const auto bytes = block->read(0, block->size());
    if (bytes && bytes->find(words) != std::string::npos) return true;
  }
  return false;
}

std::string content() {
  return "id,body\n1,first post here\n2," + std::string(kCanary) + " told us\n3,third post here\n";
}
ByteRange canary_row() {
  const std::string text = content();
  const std::size_t begin = text.find("2,CANARY");
  return {begin, text.find('\n', begin)};
}
void spaces(std::string& bytes) {
  bytes.assign(bytes.size(), ' ');
}

// An import with the canary in its file, its notes and a bad row; a decision that quotes it.
void make_case(const std::string& directory) {
  auto to = Case::create(directory, by());
  ASSERT_OK(to);
  auto import = to->begin_import();
  ASSERT_OK(import);
  ASSERT_OK(import->begin_file("posts.csv"));
  ASSERT_OK(import->write_raw(content()));
  const ByteRange row = canary_row();
  const std::vector<QuarantineRow> bad = {
      {.begin = row.begin, .end = row.end, .line = 3, .reason = std::string(kCanary)}};
  ASSERT_OK(import->add_quarantine(bad));
  auto segment = import->begin_segment();
  ASSERT_OK(segment);
  StringColumn words;
  words.push_back(kCanary);
  ASSERT_OK(segment->add("words", words));
  ASSERT_OK(import->end_segment(*std::move(segment), 1));
  ASSERT_OK(import->end_file("{}", 3, kCanary));
  ASSERT_OK(import->commit(kCanary, by()));
  ASSERT_OK(import_text(*to, "another file that stays\n", "{}", 1));
  ASSERT_OK(to->decide({.kind = "note", .a = "P-1", .value = std::string(kCanary)}, by()));
  auto bundle = to->write_bundle("posts");
  ASSERT_OK(bundle);
  ASSERT_OK(bundle->add("words", words));
  ASSERT_OK(bundle->publish());
}

Sha256 first_source(const Case& from) {
  return from.import({1})->files[0].sha256;
}

Result<ActId> purge_import(Case& from) {
  TRY(PurgeWriter purge, PurgeWriter::begin(from));
  purge.remove_import({1});
  purge.blank_decision(3);
  return purge.commit("import 1", "it is due", by());
}
Result<ActId> purge_row(Case& from) {
  TRY(PurgeWriter purge, PurgeWriter::begin(from));
  TRY(const BlockReader kept, purge.blank(first_source(from), {canary_row()}, spaces));
  EXPECT_EQ(kept.size(), content().size());
  purge.blank_decision(3);
  return purge.commit("1 post", "asked for", by());
}

TEST(Purge, TakesAWholeImportAway) {
  const TempDirectory dir;
  const std::string path = dir / "c";
  make_case(path);
  ASSERT_TRUE(holds(path, kCanary));
  auto to = Case::open(path, Access::write);
  ASSERT_OK(to);
  const Sha256 source = first_source(*to);
  ASSERT_OK(purge_import(*to));
  EXPECT_FALSE(holds(path, kCanary));
  EXPECT_TRUE(to->import({1})->purged);
  EXPECT_FALSE(to->import({1})->active);
  EXPECT_TRUE(to->import({2})->active);
  EXPECT_FAILS(to->open_original(source), Code::not_found, "missing");
  EXPECT_FAILS(to->undo(1, by()), Code::invalid_input, "purged");
  EXPECT_FAILS(to->redo(1, by()), Code::invalid_input, "purged");
  EXPECT_EQ(to->last_undoable()->value_or(0), 3U);
  const auto acts = purge_acts(*to);
  ASSERT_OK(acts);
  ASSERT_EQ(acts->size(), 1U);
  EXPECT_EQ(acts->front().reason, "it is due");
  EXPECT_EQ(acts->front().imports, std::vector<ActId>{1});
  EXPECT_EQ(acts->front().files, std::vector<Sha256>{source});
  EXPECT_EQ(acts->front().blanked, std::vector<ActId>{3});
  expect_undamaged(path);
}

TEST(Purge, KeepsWhatAnotherImportHas) {
  const TempDirectory dir;
  auto to = Case::create(dir / "c", by());
  ASSERT_OK(to);
  ASSERT_OK(import_text(*to, "shared\n", "{}"));
  ASSERT_OK(import_text(*to, "shared\n", R"({"other":1})"));
  auto purge = PurgeWriter::begin(*to);
  ASSERT_OK(purge);
  purge->remove_import({1});
  ASSERT_OK(purge->commit("import 1", "due", by()));
  ASSERT_OK(to->open_original(to->import({2})->files[0].sha256));
  EXPECT_TRUE(purge_acts(*to)->front().files.empty());
  expect_undamaged(dir / "c");
}

TEST(Purge, BlanksARangeAndProvesTheRest) {
  const TempDirectory dir;
  const std::string path = dir / "c";
  make_case(path);
  auto to = Case::open(path, Access::write);
  ASSERT_OK(to);
  const Sha256 source = first_source(*to);
  ASSERT_OK(purge_row(*to));
  EXPECT_FALSE(holds(path, std::string(kCanary) + " told us"));
  const auto kept = purged_source(*to, source);
  ASSERT_OK(kept);
  ASSERT_TRUE(kept->has_value());
  EXPECT_EQ((*kept)->ranges, std::vector<ByteRange>{canary_row()});
  std::string blanked = content();
  const ByteRange row = canary_row();
  const std::string gone = blanked.substr(row.begin, row.end - row.begin);
  blanked.replace(row.begin, row.end - row.begin, row.end - row.begin, ' ');
  EXPECT_EQ((*kept)->kept, sha256(blanked));
  auto opened = to->open_plain(source);
  ASSERT_OK(opened);
  EXPECT_EQ(opened->read(0, opened->size()).value(), blanked);
  EXPECT_EQ(purge_acts(*to)->front().ranges.front().gone, sha256(gone));
  expect_undamaged(path);
  // And again, another row of the same file.
  auto purge = PurgeWriter::begin(*to);
  ASSERT_OK(purge);
  ASSERT_OK(purge->blank(source, {{8, 25}}, spaces));
  ASSERT_OK(purge->commit("1 post", "asked for", by()));
  EXPECT_FALSE(holds(path, "first post"));
  EXPECT_TRUE(holds(path, "third post"));
  EXPECT_EQ(purged_source(*to, source)->value().ranges.size(), 2U);
  EXPECT_EQ(list_directory(path + "/originals")->size(), 2U);
  expect_undamaged(path);
}

// Someone reads case.db all the time: SQLite's log cannot be cut. What came again under a purged
// name meanwhile stays.
TEST(Purge, GoesOnOnceNobodyReads) {
  const TempDirectory dir;
  const std::string path = dir / "c";
  make_case(path);
  {
    auto reader = Database::open(path + "/case.db", Database::Mode::read_write);
    ASSERT_OK(reader);
    ASSERT_OK(reader->execute("BEGIN"));
    ASSERT_OK(reader->integer("SELECT count(*) FROM acts"));
    auto to = Case::open(path, Access::write);
    ASSERT_OK(to);
    ASSERT_OK(to->state().db.execute("PRAGMA busy_timeout=50"));
    EXPECT_FAILS(purge_import(*to), Code::busy, "is done");
    EXPECT_EQ(purge_acts(*to)->size(), 1U);
    ASSERT_OK(import_text(*to, content(), "{}"));
  }
  auto to = Case::open(path, Access::write);
  ASSERT_OK(to);
  ASSERT_OK(to->open_original(first_source(*to)));
  expect_undamaged(path);
  Progress silent;
  const auto report = verify(*to, silent);
  ASSERT_OK(report);
  for (const Finding& f : report->findings)
    EXPECT_EQ(f.what.find("cut short"), std::string::npos) << f.what;
}

TEST(Purge, NothingHappensBeforeTheCommit) {
  const TempDirectory dir;
  make_case(dir / "c");
  auto to = Case::open(dir / "c", Access::write);
  ASSERT_OK(to);
  {
    auto purge = PurgeWriter::begin(*to);
    ASSERT_OK(purge);
    ASSERT_OK(purge->blank(first_source(*to), {canary_row()}, spaces));
    purge->remove_import({2});
  }
  EXPECT_TRUE(list_directory(dir / "c/tmp")->empty());
  EXPECT_TRUE(purge_acts(*to)->empty());
  EXPECT_TRUE(holds(dir / "c", kCanary));
  expect_undamaged(dir / "c");
}

TEST(Purge, TamperingWithWhatIsKeptShows) {
  const TempDirectory dir;
  const std::string path = dir / "c";
  make_case(path);
  std::string original, kept;
  {
    auto to = Case::open(path, Access::write);
    ASSERT_OK(to);
    original = path + "/originals/" + to_hex(first_source(*to)) + ".mblk";
    std::filesystem::copy(original, dir / "copy");
    ASSERT_OK(purge_row(*to));
    kept = path + "/originals/" + to_hex(purged_source(*to, first_source(*to))->value().kept) +
           ".mblk";
  }
  const auto damage = [&] {
    const auto from = Case::open(path, Access::read);
    Progress silent;
    return verify(*from, silent)->damaged();
  };
  EXPECT_FALSE(damage());
  std::filesystem::copy(dir / "copy", original);  // it came back
  EXPECT_TRUE(damage());
  std::filesystem::remove(original);
  EXPECT_FALSE(damage());
  std::filesystem::copy(dir / "copy", kept, std::filesystem::copy_options::overwrite_existing);
  EXPECT_TRUE(damage());
}

// ---- kill -9 -------------------------------------------------------------------

TEST(PurgeChild, DISABLED_Work) {
  int64_t operations = 0;
  const int64_t kill_at = number("MAILLON_PURGE_AT");
  set_file_test_hook([&](std::string_view) {
    if (++operations == kill_at) ::raise(SIGKILL);
  });
  auto to = Case::open(variable("MAILLON_PURGE_CASE"), Access::write);
  ASSERT_OK(to);
  ASSERT_OK(number("MAILLON_PURGE_ROW") != 0 ? purge_row(*to) : purge_import(*to));
}

TEST(Purge, KilledAtEachChangeOfTheDisk) {
  for (const bool row : {false, true}) {
    const TempDirectory dir;
    int kills = 0, begun = 0;
    bool killed = true;
    for (int64_t at = 1; killed && !HasFailure(); ++at) {
      SCOPED_TRACE("killed at change " + std::to_string(at));
      const std::string path = dir / ("c" + std::to_string(at));
      make_case(path);
      killed = was_killed(start_disabled_test(
          "PurgeChild.*", {"MAILLON_PURGE_CASE=" + path, "MAILLON_PURGE_AT=" + std::to_string(at),
                           "MAILLON_PURGE_ROW=" + std::to_string(row ? 1 : 0)}));
      kills += killed ? 1 : 0;
      expect_undamaged(path);
      {
        auto to = Case::open(path, Access::write);  // goes on with what was begun
        ASSERT_OK(to);
        const bool is_there = !purge_acts(*to)->empty();
        begun += killed && is_there ? 1 : 0;
        EXPECT_EQ(holds(path, std::string(kCanary) + " told us"), !is_there);
        EXPECT_EQ(to->all_decisions()->front().value.empty(), is_there);
        EXPECT_TRUE(list_directory(path + "/tmp")->empty());
      }
      expect_undamaged(path);
      std::filesystem::remove_all(path);
    }
    EXPECT_GT(kills, 5);
    EXPECT_GT(begun, 1);
  }
}

}  // namespace
}  // namespace maillon::store
