// What linking by wording leaves for later: what words are worth in this case, what each
// family has in common, and an index of the texts that have no family yet.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/records.h"
#include "link/profiles.h"
#include "link/texts.h"
#include "link/wording.h"

namespace maillon::link {

// One-permutation MinHash of a text's own wording (Li, Owen, Zhang 2012): the smallest hash
// of each bin; kEmptyIndexBin where there is none.
inline constexpr std::size_t kIndexBins = 24;
inline constexpr uint32_t kEmptyIndexBin = 0xffffffff;
using IndexSketch = std::array<uint32_t, kIndexBins>;

struct WordingKnowledge {
  uint64_t heap = 0;  // texts that the weights were learned from
  // Features that at least two of them had, by hash, with what each is worth (Worth).
  std::vector<uint32_t> hash;
  std::vector<int32_t> weight, rarity, phrase_bits;
  std::vector<uint32_t> phrase;
  // Profiles: family[p] has the features profile_feature[profile_offsets[p] ..), places in
  // `hash`, ascending.
  std::vector<uint32_t> family;
  std::vector<uint64_t> profile_offsets{0};
  std::vector<uint32_t> profile_feature;
  // Texts without a profile, by the row of one post of theirs: those of no family, and of
  // families that are copies of one text. For each bin (bin_offsets) the values of their
  // sketches, ascending, beside the text's place in `single`.
  std::vector<uint32_t> single;
  std::vector<uint64_t> bin_offsets{0};
  std::vector<uint32_t> bin_value, bin_single;
};

// Hashes that are of stock phrases, as a filter: some others pass for it, the same ones
// everywhere (a Bloom filter of one hash).
class StockFilter {
 public:
  explicit StockFilter(const WordingKnowledge& knowledge);
  bool may_be_stock(uint32_t hash) const { return bit_[hash >> kShift]; }

 private:
  static constexpr int kShift = 10;
  std::vector<bool> bit_;
};

// The sketch of a text's features that are not of stock phrases.
IndexSketch index_sketch(std::span<const uint32_t> tokens, const StockFilter& stock);

// After a link: `family` per row, weights final.
WordingKnowledge learn_wording(const Wording& wording, const Texts& texts, TokenRows tokens,
                               std::span<const uint32_t> family);

// Per family below `count`: does it have a profile?
std::vector<bool> have_profile(const WordingKnowledge& knowledge, uint32_t count);

// Adds texts without a profile, by their rows.
void index_singles(WordingKnowledge& knowledge, TokenRows tokens, std::span<const uint32_t> rows);

// Gives the indexed texts new rows; `row` stands beside `single`, kNoFamily drops one.
void move_singles(WordingKnowledge& knowledge, std::span<const uint32_t> row);

// Adds profiles, each of the family beside it. Features that were not known so far are
// known from now on, with their worth in `wording`.
void add_profiles(WordingKnowledge& knowledge, const Wording& wording, const Profiles& profiles,
                  std::span<const uint32_t> family);

// Gives families new numbers; `number` per family, kNoFamily drops its profile.
void renumber_profiles(WordingKnowledge& knowledge, std::span<const uint32_t> number);

}  // namespace maillon::link
