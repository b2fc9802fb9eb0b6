#include "store/case.h"

#include <filesystem>
#include <map>
#include <random>

#include <gtest/gtest.h>
#include <unistd.h>

#include "store/case_test_util.h"
#include "store/file.h"
#include "store/merkle.h"
#include "store/sqlite.h"
#include "store/verify.h"

namespace maillon::store {
namespace {

TEST(Case, IsMadeAndOpened) {
  const TempDirectory dir;
  {
    auto made = Case::create(dir / "a/b/case", by());
    ASSERT_OK(made);
    EXPECT_TRUE(made->writable());
    EXPECT_EQ(*made->log_tree().size(), 1U);
  }
  EXPECT_TRUE(Case::exists(dir / "a/b/case"));
  auto read = Case::open(dir / "a/b/case", Access::read);
  ASSERT_OK(read);
  EXPECT_FALSE(read->writable());
  auto write = Case::open_or_create(dir / "a/b/case", by());
  ASSERT_OK(write);
  EXPECT_EQ(*write->log_tree().size(), 1U);
}

TEST(Case, WhatIsNotACaseIsRefused) {
  const TempDirectory dir;
  write_bytes(dir / "file", "abc");
  std::filesystem::create_directories(dir / "empty");
  std::filesystem::create_directories(dir / "other/photos");
  std::filesystem::create_directories(dir / "foreign");
  write_bytes(dir / "foreign/case.db",
              "this is not a database, but it has this name for some reason");
  EXPECT_FAILS(Case::open(dir / "none", Access::read), Code::not_found, "there is no such case");
  EXPECT_FAILS(Case::open(dir / "file", Access::write), Code::invalid_input, "is a file");
  EXPECT_FAILS(Case::open(dir / "empty", Access::read), Code::invalid_input, "not a case");
  EXPECT_FAILS(Case::open(dir / "other", Access::write), Code::invalid_input, "not a case");
  EXPECT_FAILS(Case::open(dir / "foreign", Access::read), Code::corrupt, "damaged");
  EXPECT_FAILS(Case::create(dir / "file", by()), Code::invalid_input, "is a file");
  EXPECT_FAILS(Case::create(dir / "other", by()), Code::invalid_input, "holds other files");
  EXPECT_FAILS(Case::open_or_create(dir / "other", by()), Code::invalid_input, "other files");
  EXPECT_FALSE(Case::exists(dir / "other"));
  EXPECT_TRUE(std::filesystem::is_empty(dir / "other/photos"));
  ASSERT_OK(Case::create(dir / "empty", by()));
  EXPECT_FAILS(Case::create(dir / "empty", by()), Code::invalid_input, "is a case already");
}

TEST(Case, NewDirectoryIsItsOwnersAlone) {
  namespace fs = std::filesystem;
  const TempDirectory dir;
  const auto mode = [](const fs::path& path) {
    return fs::status(path).permissions() & fs::perms::all;
  };
  fs::create_directories(dir / "shared");
  fs::permissions(dir / "shared", fs::perms::owner_all | fs::perms::group_all);
  ASSERT_OK(Case::create(dir / "new/deep/case/", by()));
  EXPECT_EQ(mode(dir / "new/deep/case"), fs::perms::owner_all);
  ASSERT_OK(Case::create(dir / "shared", by()));  // was made by somebody who knew why
  EXPECT_EQ(mode(dir / "shared"), fs::perms::owner_all | fs::perms::group_all);
}

TEST(Case, DatabaseOfSomethingElseIsRefused) {
  const TempDirectory dir;
  std::filesystem::create_directories(dir / "c");
  {
    auto db = Database::open(dir / "c/case.db", Database::Mode::create);
    ASSERT_OK(db);
    ASSERT_OK(db->execute("CREATE TABLE patients (name TEXT)"));
  }
  EXPECT_FAILS(Case::open(dir / "c", Access::write), Code::invalid_input, "not a case");
  EXPECT_FAILS(Case::create(dir / "c", by()), Code::invalid_input, "holds other files");
}

TEST(Case, HalfMadeCaseIsMadeAgain) {
  const TempDirectory dir;
  std::filesystem::create_directories(dir / "c/originals");
  write_bytes(dir / "c/lock", "");
  write_bytes(dir / "c/case.db", "");
  EXPECT_FAILS(Case::open(dir / "c", Access::write), Code::invalid_input, "was cut short");
  ASSERT_OK(Case::open_or_create(dir / "c", by()));
  ASSERT_OK(Case::open(dir / "c", Access::read));
}

TEST(Case, NewerVersionIsRefused) {
  const TempDirectory dir;
  ASSERT_OK(Case::create(dir / "c", by()));
  {
    auto db = Database::open(dir / "c/case.db", Database::Mode::read_write);
    ASSERT_OK(db->execute("PRAGMA user_version=99"));
  }
  for (const Access access : {Access::read, Access::write}) {
    EXPECT_FAILS(Case::open(dir / "c", access), Code::unsupported, "made by a newer Maillon");
  }
}

TEST(Case, SecondWriterIsRefusedReadersAreNot) {
  const TempDirectory dir;
  auto writer = Case::create(dir / "c", by());
  ASSERT_OK(writer);
  EXPECT_FAILS(Case::open(dir / "c", Access::write), Code::busy,
               "another maillon (process " + std::to_string(::getpid()) +
                   ") is writing to this case; wait for it to end or stop it");
  auto import = writer->begin_import();
  ASSERT_OK(import);
  ASSERT_OK(add_file(*import, "posts.csv", lines(100'000), "{}", 20'000));
  // Readers see and log beside a running import.
  auto reader = Case::open(dir / "c", Access::read);
  ASSERT_OK(reader);
  EXPECT_TRUE(reader->imports()->empty());
  ASSERT_OK(reader->log("show", R"({"what":"N-1"})", by()));
  ASSERT_OK(reader->quarantine({}, [](const QuarantineEntry&) {
    ADD_FAILURE() << "rows of a running import are seen";
    return true;
  }));
  ASSERT_OK(import->commit("", by()));
  EXPECT_EQ(reader->imports()->size(), 1U);
}

TEST(Case, OpeningIsQuick) {
  const TempDirectory dir;
  {
    auto made = Case::create(dir / "c", by());
    ASSERT_OK(import_text(*made, lines(1000)));
  }
  double best = 1;
  for (int i = 0; i < 5; ++i) {
    const auto start = std::chrono::steady_clock::now();
    ASSERT_OK(Case::open(dir / "c", Access::write));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    best = std::min(best, took.count());
  }
  EXPECT_LT(best, 0.05);  // 10 ms is the aim; sanitizers are slow
}

TEST(Imports, EverythingIsFoundAgain) {
  const TempDirectory dir;
  const std::string content = lines(300'000);
  Sha256 hash{};
  ImportId id;
  {
    auto to = Case::create(dir / "c", by());
    auto import = to->begin_import();
    ASSERT_OK(import);
    auto first = add_file(*import, "a.csv", content, R"({"format":"csv"})", 3);
    ASSERT_OK(first);
    hash = *first;
    ASSERT_OK(add_file(*import, "b.csv", "x", R"({"format":"csv"})", 0));
    EXPECT_FAILS(to->begin_import(), Code::busy, "import is running");
    EXPECT_FAILS(to->decide({}, by()), Code::busy, "import is running");
    auto done = import->commit("two files", by(42));
    ASSERT_OK(done);
    id = *done;
    EXPECT_EQ(id, import->id());
  }
  EXPECT_EQ(hash, sha256(content));
  auto from = Case::open(dir / "c", Access::read);
  ASSERT_OK(from);
  auto imports = from->imports();
  ASSERT_OK(imports);
  ASSERT_EQ(imports->size(), 1U);
  const Import& import = imports->front();
  EXPECT_EQ(import.id, id);
  EXPECT_EQ(import.time, 42);
  EXPECT_EQ(import.actor, "ana");
  EXPECT_EQ(import.notes, "two files");
  EXPECT_EQ(import.segments, 2U);
  EXPECT_EQ(import.records, 3000U);
  EXPECT_EQ(import.quarantined, 3U);
  EXPECT_TRUE(import.active);
  ASSERT_EQ(import.files.size(), 2U);
  EXPECT_EQ(import.files[0].name, "a.csv");
  EXPECT_EQ(import.files[0].sha256, hash);
  EXPECT_EQ(import.files[0].raw_size, content.size());
  EXPECT_EQ(import.files[0].plan, R"({"format":"csv"})");
  EXPECT_EQ(import.files[0].notes, "comma, UTF-8");
  EXPECT_EQ(from->import(id)->files.size(), 2U);
  EXPECT_FAILS(from->import(ImportId{77}), Code::not_found, "no import 77");

  EXPECT_EQ(*from->find_file(hash, R"({"format":"csv"})"), id);
  EXPECT_EQ(*from->find_file(hash, R"({"format":"tsv"})"), std::nullopt);
  EXPECT_EQ(*from->find_file(Sha256{}, R"({"format":"csv"})"), std::nullopt);

  EXPECT_TRUE(*from->open_original(hash)->read(0, content.size()) == content);
  EXPECT_TRUE(*from->open_plain(hash)->read(500, 20) == content.substr(500, 20));
  EXPECT_FAILS(from->open_original(Sha256{}), Code::not_found, "is missing");
  EXPECT_EQ(from->open_segment(id, 0)->count("begin"), 3000U);
  EXPECT_EQ(from->open_segment(id, 0)->attribute("rows"), "3000");
  EXPECT_FALSE(file_exists(dir / "c/tmp/") && !list_directory(dir / "c/tmp")->empty());
}

TEST(Imports, PackedSourceKeepsBothForms) {
  const TempDirectory dir;
  auto to = Case::create(dir / "c", by());
  auto import = to->begin_import();
  ASSERT_OK(import);
  ASSERT_OK(import->begin_file("posts.csv.gz"));
  ASSERT_OK(import->write_raw("packed"));
  ASSERT_OK(import->write_plain("the plain "));
  ASSERT_OK(import->write_plain("bytes"));
  auto hash = import->end_file("{}", 1);
  ASSERT_OK(hash);
  ASSERT_OK(import->commit("", by()));
  EXPECT_EQ(*hash, sha256("packed"));
  EXPECT_EQ(*to->open_original(*hash)->read(0, 6), "packed");
  EXPECT_EQ(*to->open_plain(*hash)->read(0, 15), "the plain bytes");
  const ImportedFile file = to->imports()->front().files.front();
  EXPECT_TRUE(file.has_plain);
  EXPECT_EQ(file.raw_size, 6U);
  EXPECT_EQ(file.plain_size, 15U);

  std::filesystem::remove_all(dir / "c/derived");
  EXPECT_FAILS(to->open_plain(*hash), Code::not_found, "rebuilt by `maillon link`");
  auto writer = to->write_plain(*hash);
  ASSERT_OK(writer);
  ASSERT_OK(writer->append("the plain bytes"));
  ASSERT_OK(writer->publish());
  EXPECT_EQ(*to->open_plain(*hash)->read(4, 5), "plain");
}

TEST(Imports, QuarantineIsListedInOrder) {
  const TempDirectory dir;
  auto to = Case::create(dir / "c", by());
  auto import = to->begin_import();
  ASSERT_OK(add_file(*import, "a.csv", lines(1000), "{}", 20'000));
  ASSERT_OK(add_file(*import, "b.csv", lines(2000), "{}", 1));
  ASSERT_OK(import->commit("", by()));
  ASSERT_OK(import_text(*to, lines(3000), "{}", 5));
  const auto count = [&](std::optional<ImportId> id) {
    std::map<std::string, uint64_t> rows;
    uint64_t line = 0;
    EXPECT_TRUE(to->quarantine(id, [&](const QuarantineEntry& entry) {
      ++rows[std::to_string(entry.import.value) + " " + std::string(entry.file_name)];
      if (entry.file_name == "a.csv") {
        EXPECT_EQ(entry.row.line, ++line);
        EXPECT_EQ(entry.row, bad_rows(20'000)[entry.row.line - 1 < 50 ? entry.row.line - 1 : 0])
            << entry.row.line;
        return entry.row.line < 50;  // the rest is not wanted
      }
      return true;
    }));
    return rows;
  };
  EXPECT_EQ(count({}), (std::map<std::string, uint64_t>{{"1 a.csv", 50}}));
  EXPECT_EQ(count(ImportId{2}), (std::map<std::string, uint64_t>{{"2 posts.csv", 5}}));
  ASSERT_OK(to->undo(1, by()));
  EXPECT_EQ(count({}), (std::map<std::string, uint64_t>{{"2 posts.csv", 5}}));
  EXPECT_FAILS(to->quarantine(ImportId{9}, [](const QuarantineEntry&) { return true; }),
               Code::not_found, "no import 9");
}

TEST(Imports, DroppedImportLeavesNothing) {
  const TempDirectory dir;
  auto to = Case::create(dir / "c", by());
  const auto state = to->state_hash();
  for (const bool ended : {false, true}) {
    auto import = to->begin_import();
    ASSERT_OK(import);
    ASSERT_OK(add_file(*import, "a.csv", lines(100'000), "{}", 10'000));
    if (!ended) {
      ASSERT_OK(import->begin_file("b.csv"));
      ASSERT_OK(import->write_raw("half"));
    }
  }
  EXPECT_TRUE(list_directory(dir / "c/tmp")->empty());
  EXPECT_TRUE(list_directory(dir / "c/originals")->empty());
  EXPECT_TRUE(to->imports()->empty());
  EXPECT_EQ(*to->state_hash(), *state);
  auto again = import_text(*to, lines(1000), "{}", 3);
  ASSERT_OK(again);
  EXPECT_EQ(again->value, 1U);
  EXPECT_EQ(to->imports()->front().quarantined, 3U);
}

TEST(Imports, DroppedFileLeavesTheOthers) {
  const TempDirectory dir;
  auto to = Case::create(dir / "c", by());
  auto import = to->begin_import();
  ASSERT_OK(add_file(*import, "a.csv", "aaa", "{}", 1));
  ASSERT_OK(add_file(*import, "again.csv", "bbb", "{}", 9'000));
  ASSERT_OK(import->drop_file());
  ASSERT_OK(import->begin_file("half.csv"));
  ASSERT_OK(import->write_raw("ccc"));
  ASSERT_OK(import->add_quarantine(bad_rows(9'000)));
  ASSERT_OK(import->drop_file());
  ASSERT_OK(add_file(*import, "d.csv", "ddd", "{}", 2));
  ASSERT_OK(import->commit("", by()));
  const Import done = to->imports()->front();
  ASSERT_EQ(done.files.size(), 2U);
  EXPECT_EQ(done.files[1].name, "d.csv");
  EXPECT_EQ(done.segments, 2U);
  uint64_t rows = 0;
  ASSERT_OK(to->quarantine({}, [&](const QuarantineEntry&) { return ++rows > 0; }));
  EXPECT_EQ(rows, 3U);
  EXPECT_EQ(list_directory(dir / "c/originals")->size(), 2U);
  auto nothing = to->begin_import();
  EXPECT_FAILS(nothing->commit("", by()), Code::invalid_input, "nothing to import");
}

TEST(Redo, TakesBackTheLatestUndoAsOftenAsWished) {
  const TempDirectory dir;
  auto to = Case::create(dir / "c", by());
  ASSERT_OK(import_text(*to, lines(1000, 1)));
  EXPECT_EQ(to->last_redoable()->act, 0U);
  const auto decide = [&](const char* post) {
    return *to->decide({.kind = "same", .a = "a:1", .b = post, .value = "", .reason = ""}, by());
  };
  const Sha256 none = *to->state_hash();
  const ActId x = decide("a:2");
  const Sha256 one = *to->state_hash();
  const ActId y = decide("a:3");
  const Sha256 both = *to->state_hash();
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(*to->last_undoable(), y);
    ASSERT_OK(to->undo(y, by()));
    EXPECT_EQ(*to->last_undoable(), x);
    ASSERT_OK(to->undo(x, by()));
    EXPECT_EQ(*to->state_hash(), none);
    EXPECT_EQ(to->last_redoable()->act, x);
    EXPECT_EQ(to->last_redoable()->newer, 0U);
    ASSERT_OK(to->redo(x, by()));
    EXPECT_EQ(*to->state_hash(), one);
    EXPECT_EQ(to->last_redoable()->act, y);
    ASSERT_OK(to->redo(y, by()));
    EXPECT_EQ(*to->state_hash(), both);
    EXPECT_EQ(to->last_redoable()->act, 0U);
    EXPECT_FAILS(to->redo(y, by()), Code::invalid_input, "in force");
  }
  // What was done again last is taken back first, whatever its number.
  ASSERT_OK(to->undo(x, by()));
  ASSERT_OK(to->redo(x, by()));
  EXPECT_EQ(*to->last_undoable(), x);
  ASSERT_OK(to->undo(x, by()));
  const ActId z = decide("a:4");
  EXPECT_EQ(to->last_redoable()->act, x);
  EXPECT_EQ(to->last_redoable()->newer, z);

  // An import too; and the log and the acts agree on all of it.
  ASSERT_OK(to->undo(1, by()));
  EXPECT_FALSE(to->imports()->front().active);
  ASSERT_OK(to->redo(1, by()));
  EXPECT_TRUE(to->imports()->front().active);
  EXPECT_TRUE(to->find_file(sha256(lines(1000, 1)), "{}")->has_value());
  Progress silent;
  auto report = verify(*to, silent);
  ASSERT_OK(report);
  EXPECT_TRUE(report->findings.empty());
}

TEST(Redo, RandomActsAndTheirUndoingGiveTheStateBack) {
  const TempDirectory dir;
  auto to = Case::create(dir / "c", by());
  const Sha256 empty = *to->state_hash();
  std::mt19937 random(7);
  std::map<ActId, bool> in_force;
  for (int step = 0; step < 200; ++step) {
    const auto decisions = *to->all_decisions();
    const uint32_t what = random() % 4;
    if (what < 2 || decisions.empty()) {
      const std::string kind = what == 0 ? "note" : "triage";
      auto act = to->decide({.kind = kind, .a = "N-1", .value = std::to_string(step)}, by());
      ASSERT_OK(act);
      in_force[*act] = true;
      continue;
    }
    const ActId act = decisions[random() % decisions.size()].id;
    const bool is_undo = what == 2;
    const auto done = is_undo ? to->undo(act, by()) : to->redo(act, by());
    EXPECT_EQ(static_cast<bool>(done), in_force[act] == is_undo);
    in_force[act] = !is_undo;
  }
  const auto all = to->all_decisions();
  ASSERT_OK(all);
  for (const Decision& d : *all) EXPECT_EQ(d.active, in_force[d.id]);
  const Sha256 before = *to->state_hash();
  std::size_t undone = 0;
  while (*to->last_undoable()) {
    ASSERT_OK(to->undo(**to->last_undoable(), by()));
    ++undone;
  }
  EXPECT_EQ(*to->state_hash(), empty);
  for (; undone > 0; --undone) ASSERT_OK(to->redo(to->last_redoable()->act, by()));
  EXPECT_EQ(*to->state_hash(), before);
}

TEST(Undo, GivesTheStateBack) {
  const TempDirectory dir;
  auto to = Case::create(dir / "c", by());
  const Sha256 empty = *to->state_hash();
  auto first = import_text(*to, lines(1000, 1));
  ASSERT_OK(first);
  const Sha256 one = *to->state_hash();
  EXPECT_NE(one, empty);
  auto decision =
      to->decide({.kind = "same", .a = "a:1", .b = "a:2", .value = "", .reason = "met"}, by());
  ASSERT_OK(decision);
  EXPECT_NE(*to->state_hash(), one);
  EXPECT_EQ(*to->last_undoable(), *decision);
  ASSERT_OK(to->undo(*decision, by()));
  EXPECT_EQ(*to->state_hash(), one);
  EXPECT_EQ(*to->last_undoable(), first->value);
  ASSERT_OK(to->undo(first->value, by()));
  EXPECT_EQ(*to->state_hash(), empty);
  EXPECT_EQ(*to->last_undoable(), std::nullopt);
  EXPECT_FALSE(to->imports()->front().active);
  EXPECT_EQ(*to->find_file(sha256(lines(1000, 1)), "{}"), std::nullopt);

  EXPECT_FAILS(to->undo(first->value, by()), Code::invalid_input, "undone already");
  EXPECT_FAILS(to->undo(99, by()), Code::not_found, "no act 99");
  EXPECT_FAILS(to->undo(3, by()), Code::invalid_input, "cannot be undone");
  EXPECT_FAILS(to->redo(99, by()), Code::not_found, "no act 99 to redo");
  EXPECT_FAILS(to->redo(3, by()), Code::invalid_input, "cannot be redone");
  ASSERT_OK(to->set_setting("country", "FR", by()));
  EXPECT_FAILS(to->undo(5, by()), Code::invalid_input, "cannot be undone");

  auto again = import_text(*to, lines(1000, 1));
  ASSERT_OK(again);
  EXPECT_EQ(*to->state_hash(), one);
  EXPECT_EQ(*to->find_file(sha256(lines(1000, 1)), "{}"), *again);
}

TEST(Undo, StateDoesNotDependOnTheOrderOfImports) {
  const TempDirectory dir;
  auto a = Case::create(dir / "a", by());
  auto b = Case::create(dir / "b", by(99));
  ASSERT_OK(import_text(*a, lines(1000, 1)));
  ASSERT_OK(import_text(*a, lines(1000, 2)));
  ASSERT_OK(import_text(*b, lines(1000, 2)));
  EXPECT_NE(*a->state_hash(), *b->state_hash());
  ASSERT_OK(import_text(*b, lines(1000, 1)));
  EXPECT_EQ(*a->state_hash(), *b->state_hash());
  ASSERT_OK(import_text(*b, lines(1000, 1), "{\"map\":1}"));
  EXPECT_NE(*a->state_hash(), *b->state_hash());
}

// What verify compares and what replay must give back: it may not change with a version.
TEST(Undo, HashesAreThoseOfTheFirstVersion) {
  const TempDirectory dir;
  auto to = Case::create(dir / "c", by(1'700'000'000));
  ASSERT_OK(import_text(*to, "a,b\n1,2\n"));
  ASSERT_OK(to->decide({.kind = "same", .a = "x", .b = "y", .value = "", .reason = "z"}, by()));
  ASSERT_OK(to->undo(2, by()));
  ASSERT_OK(to->set_setting("country", "FR", by()));
  EXPECT_EQ(to_hex(*to->state_hash()),
            "67d2349bf4ebba3a34e5340ae2026ce2692f1167a0d43c02a76b5a34b18cd92d");
  auto db = Database::open(dir / "c/case.db", Database::Mode::read_write);
  EXPECT_EQ(*db->text("SELECT group_concat(substr(lower(hex(digest)), 1, 16), ' ') FROM acts"),
            "8dc4fde2886f9cb7 5eb96aa8c0c90648 a3ca700782c512b1 e616605a62b4ad98");
}

TEST(Decisions, AreListedWithTheirUndoing) {
  const TempDirectory dir;
  auto to = Case::create(dir / "c", by());
  ASSERT_OK(to->decide(
      {.kind = "hub", .a = "+33600000000", .b = "", .value = "agency", .reason = "x"}, by(5)));
  ASSERT_OK(to->decide({.kind = "different", .a = "s:1", .b = "s:2"}, by(6)));
  ASSERT_OK(to->undo(1, by()));
  auto active = to->decisions();
  ASSERT_OK(active);
  ASSERT_EQ(active->size(), 1U);
  EXPECT_EQ(active->front().kind, "different");
  EXPECT_EQ(active->front().a, "s:1");
  EXPECT_EQ(active->front().time, 6);
  auto all = to->all_decisions();
  ASSERT_EQ(all->size(), 2U);
  EXPECT_FALSE(all->front().active);
  EXPECT_EQ(all->front().value, "agency");
  EXPECT_EQ(all->front().actor, "ana");
}

TEST(Settings, TheLatestCounts) {
  const TempDirectory dir;
  {
    auto to = Case::create(dir / "c", by());
    EXPECT_EQ(*to->setting("country"), std::nullopt);
    ASSERT_OK(to->set_setting("country", "FR", by()));
    ASSERT_OK(to->set_setting("evidence", "text", by()));
    ASSERT_OK(to->set_setting("country", "", by()));
  }
  auto from = Case::open(dir / "c", Access::read);
  EXPECT_EQ(*from->setting("country"), "");
  EXPECT_EQ(*from->setting("evidence"), "text");
}

}  // namespace
}  // namespace maillon::store
