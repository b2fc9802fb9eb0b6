// Families of a case that has grown: new texts find their place among what is known, in
// time proportional to the new texts.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/progress.h"
#include "base/records.h"
#include "link/families.h"
#include "link/knowledge.h"

namespace maillon::link {

// Gives each row of `fresh` (rows of `tokens` that are not in `knowledge`) the family whose
// profile holds most of it, or joins it with other fresh texts and with texts of no family
// into a new one, as find_families() would, but with the weights as they were learned: words
// are not weighed anew, and families that are known are neither joined nor split. What that
// changes is measured in docs/benchmarks.md.
//
// `family`: per row of `tokens`, the families of the knowledge, kNoFamily for fresh rows;
// filled in for fresh rows and for single texts that found company: new families take the
// numbers from `count` on. `count` and `knowledge` follow. Gives the near misses of fresh
// rows. The same result for any number of threads.
std::vector<WordingPair> grow_families(WordingKnowledge& knowledge, TokenRows tokens,
                                       std::span<const uint32_t> fresh,
                                       std::vector<uint32_t>& family, uint32_t& count,
                                       Progress& progress);

}  // namespace maillon::link
