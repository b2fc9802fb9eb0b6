// How much the wording of two texts says: weights of features and the overlap
// of two texts, in bits.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "link/features.h"

namespace maillon::link {

// Bits are kept as integers of 1/1024, so that sums do not depend on their order.
inline constexpr int64_t kBit = 1024;

// log2(numerator / denominator) in 1/1024 bits; both > 0.
int32_t log2_ratio(double numerator, double denominator);

// The features of a heap of texts with what each is worth.
struct Wording {
  FeatureTable table;
  std::vector<int32_t> weight;  // per feature, 1/1024 bits; 0 = a stock phrase or boilerplate
  std::vector<int64_t> total;   // per text: its features' weights and a share of the unshared ones
};

// What two texts share. `share` is the shared weight over the lighter text's
// total, in 1/1024; `bits` the shared weight in 1/1024 bits.
struct Overlap {
  int64_t bits = 0;
  int32_t share = 0;
};

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

// The exact overlap of two texts, by merging their sorted features.
Overlap compare(const Wording& wording, uint32_t a, uint32_t b);

}  // namespace maillon::link
