// One text at a time against all wording that is known: what growth.h does for new posts
// of a case, without taking the text in.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "link/families.h"
#include "link/known_wording.h"
#include "link/profile_search.h"

namespace maillon::link {

// What a text has in common with a family's profile, or with another text.
struct WordingMatch {
  uint32_t family = kNoFamily;  // or, from find_alike(), the number of the other text
  Overlap overlap;
};

// Holds scratch memory: one thread at a time.
class WordingLookup {
 public:
  explicit WordingLookup(WordingKnowledge knowledge);
  WordingLookup(const WordingLookup&) = delete;
  WordingLookup& operator=(const WordingLookup&) = delete;

  // The family whose profile holds most of the text, as grow_families() would choose it.
  std::optional<WordingMatch> find_family(std::span<const uint32_t> tokens);
  // Rows of the texts of no family (or of a family of copies) that may be like it, the
  // likeliest first. They are to be compared in full: find_alike().
  std::vector<uint32_t> find_similar(std::span<const uint32_t> tokens) const;
  // Those of `others` that have as much in common with the text as two posts of one
  // family, the most alike first.
  std::vector<WordingMatch> find_alike(std::span<const uint32_t> tokens, TokenRows others) const;

 private:
  WordingKnowledge knowledge_;
  StockFilter stock_;
  Wording one_;  // of the text that is looked up: text 0, with the known features' worth
  Profiles profiles_;
  Candidates candidates_;
};

}  // namespace maillon::link
