#include "rank/lazy_dfa.h"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace maillon::rank {
namespace {

// Phrases and texts of a few words; a word's set is the symbol of its phrase part.
struct Made {
  PhraseNfa nfa;
  std::vector<std::vector<uint32_t>> symbols;
  std::vector<SymbolSet> sets;

  Made() {
    PhraseParser parser;
    uint32_t owner = 0;
    for (const char* phrase : {"alpha beta", "alpha (beta|gamma)? delta", "beta", "beta beta beta",
                               "(alpha beta|gamma) gamma", "alp* beta? gamma"}) {
      nfa.add(*parser.parse(phrase, "en"), owner++, true);
    }
    nfa.finish();
    for (const char* text : {"alpha", "beta", "gamma", "delta", "other"}) {
      WordReader reader;
      reader.read(text);
      std::string key;
      symbols.emplace_back();
      nfa.symbols_of(text, reader.words()[0], key, symbols.back());
    }
    for (const auto& list : symbols) {
      sets.push_back({list, bits_of(list), {}});
    }
  }

  std::vector<std::vector<uint32_t>> walk(LazyDfa& dfa, const std::vector<uint32_t>& words) const {
    std::vector<std::vector<uint32_t>> out;
    LazyDfa::StateId at = dfa.begin(words[0], sets[words[0]]);
    for (std::size_t i = 1; at != LazyDfa::kDead; ++i) {
      const auto ends = dfa.endings(at);
      out.emplace_back(ends.begin(), ends.end());
      if (i == words.size()) break;
      at = dfa.next(at, words[i], sets[words[i]]);
    }
    return out;
  }
};

TEST(LazyDfa, EndsWherePhrasesEnd) {
  const Made made;
  LazyDfa dfa(made.nfa);
  using Ends = std::vector<std::vector<uint32_t>>;
  EXPECT_EQ(made.walk(dfa, {0, 1, 3}), (Ends{{}, {0}, {1}}));
  EXPECT_EQ(made.walk(dfa, {0, 1, 2}), (Ends{{}, {0}, {4, 5}}));
  EXPECT_EQ(made.walk(dfa, {1, 1, 1, 1}), (Ends{{2}, {}, {3}}));
  EXPECT_EQ(made.walk(dfa, {4, 1}), Ends{});
}

TEST(LazyDfa, WhatItHasForgottenItMakesAnew) {
  const Made made;
  LazyDfa keeps(made.nfa), forgets(made.nfa, 0);
  std::mt19937 random(3);
  for (int round = 0; round < 500; ++round) {
    std::vector<uint32_t> words;
    for (int i = 0; i < 5; ++i) words.push_back(static_cast<uint32_t>(random() % 5));
    ASSERT_EQ(made.walk(keeps, words), made.walk(forgets, words));
  }
}

}  // namespace
}  // namespace maillon::rank
