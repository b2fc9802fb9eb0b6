// How much the wording of two texts says: weights of features and the overlap
// of two texts, in bits.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "link/features.h"

namespace maillon::link {

// Bits are kept as integers of 1/1024, so that sums do not depend on their order.
inline constexpr int64_t kBit = 1024;

// log2(numerator / denominator) in 1/1024 bits; both > 0.
int32_t log2_ratio(double numerator, double denominator);

// A small heap says little about how rare a word pair is in the language: as if
// this many texts without it had been seen.
inline constexpr double kPriorTexts = 4096;
// What a feature of so many texts in a heap of `heap` says by its rarity, 1/1024 bits.
int32_t rarity_of(std::size_t heap, double texts);

// What a feature is worth, 1/1024 bits.
struct Worth {
  int32_t weight = 0;       // 0 = of a stock phrase or boilerplate
  int32_t rarity = 0;       // its weight before any discount
  uint32_t phrase = 0;      // the stock phrase that it is a part of ...
  int32_t phrase_bits = 0;  // ... and what that says once, beside the weight; 0 = of none
};

// The features of a heap of texts with what each is worth.
struct Wording {
  FeatureTable table;
  std::size_t heap = 0;        // how many texts the weights were learned from
  std::vector<Worth> worth;    // per feature
  std::vector<int64_t> total;  // per text: its features' weights and a share of the unshared ones
  std::vector<int64_t> whole;  // per text: the same total by rarity
};

// Two texts made of nothing but stock phrases, in the same combination, are of one
// template too. Their overlap by rarity must then be this much larger than an overlap
// in wording of their own, to say the same.
inline constexpr int32_t kOwnShare = 400;    // of 1024
inline constexpr int32_t kWholeShare = 700;  // of 1024
// Less shared wording than this is chance, whatever its share.
inline constexpr int64_t kLeastOwnBits = 25 * kBit;
inline constexpr int64_t kLeastWholeBits = 100 * kBit;
// What a stock phrase counts in a text's total, of its rarity: a text that is mostly
// made of them has little wording of its own to be known by.
inline constexpr double kStockShare = 0.4;
// What an unshared feature counts there once weights are final: slots and changed words
// make such features too and must not sink a pair.
inline constexpr double kUnsharedLater = 0.4;
inline int32_t weight_in_total(const Worth& worth) {
  return std::max(worth.weight, static_cast<int32_t>(kStockShare * worth.rarity));
}

// What two texts share. `bits` is the shared weight in 1/1024 bits; `share` is it over
// the lighter text's total, in 1/1024, or what the overlap by rarity amounts to on
// the same scale, if that is more.
struct Overlap {
  int64_t bits = 0;
  int32_t share = 0;
};

// Sets the totals by the weights; an unshared feature counts `unshared_share` of the rarity
// of a feature that one text has.
void set_totals(Wording& wording, double unshared_share);

// Weighs features by their rarity alone and sets the totals.
Wording weigh_by_rarity(FeatureTable table);

// Takes the weight from stock phrases and boilerplate: features whose texts
// otherwise have nothing in common. Found from the data: for each feature some
// pairs of its texts are compared as wholes; a feature is worth its rarity times
// the share of pairs that are alike. Totals are set anew.
void discount_stock(Wording& wording);

// Takes the weight from stock phrases by what a first clustering has found (labels
// as in agglomerate.h): a template's feature is at home in a few clusters, a stock
// phrase in many, however large some of them are. Starts from rarity alone.
void discount_scattered(Wording& wording, const std::vector<uint32_t>& label);

// The share that two overlaps amount to: see Overlap. 0 if neither is enough to say
// anything.
int32_t joint_share(int64_t own, int64_t own_total, int64_t whole, int64_t whole_total);

// The exact overlap of two texts, by merging their sorted features.
Overlap compare(const Wording& wording, uint32_t a, uint32_t b);

}  // namespace maillon::link
