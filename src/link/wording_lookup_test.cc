#include "link/wording_lookup.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "link/growth.h"
#include "link/made_up_texts_test.h"

namespace maillon::link {
namespace {

constexpr uint32_t kFamilies = 30;
constexpr uint32_t kSize = 8;

// Families of kSize posts one after another, then texts of their own; and one more text of
// each family, which the heap does not have.
struct Heap {
  std::vector<Text> texts, asked;
};
Heap made_up_heap(uint64_t seed) {
  Dice dice(seed);
  Heap heap;
  for (uint32_t f = 0; f < kFamilies; ++f) {
    const Text original = random_text(dice, 5);
    for (uint32_t i = 0; i < kSize; ++i) heap.texts.push_back(change_words(original, dice, 0.1));
    heap.asked.push_back(change_words(original, dice, 0.1));
  }
  for (uint32_t i = 0; i < 200; ++i) heap.texts.push_back(random_text(dice, 5));
  return heap;
}

// A text that is only asked about gets the family that it would get if it were linked.
TEST(WordingLookup, finds_the_family_that_growth_finds) {
  for (const uint64_t seed : {1, 2, 3}) {
    const Heap heap = made_up_heap(seed);
    Progress quiet;
    WordingKnowledge knowledge;
    const Families families = find_families(to_rows(heap.texts), quiet, &knowledge);
    std::vector<Text> all = heap.texts;
    all.insert(all.end(), heap.asked.begin(), heap.asked.end());
    std::vector<uint32_t> grown = families.family, fresh;
    grown.resize(all.size(), kNoFamily);
    for (std::size_t i = heap.texts.size(); i < all.size(); ++i)
      fresh.push_back(static_cast<uint32_t>(i));
    uint32_t count = families.count;
    WordingKnowledge taught = knowledge;
    grow_families(taught, to_rows(all), fresh, grown, count, quiet);

    WordingLookup lookup(std::move(knowledge));
    uint32_t found = 0;
    for (std::size_t f = 0; f < heap.asked.size(); ++f) {
      const auto match = lookup.find_family(heap.asked[f]);
      if (!match) continue;
      EXPECT_EQ(match->family, grown[fresh[f]]);
      const auto begin = families.family.begin() + static_cast<std::ptrdiff_t>(f * kSize);
      EXPECT_GT(std::count(begin, begin + kSize, match->family), kSize / 2);
      EXPECT_GE(match->overlap.share, kProfileShare);
      EXPECT_GE(match->overlap.bits, kLeastOwnBits);
      ++found;
    }
    EXPECT_GE(found, kFamilies - 1);
    Dice dice(seed + 100);
    for (int i = 0; i < 50; ++i) EXPECT_FALSE(lookup.find_family(random_text(dice, 5)));
    EXPECT_FALSE(lookup.find_family({}));
  }
}

TEST(WordingLookup, finds_single_texts_that_are_alike) {
  const Heap heap = made_up_heap(4);
  Progress quiet;
  WordingKnowledge knowledge;
  find_families(to_rows(heap.texts), quiet, &knowledge);
  const WordingLookup lookup(std::move(knowledge));
  Dice dice(5);
  uint32_t found = 0;
  for (uint32_t row = kFamilies * kSize; row < heap.texts.size(); ++row) {
    const Text copy = change_words(heap.texts[row], dice, 0.05);
    const std::vector<uint32_t> rows = lookup.find_similar(copy);
    std::vector<std::span<const uint32_t>> others;
    for (const uint32_t other : rows) others.emplace_back(heap.texts[other]);
    const std::vector<WordingMatch> alike = lookup.find_alike(copy, others);
    if (!alike.empty() && rows[alike.front().family] == row) ++found;
    EXPECT_LE(alike.size(), 1U);  // no other text is like it
  }
  EXPECT_GE(found, 190U);  // of 200
  EXPECT_TRUE(lookup.find_similar(random_text(dice, 5)).empty());
}

}  // namespace
}  // namespace maillon::link
