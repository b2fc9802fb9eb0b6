// Made posts for tests: families of near-copies, of which some words lean to a label.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "base/hash.h"
#include "rank/neutral/lexicon_test_words.h"
#include "rank/ranker/evaluate.h"

namespace maillon::rank {

struct Posts {
  std::vector<std::string> text;
  FeatureTable table;
  std::vector<Example> examples;
};

struct FamilyOptions {
  std::size_t families = 60, copies = 5;
  double noise = 0;  // share of families whose label is the wrong one
  uint32_t seed = 1;
};

inline void fill_table(Posts& posts) {
  const NeutralLexicon lexicon = small_lexicon();
  FeatureMaker maker(lexicon);
  FeatureRow row;
  posts.table = {};
  for (const std::string& text : posts.text) {
    maker.make(text, {}, row);
    posts.table.add(row);
  }
}

// A word of a family's own or of all: what a learner may learn is which of the cues lean.
inline std::string made_word(std::mt19937& dice) {
  static constexpr std::array<const char*, 16> kSyllables{"bam", "lor", "mit", "tan",  "kef", "rus",
                                                          "nod", "vil", "dur", "shum", "pin", "gor",
                                                          "ulk", "win", "tab", "hul"};
  std::string word;
  for (int i = 0; i < 3; ++i) word += kSyllables[dice() % kSyllables.size()];
  return word;
}

inline Posts make_families(const FamilyOptions& options) {
  constexpr std::array<const char*, 6> kFor{"passport", "advance", "travel",
                                            "house",    "debt",    "agent"};
  constexpr std::array<const char*, 6> kAgainst{"union",   "contract", "pension",
                                                "holiday", "leave",    "tax"};
  std::mt19937 dice(options.seed);
  Posts posts;
  for (std::size_t family = 0; family < options.families; ++family) {
    const bool leans = family % 2 == 0;
    const bool wrong = static_cast<double>(dice() % 10000) < options.noise * 10000;
    std::vector<std::string> words;
    for (int i = 0; i < 12; ++i) words.push_back(made_word(dice));
    for (int i = 0; i < 3; ++i) {
      const bool cue = dice() % 10 < 8 ? leans : !leans;
      words.push_back((cue ? kFor : kAgainst)[dice() % 6]);
    }
    std::shuffle(words.begin(), words.end(), dice);
    for (std::size_t copy = 0; copy < options.copies; ++copy) {
      std::string text;
      for (const std::string& word : words) text += word + ' ';
      posts.text.push_back(text + made_word(dice));
      posts.examples.push_back({mix64(posts.text.size()), family, leans != wrong, 1});
    }
  }
  fill_table(posts);
  return posts;
}

inline Posts reversed(const Posts& posts) {
  Posts out;
  out.text.assign(posts.text.rbegin(), posts.text.rend());
  out.examples.assign(posts.examples.rbegin(), posts.examples.rend());
  fill_table(out);
  return out;
}

}  // namespace maillon::rank
