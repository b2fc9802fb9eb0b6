// Families of wording: posts that were written from the same template.
#pragma once

#include <cstdint>
#include <vector>

#include "base/progress.h"
#include "base/records.h"
#include "link/texts.h"
#include "link/wording.h"

namespace maillon::link {

inline constexpr uint32_t kNoFamily = 0xffffffff;

struct WordingKnowledge;

// Two posts that were compared as neighbours by their wording.
struct WordingPair {
  uint32_t a = 0, b = 0;  // rows, a < b
  int32_t bits = 0;       // shared wording, 1/1024 bits
  int32_t share = 0;      // of the lighter text, 1/1024
  friend bool operator==(const WordingPair&, const WordingPair&) = default;
};

// Shares of a text's wording, of 1024.
inline constexpr int32_t kNearMissShare = 256;  // shown to the analyst, not joined
inline constexpr int32_t kPairShare = 400;      // two texts
inline constexpr int32_t kClusterShare = 400;   // texts of two clusters, on average
inline constexpr int32_t kProfileShare = 300;   // a text and what a family has in common

// The families of a heap of posts.
struct Families {
  std::vector<uint32_t> family;          // per row: its family, or kNoFamily
  uint32_t count = 0;                    // families are numbered by their smallest row
  std::vector<WordingPair> near_misses;  // compared, alike, and not joined: for a person to look at
};

// A heap of posts as its distinct texts, with what their words are worth by rarity. All
// that is needed of the tokens to find families. Fails as a Spool does.
struct TextHeap {
  Texts texts;
  Wording wording;
};
Result<TextHeap> weigh_texts(TokenRows tokens, Scratch& scratch, Progress& progress);

// Finds the families in near-linear time. Rows must be in canonical order (by
// hash of the identifier); then the same rows give the same families. Holds under
// reordered sentences, changed words, prefixes, suffixes and truncation; phrases
// that everyone uses weigh nothing. No setting: thresholds are shares of a text
// and do not depend on the number of posts. Leaves the weights in `heap` as they were found
// last: learn_wording() keeps them for a later grow_families() (knowledge.h).
Families find_families(TextHeap& heap, Progress& progress);

// The same from the tokens. `knowledge`, if not null, takes what was learned.
Families find_families(TokenRows tokens, Progress& progress, WordingKnowledge* knowledge = nullptr);

}  // namespace maillon::link
