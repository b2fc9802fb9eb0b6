#include "store/hash_list.h"

#include <gtest/gtest.h>

#include "store/file.h"
#include "store/hash_list_rows.h"
#include "store/store_test_util.h"

namespace maillon::store {
namespace {

using share::HashKind;

share::ListEntry made_entry(uint64_t number) {
  share::ListEntry entry;
  entry.id = std::to_string(number);
  entry.member = "m";
  entry.of(HashKind::pdq) = noise(32, number + 1);
  entry.of(HashKind::md5) = noise(16, number + 1);
  entry.classification = number % 2 == 0 ? "A1" : "";
  entry.restricted = number % 2 == 0;
  entry.tags = {"t", "u v"};
  entry.other = {{"pdna", "x"}, {"n", ""}};
  entry.timestamp = "2026-01-01";
  return entry;
}

ListImport import_of(const std::string& name) {
  ListImport import;
  import.time = 1;
  import.actor = "tester";
  import.file = import.sha256 = name;
  import.format = "csv";
  return import;
}

Result<ListImport> import_all(const std::string& folder, const std::string& name,
                              const std::vector<share::ListEntry>& entries, bool replace = false) {
  TRY(HashListWriter list, HashListWriter::open(folder));
  TRY_OK(list.begin(import_of(name), list.settings()));
  for (const share::ListEntry& e : entries) TRY_OK(e.deleted ? list.withdraw(e) : list.add(e));
  return list.commit(replace);
}

std::vector<std::string> ids_of(HashList& list) {
  std::vector<std::string> ids;
  EXPECT_TRUE(list.for_each([&](const StoredEntry& stored) {
    ids.push_back(stored.entry.id);
    return true;
  }));
  return ids;
}

TEST(HashList, KeepsAllOfAnEntry) {
  const TempDirectory dir;
  ASSERT_OK(import_all(dir / "l", "a", {made_entry(1), made_entry(2)}));
  auto list = HashList::open(dir / "l");
  ASSERT_OK(list);
  const auto second = list->entry(2);
  ASSERT_OK(second);
  EXPECT_EQ(second->entry, made_entry(2));
  EXPECT_EQ(list->find(HashKind::md5, noise(16, 2)), (std::vector<uint64_t>{1}));
  EXPECT_EQ(list->find(HashKind::sha1, noise(20, 2)), (std::vector<uint64_t>{}));
  const auto hash = indexed_hash(noise(32, 3), -1);
  EXPECT_EQ(HashSearch(list->index(), 0).find(*hash), (std::vector<HashMatch>{{2, 0}}));
  const auto counts = list->counts();
  ASSERT_OK(counts);
  EXPECT_EQ(counts->entries, 2U);
  EXPECT_EQ(counts->restricted, 1U);
  EXPECT_EQ(counts->by_kind, (std::array<uint64_t, 4>{2, 2, 0, 0}));
  EXPECT_EQ(counts->by_class.at("A1"), 1U);
}

TEST(HashList, TheSameListAgainChangesNothing) {
  const TempDirectory dir;
  const std::vector<share::ListEntry> entries = {made_entry(1), made_entry(2), made_entry(1)};
  const auto first = import_all(dir / "l", "a", entries);
  ASSERT_OK(first);
  EXPECT_EQ(first->added, 2U);
  EXPECT_EQ(first->repeated, 1U);
  const auto again = import_all(dir / "l", "a", entries);
  ASSERT_OK(again);
  EXPECT_EQ(again->id, 0U);
  EXPECT_EQ(again->unchanged, 2U);
  auto list = HashList::open(dir / "l");
  ASSERT_OK(list);
  EXPECT_EQ(list->generation(), 1U);
  EXPECT_EQ(list->imports()->size(), 1U);
}

TEST(HashList, ChangesWithdrawalsAndReplacing) {
  const TempDirectory dir;
  ASSERT_OK(import_all(dir / "l", "a", {made_entry(1), made_entry(2), made_entry(3)}));
  share::ListEntry changed = made_entry(1), gone = made_entry(2), unknown = made_entry(9);
  changed.of(HashKind::pdq) = noise(32, 77);
  gone.deleted = unknown.deleted = true;
  const auto second = import_all(dir / "l", "b", {changed, gone, unknown, made_entry(4)});
  ASSERT_OK(second);
  EXPECT_EQ(second->changed, 1U);
  EXPECT_EQ(second->deleted, 1U);
  EXPECT_EQ(second->added, 1U);
  {
    auto list = HashList::open(dir / "l");
    ASSERT_OK(list);
    EXPECT_EQ(ids_of(*list), (std::vector<std::string>{"1", "3", "4"}));
    HashSearch search(list->index(), 31);
    EXPECT_TRUE(search.find(*indexed_hash(noise(32, 2), -1)).empty()) << "the old hash is found";
    EXPECT_EQ(search.find(*indexed_hash(noise(32, 77), -1)), (std::vector<HashMatch>{{1, 0}}));
    EXPECT_TRUE(search.find(*indexed_hash(noise(32, 3), -1)).empty()) << "withdrawn, and found";
  }
  const auto third = import_all(dir / "l", "c", {made_entry(3), made_entry(5)}, true);
  ASSERT_OK(third);
  EXPECT_EQ(third->deleted, 2U);
  auto list = HashList::open(dir / "l");
  ASSERT_OK(list);
  EXPECT_EQ(ids_of(*list), (std::vector<std::string>{"3", "5"}));
  EXPECT_EQ(list->index().rows().size(), 2U);
}

TEST(HashList, ARestrictionStaysUntilTheEntryIsRemoved) {
  const TempDirectory dir;
  share::ListEntry milder = made_entry(2);
  milder.restricted = false;
  milder.classification = "nothing";
  ASSERT_OK(import_all(dir / "l", "a", {made_entry(2)}));
  const auto again = import_all(dir / "l", "b", {milder});
  ASSERT_OK(again);
  EXPECT_EQ(again->still_restricted, 1U);
  EXPECT_EQ(again->changed, 1U);
  const auto is_restricted = [&] {
    auto list = HashList::open(dir / "l");
    return list && list->entry(1)->entry.restricted;
  };
  EXPECT_TRUE(is_restricted());
  ASSERT_OK(import_all(dir / "l", "c", {made_entry(1)}, true));
  ASSERT_OK(import_all(dir / "l", "d", {milder}, true));
  auto list = HashList::open(dir / "l");
  ASSERT_OK(list);
  EXPECT_EQ(list->counts()->restricted, 0U);
}

TEST(HashList, ItsStateIsAnotherAfterEachChange) {
  const TempDirectory dir;
  ASSERT_OK(import_all(dir / "l", "a", {made_entry(1)}));
  const std::string first = *state_of_list(dir / "l");
  EXPECT_EQ(*state_of_list(dir / "l"), first);
  ASSERT_OK(import_all(dir / "l", "a", {made_entry(1)}));  // changes nothing
  EXPECT_EQ(*state_of_list(dir / "l"), first);
  ASSERT_OK(import_all(dir / "l", "b", {made_entry(3)}));
  EXPECT_NE(*state_of_list(dir / "l"), first);
  // Made anew with other entries: the same number of imports, another state.
  ASSERT_OK(import_all(dir / "other", "c", {made_entry(4)}));
  EXPECT_NE(*state_of_list(dir / "other"), first);
  EXPECT_FALSE(state_of_list(dir / "none"));
}

TEST(HashList, WithdrawnAndBackInOneFile) {
  const TempDirectory dir;
  share::ListEntry gone = made_entry(1);
  gone.deleted = true;
  ASSERT_OK(import_all(dir / "l", "a", {made_entry(1), gone, made_entry(1), made_entry(2), gone}));
  auto list = HashList::open(dir / "l");
  ASSERT_OK(list);
  EXPECT_EQ(ids_of(*list), (std::vector<std::string>{"2"}));
  EXPECT_EQ(list->index().rows().size(), 1U);
}

TEST(HashList, HashesOfPlainPicturesAreKeptButNotIndexed) {
  const TempDirectory dir;
  share::ListEntry plain = made_entry(1), fine = made_entry(3);
  plain.quality = kLeastPdqQuality - 1;
  fine.quality = kLeastPdqQuality;
  ASSERT_OK(import_all(dir / "l", "a", {plain, fine}));
  auto list = HashList::open(dir / "l");
  ASSERT_OK(list);
  EXPECT_EQ(ids_of(*list).size(), 2U);
  EXPECT_EQ(list->index().rows().size(), 1U);
}

TEST(HashList, RejectsAreCountedAndSomeKept) {
  const TempDirectory dir;
  auto writer = HashListWriter::open(dir / "l");
  ASSERT_OK(writer);
  EXPECT_FAILS(HashListWriter::open(dir / "l"), Code::busy, "importing into this list");
  ASSERT_OK(writer->begin(import_of("a"), writer->settings()));
  for (uint64_t i = 1; i <= kRejectsKept + 500; ++i) ASSERT_OK(writer->reject(i, "bad"));
  ASSERT_OK(writer->commit(false));
  auto list = HashList::open(dir / "l");
  ASSERT_OK(list);
  const auto imports = list->imports();
  ASSERT_OK(imports);
  EXPECT_EQ(imports->front().rejected, kRejectsKept + 500);
  EXPECT_EQ(imports->front().reasons.at("bad"), kRejectsKept + 500);
  EXPECT_EQ(list->rejects(100'000)->size(), kRejectsKept);
}

// As after a kill between the entries' commit and the index's.
TEST(HashList, AnIndexThatIsBehindIsMadeAgain) {
  const TempDirectory dir;
  ASSERT_OK(import_all(dir / "l", "a", {made_entry(1)}));
  std::filesystem::copy(dir / "l/pdq", dir / "old");
  ASSERT_OK(import_all(dir / "l", "b", {made_entry(2)}));
  std::filesystem::remove_all(dir / "l/pdq");
  std::filesystem::rename(dir / "old", dir / "l/pdq");
  {
    auto list = HashList::open(dir / "l");  // a reader makes it in memory
    ASSERT_OK(list);
    EXPECT_EQ(list->index().rows().size(), 2U);
    EXPECT_EQ(HashSearch(list->index(), 0).find(*indexed_hash(noise(32, 3), -1)).size(), 1U);
  }
  ASSERT_OK(HashListWriter::open(dir / "l"));  // a writer on disk
  const auto index = HashIndex::open(dir / "l/pdq");
  ASSERT_OK(index);
  EXPECT_EQ(index->manifest().mark, 2U);
  EXPECT_EQ(index->rows().size(), 2U);
}

}  // namespace
}  // namespace maillon::store
