#include "link/fields/compare.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace maillon::link {
namespace {

// The textbook way, by the whole matrix.
uint32_t slow_distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<uint32_t>> d(a.size() + 1, std::vector<uint32_t>(b.size() + 1));
  for (uint32_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (uint32_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const uint32_t change = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

TEST(EditDistance, AgreesWithTheSlowWay) {
  std::mt19937 random(7);
  for (int round = 0; round < 20000; ++round) {
    std::string texts[2];
    for (std::string& text : texts) {
      const std::size_t size = random() % (round % 50 == 0 ? 65 : 9);
      for (std::size_t i = 0; i < size; ++i) text.push_back(static_cast<char>('a' + random() % 4));
    }
    const uint32_t limit = random() % 8;
    const uint32_t expected = std::min(slow_distance(texts[0], texts[1]), limit + 1);
    EXPECT_EQ(edit_distance(texts[0], texts[1], limit), expected) << texts[0] << " " << texts[1];
    EXPECT_EQ(edit_distance_portable(texts[0], texts[1], limit), expected);
  }
}

// Levels of two values in a column that holds them and some others.
uint32_t level_between(FieldKind kind, const std::string& a, const std::string& b) {
  RecordTable table;
  table.names = {"column"};
  table.columns.resize(1);
  const std::vector<std::string> others =
      kind == FieldKind::number ? std::vector<std::string>{"70215", "88431", "1206", "553"}
      : kind == FieldKind::name
          ? std::vector<std::string>{"gorman", "ibsen", "lovelace", "quartz"}
          : std::vector<std::string>{"the growing of blue melons in cold and windy valleys",
                                     "how ships were built of reed and tar by the old people",
                                     "on clocks that run backwards when nobody looks at them"};
  for (const std::string& text : others) table.columns[0].push_back(text);
  table.columns[0].push_back(a);
  table.columns[0].push_back(b);
  const Fields fields = prepare_fields(table);
  EXPECT_EQ(fields.columns.at(0).kind, kind);
  const auto row = static_cast<uint32_t>(others.size());
  return level_of(compare_records(fields, row, row + 1), 0);
}

struct LevelCase {
  FieldKind kind;
  const char* a;
  const char* b;
  uint32_t level;
};

TEST(Levels, OfTwoValues) {
  const LevelCase cases[] = {
      {FieldKind::name, "neumann", "neumann", kExact},
      {FieldKind::name, "neumann", "neuman", kNear},
      {FieldKind::name, "neumann", "enumann", kNear},
      {FieldKind::name, "christina", "kristina", kAlike},
      {FieldKind::name, "maria anna", "anna maria", kAlike},
      {FieldKind::name, "maria anna", "maria", kPartly},
      {FieldKind::name, "neumann", "blackwood", kDifferent},
      {FieldKind::name, "neumann", "", kOneSided},
      {FieldKind::name, "", "na", kMissing},
      {FieldKind::number, "19560409", "19560409", kExact},
      {FieldKind::number, "1956-04-09", "1956/04/09", kExact},
      {FieldKind::number, "19560409", "19560408", kNear},
      {FieldKind::number, "19560409", "19560490", kNear},
      {FieldKind::number, "19560409", "19650499", kAlike},
      {FieldKind::number, "19560409", "19871121", kDifferent},
      {FieldKind::number, "1956", "1978", kDifferent},
      {FieldKind::number, "pp. 190-196", "190", kAlike},
      {FieldKind::text, "the growing of red melons in cold valleys",
       "growing of red melons in the cold valleys", kNear},
      {FieldKind::text, "the growing of red melons in cold valleys",
       "the growing of red melns in cold valleys", kNear},
      {FieldKind::text, "the growing of red melons in cold valleys",
       "a short history of soap and candles", kDifferent},
  };
  for (const LevelCase& c : cases)
    EXPECT_EQ(level_between(c.kind, c.a, c.b), c.level) << c.a << " | " << c.b;
}

TEST(Levels, SeeNamesThatWereSwapped) {
  RecordTable table;
  table.names = {"first", "last"};
  table.columns.resize(2);
  const std::pair<const char*, const char*> people[] = {
      {"alma", "winter"}, {"winter", "alma"}, {"berta", "kupfer"}, {"carla", "distel"}};
  for (const auto& [first, last] : people) {
    table.columns[0].push_back(first);
    table.columns[1].push_back(last);
  }
  const Fields fields = prepare_fields(table);
  const LevelPattern swapped = compare_records(fields, 0, 1);
  EXPECT_EQ(level_of(swapped, 0), kSwapped);
  EXPECT_EQ(level_of(swapped, 1), kSwapped);
  EXPECT_EQ(level_of(compare_records(fields, 0, 2), 0), kDifferent);
}

}  // namespace
}  // namespace maillon::link
