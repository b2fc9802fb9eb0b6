#include "link/fields/families.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <random>

#include <gtest/gtest.h>

#include "base/hash.h"
#include "base/parallel.h"
#include "link/fields/block.h"
#include "link/fields/compare.h"

namespace maillon::link {
namespace {

// Made-up people, some of whom are written down several times with slips.
struct World {
  RecordTable table;
  std::vector<uint32_t> person;  // per row
};

std::string make_word(std::mt19937& random, std::size_t syllables) {
  static constexpr const char* kSyllables[] = {"ba", "lor", "mi", "tan", "ke", "rus", "no", "vel",
                                               "du", "sha", "pi", "gor", "el", "win", "ta", "hul"};
  std::string word;
  for (std::size_t i = 0; i < syllables; ++i) word += kSyllables[random() % 16];
  return word;
}

std::string slip(std::string text, std::mt19937& random) {
  if (text.empty()) return text;
  const std::size_t at = random() % text.size();
  switch (random() % 4) {
    case 0:
      text.erase(at, 1);
      break;
    case 1:
      text.insert(at, 1, static_cast<char>('a' + random() % 26));
      break;
    case 2:
      text[at] = text[at] >= '0' && text[at] <= '9' ? static_cast<char>('0' + random() % 10)
                                                    : static_cast<char>('a' + random() % 26);
      break;
    default:
      if (at + 1 < text.size()) std::swap(text[at], text[at + 1]);
  }
  return text;
}

using Row = std::vector<std::string>;

Row make_person(std::mt19937& random) {
  Row row = {make_word(random, 2),
             make_word(random, 2 + random() % 2),
             std::to_string(1 + random() % 120),
             make_word(random, 2) + " street",
             make_word(random, 2),
             std::to_string(1000 + random() % 400)};
  row.push_back(std::to_string(1930 + random() % 70) + "0" + std::to_string(1 + random() % 9) +
                std::to_string(10 + random() % 18));
  return row;
}

World make_world(std::size_t people, double again, uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<std::pair<uint64_t, std::pair<uint32_t, Row>>> rows;
  for (uint32_t p = 0; p < people; ++p) {
    const Row person = make_person(random);
    rows.push_back({mix64(rows.size() + 1), {p, person}});
    while (static_cast<double>(random() % 1000) < again * 1000) {
      Row copy = person;
      for (int slips = static_cast<int>(random() % 4); slips > 0; --slips) {
        std::string& value = copy[random() % copy.size()];
        value = random() % 5 == 0 ? "" : slip(value, random);
      }
      if (random() % 12 == 0) std::swap(copy[0], copy[1]);
      rows.push_back({mix64(rows.size() + 1), {p, copy}});
    }
  }
  std::sort(rows.begin(), rows.end());
  World world;
  world.table.names = {"given", "family", "number", "street", "town", "zip", "born"};
  world.table.columns.resize(world.table.names.size());
  for (const auto& [key, row] : rows) {
    world.person.push_back(row.first);
    for (std::size_t c = 0; c < row.second.size(); ++c)
      world.table.columns[c].push_back(row.second[c]);
  }
  return world;
}

double pairwise_f1(const std::vector<uint32_t>& family, const std::vector<uint32_t>& person) {
  std::map<uint32_t, double> found, truth;
  std::map<std::pair<uint32_t, uint32_t>, double> both;
  for (std::size_t i = 0; i < family.size(); ++i) {
    ++truth[person[i]];
    if (family[i] == kNoFamily) continue;
    ++found[family[i]];
    ++both[{family[i], person[i]}];
  }
  const auto pairs = [](const auto& groups) {
    double sum = 0;
    for (const auto& [key, n] : groups) sum += n * (n - 1) / 2;
    return sum;
  };
  return 2 * pairs(both) / (pairs(found) + pairs(truth));
}

RecordFamilies find(const RecordTable& table) {
  Progress quiet;
  return find_record_families(table, quiet);
}

TEST(RecordFamilies, FindsPeopleDespiteSlips) {
  for (const uint32_t seed : {1U, 2U, 3U}) {
    const World world = make_world(800, 0.5, seed);
    EXPECT_GT(pairwise_f1(find(world.table).families.family, world.person), 0.99) << seed;
  }
}

TEST(RecordFamilies, LeavesAloneWhoIsWrittenDownOnce) {
  const World world = make_world(1500, 0, 4);
  EXPECT_LE(find(world.table).families.count, 1U);
}

TEST(RecordFamilies, AreTheSameForAnyNumberOfThreads) {
  const World world = make_world(600, 0.5, 5);
  const RecordFamilies one = [&] {
    const ThreadLimit limit(1);
    return find(world.table);
  }();
  for (const int threads : {2, 7}) {
    const ThreadLimit limit(threads);
    const RecordFamilies many = find(world.table);
    EXPECT_EQ(many.families.family, one.families.family);
    EXPECT_EQ(many.knowledge.bits, one.knowledge.bits);
    EXPECT_EQ(many.knowledge.value_rarity, one.knowledge.value_rarity);
  }
}

TEST(RecordFamilies, AreTheSameForAnyOrderOfColumns) {
  World world = make_world(600, 0.5, 6);
  std::vector<uint32_t> before = find(world.table).families.family;
  for (uint32_t row = 0; row < before.size(); ++row) {
    if (before[row] == kNoFamily) before[row] = kNoFamily - 1 - row;
  }
  std::reverse(world.table.columns.begin(), world.table.columns.end());
  std::reverse(world.table.names.begin(), world.table.names.end());
  EXPECT_GT(pairwise_f1(find(world.table).families.family, before), 0.999);
}

TEST(RecordFamilies, OfNothing) {
  EXPECT_EQ(find({}).families.count, 0U);
  RecordTable table{{"a", "b"}, std::vector<StringColumn>(2)};
  EXPECT_EQ(find(table).families.count, 0U);
  for (StringColumn& column : table.columns) column.push_back("");
  EXPECT_EQ(find(table).families.count, 0U);
  for (StringColumn& column : table.columns) column.push_back("x");
  EXPECT_EQ(find(table).families.count, 0U);
}

// What explain adds up is what the families were made of.
TEST(RecordFamilies, AreExplainedByTheirColumns) {
  const World world = make_world(800, 0.5, 8);
  const RecordFamilies found = find(world.table);
  std::map<uint32_t, std::vector<uint32_t>> members;
  for (uint32_t row = 0; row < world.person.size(); ++row) {
    if (found.families.family[row] != kNoFamily) members[found.families.family[row]].push_back(row);
  }
  std::size_t checked = 0, sure = 0;
  for (const auto& [family, rows] : members) {
    Row texts[2];
    for (int i = 0; i < 2; ++i) {
      for (std::size_t c = 0; c < found.knowledge.size(); ++c) {
        EXPECT_EQ(found.knowledge.name[c], world.table.names[c]);
        texts[i].emplace_back(world.table.columns[c][rows[static_cast<std::size_t>(i)]]);
      }
    }
    int32_t sum = found.knowledge.prior[0];
    for (const FieldEvidence& item : weigh_two_records(found.knowledge, texts[0], texts[1]))
      sum += item.bits;
    ++checked;
    sure += sum > 0 ? 1 : 0;
  }
  EXPECT_GT(checked, 100U);
  EXPECT_GT(sure * 100, checked * 98);
}

// A value that everybody states must not cost a pair for each two of them.
TEST(RecordPairs, StayLinearWhereBlocksAreLarge) {
  for (const std::size_t rows : {2000U, 8000U}) {
    RecordTable table{{"state", "name", "code"}, std::vector<StringColumn>(3)};
    for (std::size_t i = 0; i < rows; ++i) {
      table.columns[0].push_back(i % 2 == 0 ? "north" : "south");
      table.columns[1].push_back("smith");
      table.columns[2].push_back(std::to_string(i % 10));
    }
    const Fields fields = prepare_fields(table);
    EXPECT_LT(find_record_pairs(fields).size(), rows * 40);
  }
}

TEST(RecordFamilies, TakeAFloodOfCopies) {
  World world = make_world(500, 0.3, 9);
  for (int copy = 0; copy < 100'000; ++copy) {
    for (StringColumn& column : world.table.columns) column.push_back(std::string(column[0]));
    world.person.push_back(world.person[0]);
  }
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_GT(pairwise_f1(find(world.table).families.family, world.person), 0.99);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(120));
}

}  // namespace
}  // namespace maillon::link
