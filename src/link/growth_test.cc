#include "link/growth.h"

#include <algorithm>
#include <numeric>

#include <gtest/gtest.h>

#include "base/parallel.h"
#include "link/made_up_texts_test.h"

namespace maillon::link {
namespace {

constexpr uint32_t kFamilies = 40;
constexpr uint32_t kSize = 8;

// Families of kSize posts one after another, then texts of their own.
std::vector<Text> made_up_heap(uint64_t seed, double changed) {
  Dice dice(seed);
  std::vector<Text> texts;
  for (uint32_t f = 0; f < kFamilies; ++f) {
    const Text original = random_text(dice, 5);
    for (uint32_t i = 0; i < kSize; ++i) texts.push_back(change_words(original, dice, changed));
  }
  for (uint32_t i = 0; i < 300; ++i) texts.push_back(random_text(dice, 5));
  return texts;
}

struct Grown {
  std::vector<uint32_t> family;
  uint32_t count = 0;
  WordingKnowledge knowledge;
  std::vector<WordingPair> near_misses;
};

// Links the rows that are not fresh, then has the fresh ones find their place.
Grown grow(const std::vector<Text>& texts, const std::vector<uint32_t>& fresh) {
  std::vector<bool> is_fresh(texts.size(), false);
  for (const uint32_t row : fresh) is_fresh[row] = true;
  std::vector<uint32_t> old;
  std::vector<std::span<const uint32_t>> old_rows;
  for (uint32_t row = 0; row < texts.size(); ++row) {
    if (is_fresh[row]) continue;
    old.push_back(row);
    old_rows.emplace_back(texts[row]);
  }
  Grown out;
  Progress quiet;
  const Families before = find_families(old_rows, quiet, &out.knowledge);
  std::vector<uint32_t> moved = out.knowledge.single;
  for (uint32_t& row : moved) row = old[row];
  move_singles(out.knowledge, moved);
  out.family.assign(texts.size(), kNoFamily);
  for (std::size_t i = 0; i < old.size(); ++i) out.family[old[i]] = before.family[i];
  out.count = before.count;
  const auto rows = to_rows(texts);
  out.near_misses = grow_families(out.knowledge, rows, fresh, out.family, out.count, quiet);
  return out;
}

// The number of families whose posts are together, all but one at most, and apart from
// those of others.
uint32_t whole_families(const std::vector<uint32_t>& family) {
  uint32_t whole = 0;
  for (uint32_t f = 0; f < kFamilies; ++f) {
    const auto begin = family.begin() + f * kSize;
    uint32_t most = 0;
    for (auto at = begin; at != begin + kSize; ++at) {
      if (*at == kNoFamily) continue;
      const auto here = std::count(begin, begin + kSize, *at);
      if (here == std::count(family.begin(), family.end(), *at))
        most = std::max(most, static_cast<uint32_t>(here));
    }
    whole += most + 1 >= kSize ? 1 : 0;
  }
  return whole;
}

// One fresh post of each family; all but one; and all: their families are new.
TEST(GrowFamilies, FindsTheFamiliesThatLinkingAnewFinds) {
  for (const double changed : {0.0, 0.05, 0.10}) {
    const std::vector<Text> texts = made_up_heap(21, changed);
    Progress quiet;
    const uint32_t anew = whole_families(find_families(to_rows(texts), quiet).family);
    for (const uint32_t share : {1U, 4U, kSize - 1, kSize}) {
      SCOPED_TRACE(testing::Message() << changed << ", " << share << " fresh of each family");
      std::vector<uint32_t> fresh;
      for (uint32_t row = 0; row < kFamilies * kSize; ++row) {
        if (row % kSize < share) fresh.push_back(row);
      }
      for (uint32_t row = kFamilies * kSize; row < kFamilies * kSize + 50; ++row)
        fresh.push_back(row);
      const Grown grown = grow(texts, fresh);
      EXPECT_GE(whole_families(grown.family) + 2, anew);
      const auto strangers =
          std::count_if(grown.family.begin() + kFamilies * kSize, grown.family.end(),
                        [](uint32_t f) { return f != kNoFamily; });
      EXPECT_LE(strangers, 2);
    }
  }
}

TEST(GrowFamilies, CopiesOfASingleTextAndOfEachOther) {
  Dice dice(122);
  std::vector<Text> texts = made_up_heap(22, 0.05);
  const auto single = static_cast<uint32_t>(texts.size() - 1);
  const auto first = static_cast<uint32_t>(texts.size());
  texts.push_back(texts[single]);
  const Text flood = random_text(dice, 5);
  texts.insert(texts.end(), 3000, flood);
  std::vector<uint32_t> fresh(texts.size() - first);
  std::iota(fresh.begin(), fresh.end(), first);
  const Grown grown = grow(texts, fresh);
  EXPECT_NE(grown.family[single], kNoFamily);
  EXPECT_EQ(grown.family[single], grown.family[first]);
  EXPECT_NE(grown.family.back(), kNoFamily);
  EXPECT_EQ(std::count(grown.family.begin(), grown.family.end(), grown.family.back()), 3000);
}

// A family of copies of one text has nothing that varies, but it is a family all the same.
TEST(GrowFamilies, CopiesOfAKnownFamilyOfCopies) {
  Dice dice(127);
  std::vector<Text> texts = made_up_heap(27, 0.05);
  const Text copied = random_text(dice, 5);
  texts.insert(texts.end(), 5, copied);
  const auto changed = static_cast<uint32_t>(texts.size());
  texts.push_back(change_words(copied, dice, 0.05));
  const Grown grown = grow(texts, {changed - 1, changed});
  EXPECT_NE(grown.family[changed - 5], kNoFamily);
  EXPECT_EQ(grown.family[changed - 1], grown.family[changed - 5]);
  EXPECT_EQ(grown.family[changed], grown.family[changed - 5]);
  // Now that its texts differ, it has a profile.
  EXPECT_TRUE(have_profile(grown.knowledge, grown.count)[grown.family[changed]]);
}

// What came by growth is known the next time: family by family, text by text.
TEST(GrowFamilies, GrowsAgain) {
  const std::vector<Text> texts = made_up_heap(23, 0.05);
  // Families 0 to 9 come as a whole, half at first and half later.
  std::vector<uint32_t> first, second;
  for (uint32_t row = 0; row < 10 * kSize; ++row) (row % 2 == 0 ? first : second).push_back(row);
  std::vector<uint32_t> both(first);
  both.insert(both.end(), second.begin(), second.end());
  std::sort(both.begin(), both.end());
  Grown grown = grow(texts, both);  // what it knows, without the second half:
  {
    std::vector<Text> without = texts;
    for (const uint32_t row : second) without[row].clear();
    grown = grow(without, both);
  }
  Progress quiet;
  const auto rows = to_rows(texts);
  grow_families(grown.knowledge, rows, second, grown.family, grown.count, quiet);
  EXPECT_GE(whole_families(grown.family), kFamilies - 3);
}

TEST(GrowFamilies, SameForAnyNumberOfThreads) {
  const std::vector<Text> texts = made_up_heap(24, 0.08);
  std::vector<uint32_t> fresh;
  for (uint32_t row = 0; row < texts.size(); row += 5) fresh.push_back(row);
  Grown one;
  for (const int threads : {1, 2, 7}) {
    const ThreadLimit limit(threads);
    const Grown grown = grow(texts, fresh);
    if (threads == 1) one = grown;
    EXPECT_EQ(grown.family, one.family);
    EXPECT_EQ(grown.near_misses, one.near_misses);
    EXPECT_EQ(grown.knowledge.hash, one.knowledge.hash);
    EXPECT_EQ(grown.knowledge.profile_feature, one.knowledge.profile_feature);
    EXPECT_EQ(grown.knowledge.bin_single, one.knowledge.bin_single);
  }
}

TEST(MoveSingles, KeepsTheIndexOfThoseThatStay) {
  const std::vector<Text> texts = made_up_heap(25, 0.05);
  Progress quiet;
  WordingKnowledge knowledge;
  find_families(to_rows(texts), quiet, &knowledge);
  const std::size_t before = knowledge.single.size();
  ASSERT_GT(before, 250u);
  std::vector<uint32_t> row = knowledge.single;
  for (std::size_t s = 0; s < row.size(); s += 2) row[s] = kNoFamily;
  move_singles(knowledge, row);
  EXPECT_EQ(knowledge.single.size(), before / 2);
  // A copy of one that stayed is found by all its bins; of one that left, by none.
  for (std::size_t bin = 0; bin < kIndexBins; ++bin) {
    const auto values = std::span(knowledge.bin_value)
                            .subspan(knowledge.bin_offsets[bin],
                                     knowledge.bin_offsets[bin + 1] - knowledge.bin_offsets[bin]);
    EXPECT_TRUE(std::is_sorted(values.begin(), values.end()));
  }
  for (const uint32_t s : knowledge.bin_single) ASSERT_LT(s, knowledge.single.size());
}

TEST(RenumberProfiles, DropsThoseOfNoNumber) {
  const std::vector<Text> texts = made_up_heap(26, 0.05);
  Progress quiet;
  WordingKnowledge knowledge;
  const Families found = find_families(to_rows(texts), quiet, &knowledge);
  const WordingKnowledge before = knowledge;
  std::vector<uint32_t> number(found.count, kNoFamily);
  number[3] = 0;
  renumber_profiles(knowledge, number);
  ASSERT_EQ(knowledge.family, (std::vector<uint32_t>{0}));
  const auto at = static_cast<std::size_t>(
      std::find(before.family.begin(), before.family.end(), 3U) - before.family.begin());
  const std::vector<uint32_t> features(
      before.profile_feature.begin() + static_cast<std::ptrdiff_t>(before.profile_offsets[at]),
      before.profile_feature.begin() + static_cast<std::ptrdiff_t>(before.profile_offsets[at + 1]));
  EXPECT_EQ(knowledge.profile_feature, features);
}

}  // namespace
}  // namespace maillon::link
