#include "link/families.h"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "base/parallel.h"
#include "link/made_up_texts_test.h"

namespace maillon::link {
namespace {

Families find(const std::vector<Text>& texts) {
  Progress quiet;
  return find_families(to_rows(texts), quiet);
}

// `families` families of `size` posts each, then as many unrelated posts.
std::vector<Text> made_up_heap(uint64_t seed, uint32_t families, uint32_t size, double changed) {
  Dice dice(seed);
  std::vector<Text> texts;
  for (uint32_t f = 0; f < families; ++f) {
    const Text original = random_text(dice, 5);
    for (uint32_t i = 0; i < size; ++i) texts.push_back(change_words(original, dice, changed));
  }
  for (uint32_t i = 0; i < families * size; ++i) texts.push_back(random_text(dice, 5));
  return texts;
}

TEST(FindFamilies, NothingInNothingOut) {
  EXPECT_EQ(find({}).count, 0u);
  EXPECT_EQ(find({{}, {}, {}}).count, 0u);
  EXPECT_EQ(find({{kFirstWordToken}, {kFirstWordToken}}).count, 0u)
      << "one shared word is no wording";
}

TEST(FindFamilies, IdenticalPostsAreOneFamily) {
  Dice dice(1);
  const std::vector<Text> texts(10'000, random_text(dice, 5));
  const Families found = find(texts);
  EXPECT_EQ(found.count, 1u);
  EXPECT_TRUE(
      std::all_of(found.family.begin(), found.family.end(), [](uint32_t f) { return f == 0; }));
}

TEST(FindFamilies, TwoPostsOfASmallHeapAreFound) {
  Dice dice(2);
  const Text original = random_text(dice, 4);
  const Families found = find({change_words(original, dice, 0.05), random_text(dice, 4), original});
  EXPECT_EQ(found.family, (std::vector<uint32_t>{0, kNoFamily, 0}));
}

TEST(FindFamilies, ChangedWordsKeepAFamilyTogether) {
  for (const double changed : {0.0, 0.02, 0.05, 0.10}) {
    SCOPED_TRACE(changed);
    const Families found = find(made_up_heap(3, 40, 12, changed));
    std::map<std::pair<uint32_t, uint32_t>, uint32_t> together;
    for (uint32_t row = 0; row < 480; ++row) ++together[{row / 12, found.family[row]}];
    uint32_t kept = 0;
    for (const auto& [key, n] : together) kept += n >= 11 && key.second != kNoFamily ? 1 : 0;
    EXPECT_GE(kept, 38u);
    const auto strangers = std::count_if(found.family.begin() + 480, found.family.end(),
                                         [](uint32_t f) { return f != kNoFamily; });
    EXPECT_LE(strangers, 2);
  }
}

TEST(FindFamilies, ReorderedSentencesAreTheSameWording) {
  Dice dice(4);
  std::vector<Text> texts;
  for (uint32_t i = 0; i < 50; ++i) texts.push_back(random_text(dice, 5));
  const Text a = random_sentence(dice, 8);
  const Text b = random_sentence(dice, 8);
  const Text c = random_sentence(dice, 8);
  for (const auto& order :
       {std::vector{&a, &b, &c}, std::vector{&c, &a, &b}, std::vector{&b, &c, &a}}) {
    Text text;
    for (const Text* sentence : order) text.insert(text.end(), sentence->begin(), sentence->end());
    texts.push_back(text);
  }
  const Families found = find(texts);
  EXPECT_EQ(found.count, 1u);
  EXPECT_EQ(std::count(found.family.begin() + 50, found.family.end(), 0u), 3);
}

// Copies of one text say nothing about how much a template varies.
TEST(FindFamilies, CopiesOfTwoVariantsAreOneFamily) {
  Dice dice(11);
  const Text original = random_text(dice, 5);
  const Text variant = change_words(original, dice, 0.15);
  ASSERT_NE(original, variant);
  const Families found = find({original, original, variant, variant, random_text(dice, 5)});
  EXPECT_EQ(found.family, (std::vector<uint32_t>{0, 0, 0, 0, kNoFamily}));
}

// A post that was cut to two of six sentences is of the template all the same.
TEST(FindFamilies, WhatWasCutFromALongerPostStays) {
  Dice dice(12);
  const Text original = random_text(dice, 6);
  std::vector<Text> texts;
  for (uint32_t i = 0; i < 4; ++i) texts.push_back(change_words(original, dice, 0.02));
  texts.emplace_back(original.begin(), original.begin() + 16);  // two sentences of 7 words
  for (uint32_t i = 0; i < 50; ++i) texts.push_back(random_text(dice, 6));
  const Families found = find(texts);
  EXPECT_EQ(std::count(found.family.begin(), found.family.begin() + 5, 0u), 5);
  EXPECT_EQ(found.count, 1u);
}

// Half of each text is one phrase that everyone uses; the rest is its own.
TEST(FindFamilies, StockPhrasesAloneMakeNoFamily) {
  Dice dice(5);
  const Text stock = random_text(dice, 3);
  std::vector<Text> texts;
  for (uint32_t i = 0; i < 2000; ++i) {
    Text text = random_text(dice, 3);
    text.insert(text.end(), stock.begin(), stock.end());
    texts.push_back(text);
  }
  EXPECT_EQ(find(texts).count, 0u);
}

TEST(FindFamilies, AFamilyIsFoundUnderAStockPhrase) {
  Dice dice(6);
  const Text stock = random_text(dice, 3);
  const Text original = random_text(dice, 3);
  std::vector<Text> texts;
  for (uint32_t i = 0; i < 1000; ++i) {
    Text text = i < 20 ? change_words(original, dice, 0.03) : random_text(dice, 3);
    text.insert(text.end(), stock.begin(), stock.end());
    texts.push_back(text);
  }
  const Families found = find(texts);
  EXPECT_EQ(found.count, 1u);
  EXPECT_EQ(std::count(found.family.begin(), found.family.begin() + 20, 0u), 20);
}

// Each post is one word apart from the one before: the ends have nothing in common,
// and the chain must not be one family from end to end, nor take forever.
TEST(FindFamilies, AChainIsNotOneFamily) {
  Dice dice(7);
  std::vector<Text> texts{random_text(dice, 4)};
  for (uint32_t i = 1; i < 5000; ++i) {
    Text text = texts.back();
    uint32_t& word = text[i % text.size()];
    if (word != kSentenceBreak) word = kFirstWordToken + dice.below(30000);
    texts.push_back(text);
  }
  const Families found = find(texts);
  std::map<uint32_t, uint32_t> size;
  for (const uint32_t f : found.family) ++size[f];
  size.erase(kNoFamily);
  for (const auto& [family, n] : size) EXPECT_LT(n, 1000u);
  EXPECT_GT(found.count, 20u);
}

TEST(FindFamilies, SameForAnyNumberOfThreads) {
  const std::vector<Text> texts = made_up_heap(8, 30, 20, 0.08);
  Families first;
  for (const int threads : {1, 2, 7}) {
    const ThreadLimit limit(threads);
    const Families found = find(texts);
    if (threads == 1) first = found;
    EXPECT_EQ(found.family, first.family);
    EXPECT_EQ(found.near_misses, first.near_misses);
  }
}

TEST(FindFamilies, AMillionWordsInOnePost) {
  Dice dice(9);
  std::vector<Text> texts{random_text(dice, 140'000), random_text(dice, 4)};
  texts.push_back(texts[1]);
  EXPECT_EQ(find(texts).family, (std::vector<uint32_t>{kNoFamily, 0, 0}));
}

}  // namespace
}  // namespace maillon::link
