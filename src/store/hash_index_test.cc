#include "store/hash_index.h"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <map>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "store/child_test_util.h"
#include "store/file.h"
#include "store/store_test_util.h"

namespace maillon::store {
namespace {

Hash256 made_hash(uint64_t seed) {
  Hash256 hash;
  for (uint64_t i = 0; i < 4; ++i) hash.word[i] = mix64(seed * 4 + i + 1);
  return hash;
}

std::vector<HashValue> made_rows(uint64_t first, uint64_t count) {
  std::vector<HashValue> rows;
  for (uint64_t v = first; v < first + count; ++v) rows.push_back({made_hash(v), v});
  return rows;
}

std::vector<HashValue> sorted_rows(const HashIndex& index) {
  std::vector<HashValue> rows = index.rows();
  std::sort(rows.begin(), rows.end());
  return rows;
}

TEST(HashIndex, EmptyWhereThereIsNone) {
  const TempDirectory dir;
  const auto index = HashIndex::open(dir / "none");
  ASSERT_OK(index);
  EXPECT_EQ(index->stored_rows(), 0U);
  EXPECT_TRUE(HashSearch(*index, 31).find({}).empty());
}

TEST(HashIndex, FindsByDistanceWithTheCallersValues) {
  const TempDirectory dir;
  auto writer = HashIndexWriter::open(dir / "i");
  ASSERT_OK(writer);
  Hash256 near = made_hash(5);
  near.word[2] ^= 7;
  ASSERT_OK(writer->apply({{{made_hash(5), 50}, {near, 51}, {made_hash(5), 52}, {made_hash(9), 9}}},
                          {}, 77));
  for (const Load load : {Load::map, Load::copy}) {
    const auto index = HashIndex::open(dir / "i", load);
    ASSERT_OK(index);
    EXPECT_EQ(index->manifest().mark, 77U);
    EXPECT_EQ(HashSearch(*index, 31).find(made_hash(5)),
              (std::vector<HashMatch>{{50, 0}, {51, 3}, {52, 0}}));
    EXPECT_EQ(HashSearch(*index, 2).find(made_hash(5)), (std::vector<HashMatch>{{50, 0}, {52, 0}}));
  }
  EXPECT_FAILS(HashIndexWriter::open(dir / "i"), Code::busy, "another maillon");
}

// Random changes against a map; the folder never holds more than a few segments.
TEST(HashIndex, ChangesCountAsInAMap) {
  const TempDirectory dir;
  std::multimap<uint64_t, Hash256> model;
  for (uint64_t round = 0; round < 120; ++round) {
    auto writer = HashIndexWriter::open(dir / "i");
    ASSERT_OK(writer);
    std::vector<HashValue> added;
    std::vector<uint64_t> deleted;
    for (uint64_t i = 0; i < mix64(round) % 60; ++i) {
      const uint64_t value = mix64(round * 100 + i) % 500;
      added.push_back({made_hash(mix64(round + i) % 300), value});
      if (i % 3 == 0) deleted.push_back(mix64(round * 7 + i) % 500);
    }
    for (const uint64_t value : deleted) model.erase(value);
    for (const HashValue& row : added) model.emplace(row.value, row.hash);
    if (round == 60) {
      model.clear();
      for (const HashValue& row : added) model.emplace(row.value, row.hash);
      ASSERT_OK(writer->replace(added, round));
    } else {
      ASSERT_OK(writer->apply(added, deleted, round));
    }
    const auto index = HashIndex::open(dir / "i");
    ASSERT_OK(index);
    EXPECT_EQ(index->manifest().mark, round);
    EXPECT_LE(index->manifest().segments.size(), 12U);
    std::vector<HashValue> want;
    for (const auto& [value, hash] : model) want.push_back({hash, value});
    std::sort(want.begin(), want.end());
    ASSERT_EQ(sorted_rows(*index), want) << "round " << round;
    HashSearch search(*index, 31);
    const Hash256 query = made_hash(round);
    std::vector<HashMatch> matches;
    for (const auto& [value, hash] : model)
      if (hamming_distance(hash, query) <= 31)
        matches.push_back({value, hamming_distance(hash, query)});
    std::sort(matches.begin(), matches.end());
    matches.erase(std::unique(matches.begin(), matches.end()), matches.end());
    EXPECT_EQ(search.find(query), matches);
  }
  // manifest, lock, segments: nothing else stays.
  const auto index = HashIndex::open(dir / "i");
  ASSERT_OK(index);
  EXPECT_EQ(list_directory(dir / "i")->size(), 2 + index->manifest().segments.size());
}

TEST(HashIndex, AReaderKeepsWhatItOpened) {
  const TempDirectory dir;
  auto writer = HashIndexWriter::open(dir / "i");
  ASSERT_OK(writer);
  ASSERT_OK(writer->apply(made_rows(0, 100), {}, 1));
  const auto before = HashIndex::open(dir / "i");
  ASSERT_OK(before);
  ASSERT_OK(writer->replace(made_rows(1000, 3), 2));
  EXPECT_EQ(sorted_rows(*before).size(), 100U);
  EXPECT_EQ(HashSearch(*before, 0).find(made_hash(7)), (std::vector<HashMatch>{{7, 0}}));
}

TEST(HashIndex, ReadersOpenWhileAWriterMerges) {
  const TempDirectory dir;
  auto writer = HashIndexWriter::open(dir / "i");
  ASSERT_OK(writer);
  ASSERT_OK(writer->apply(made_rows(0, 10), {}, 10));
  std::atomic<bool> done = false;
  std::thread reader([&] {
    while (!done) {
      const auto index = HashIndex::open(dir / "i");
      ASSERT_OK(index);
      // A snapshot: as many rows as its own mark says.
      EXPECT_EQ(index->rows().size(), index->manifest().mark);
    }
  });
  for (uint64_t n = 10; n < 300; n += 10) ASSERT_OK(writer->apply(made_rows(n, 10), {}, n + 10));
  done = true;
  reader.join();
}

TEST(HashIndex, DamageIsNamedWhereverItIs) {
  const TempDirectory dir;
  {
    auto writer = HashIndexWriter::open(dir / "i");
    ASSERT_OK(writer);
    ASSERT_OK(writer->apply(made_rows(0, 40), {}, 1));
  }
  const std::string segment = dir / "i/segment-1.mhash", manifest = dir / "i/manifest";
  const std::size_t size = file_bytes(segment).size();
  for (std::size_t at = 0; at < size; at += 509) {
    flip_bit(segment, at);
    EXPECT_FAILS(HashIndex::open(dir / "i"), Code::corrupt, "import the list again");
    flip_bit(segment, at);
  }
  const std::string bytes = file_bytes(segment);
  write_bytes(segment, bytes.substr(0, size - 1));
  EXPECT_FAILS(HashIndex::open(dir / "i"), Code::corrupt, "size");
  std::filesystem::remove(segment);
  EXPECT_FAILS(HashIndex::open(dir / "i"), Code::corrupt, "segment-1");
  write_bytes(segment, bytes);
  ASSERT_OK(HashIndex::open(dir / "i"));
  for (std::size_t at = 0; at < file_bytes(manifest).size(); ++at) {
    flip_bit(manifest, at);
    EXPECT_FAILS(HashIndex::open(dir / "i"), Code::corrupt, "manifest");
    flip_bit(manifest, at);
  }
}

// ---- kill -9 ----------------------------------------------------------------

// Mark m adds the values 10m to 10m + 9 and deletes 10m - 20. A change that is done is
// told by a byte more in the journal.
TEST(HashIndexChild, DISABLED_Work) {
  const std::string folder = variable("MAILLON_CRASH_CASE");
  const int64_t kill_at = number("MAILLON_CRASH_AT");
  int64_t operations = 0;
  const int journal =
      ::open(variable("MAILLON_CRASH_JOURNAL").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
  set_file_test_hook([&](std::string_view) {
    if (++operations == kill_at) ::raise(SIGKILL);
  });
  auto writer = HashIndexWriter::open(folder);
  ASSERT_OK(writer);
  const uint64_t begin = writer->manifest().mark;
  for (uint64_t mark = begin + 1; mark <= begin + 6; ++mark) {
    std::vector<uint64_t> gone;
    if (mark > 2) gone.push_back(10 * mark - 20);
    ASSERT_OK(writer->apply(made_rows(10 * mark, 10), gone, mark));
    ASSERT_EQ(::write(journal, ".", 1), 1);
  }
  ::close(journal);
  set_file_test_hook({});
}

// Killed at the given change of the disk (0: never). Returns how many changes were told.
uint64_t work_until_killed(const std::string& folder, int64_t kill_at, bool& killed) {
  const std::string journal = folder + ".journal";
  std::filesystem::remove(journal);
  killed = was_killed(start_disabled_test(
      "HashIndexChild.*", {"MAILLON_CRASH_CASE=" + folder, "MAILLON_CRASH_JOURNAL=" + journal,
                           "MAILLON_CRASH_AT=" + std::to_string(kill_at)}));
  return file_bytes(journal).size();
}

void expect_whole(const std::string& folder, uint64_t least_mark) {
  const auto index = HashIndex::open(folder);
  ASSERT_OK(index);
  const uint64_t mark = index->manifest().mark;
  EXPECT_GE(mark, least_mark) << "a change was confirmed and is lost";
  std::vector<HashValue> want;
  for (uint64_t m = 1; m <= mark; ++m) {
    for (const HashValue& row : made_rows(10 * m, 10))
      if (row.value != 10 * m || m + 2 > mark) want.push_back(row);
  }
  std::sort(want.begin(), want.end());
  EXPECT_EQ(sorted_rows(*index), want);
}

TEST(HashIndex, KilledAtEachChangeOfTheDisk) {
  const TempDirectory dir;
  int kills = 0;
  bool killed = true;
  // Merges take the most changes: every second one is enough for the time it takes.
  for (int64_t at = 1; killed && at < 400; at += 2) {
    SCOPED_TRACE("killed at change " + std::to_string(at));
    const std::string folder = dir / std::to_string(at);
    const uint64_t told = work_until_killed(folder, at, killed);
    kills += killed ? 1 : 0;
    expect_whole(folder, told);
    // The next writer goes on where it was, and clears what was left.
    bool again = false;
    ASSERT_EQ(work_until_killed(folder, 0, again), 6U);
    expect_whole(folder, told + 6);
    const auto index = HashIndex::open(folder);
    ASSERT_OK(index);
    EXPECT_EQ(list_directory(folder)->size(), 2 + index->manifest().segments.size());
    if (::testing::Test::HasFailure()) break;
  }
  EXPECT_GT(kills, 30);
  EXPECT_FALSE(killed) << "the loop did not come to the end of the work";
}

}  // namespace
}  // namespace maillon::store
