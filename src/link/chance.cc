// Rarity counts a feature as if words were drawn one by one. That is right for the
// wording of one author, which has no other reason to come again. It is wrong for a
// phrase that everyone uses: "no experience needed" has three features, but whoever
// has one of them has all, and they say together what each says alone.
//
// Features that come as a whole stand in the same texts. Texts are numbered at random
// (by hash), so the first texts of two features' lists are the same if the lists
// are mostly the same: a MinHash for nothing. Features that agree in three of their
// first four texts are put in one group. Phrases that are independent of each other
// seldom do; where they do, less is taken for known than is, which is the safe side.
#include "link/chance.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <vector>

#include "base/hash.h"

namespace maillon::link {
namespace {

constexpr std::size_t kFirst = 4;
constexpr double kPriorTexts = 4096;  // as in wording.cc

std::vector<uint32_t> common_features(std::span<const uint32_t> a, std::span<const uint32_t> b) {
  std::vector<uint32_t> common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
  return common;
}

// Every three of the first four texts of each feature (all of fewer), as a key with the
// feature's index.
std::vector<std::pair<uint64_t, uint32_t>> first_texts(const FeatureTable& table,
                                                       std::span<const uint32_t> features) {
  std::vector<std::pair<uint64_t, uint32_t>> keys;
  for (uint32_t i = 0; i < features.size(); ++i) {
    const auto texts = table.texts_of(features[i]);
    const std::size_t first = std::min(kFirst, texts.size());
    for (std::size_t left_out = 0; left_out < kFirst; ++left_out) {
      if (first < kFirst && left_out > 0) break;
      uint64_t key = 0;
      for (std::size_t x = 0; x < first; ++x) {
        if (first == kFirst && x == left_out) continue;
        key = mix64(key ^ (texts[x] + 1));
      }
      keys.emplace_back(key, i);
    }
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

}  // namespace

int64_t phrase_bits(const FeatureTable& table, std::span<const uint32_t> a,
                    std::span<const uint32_t> b) {
  const std::vector<uint32_t> common = common_features(a, b);
  std::vector<uint32_t> parent(common.size());
  std::iota(parent.begin(), parent.end(), 0);
  const auto root = [&](uint32_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  const auto keys = first_texts(table, common);
  for (std::size_t k = 1; k < keys.size(); ++k) {
    if (keys[k].first == keys[k - 1].first) parent[root(keys[k].second)] = root(keys[k - 1].second);
  }
  // A phrase is as rare as its most common feature.
  std::vector<std::size_t> texts(common.size(), 0);
  for (uint32_t i = 0; i < common.size(); ++i) {
    std::size_t& most = texts[root(i)];
    most = std::max(most, table.texts_of(common[i]).size());
  }
  int64_t bits = 0;
  for (const std::size_t count : texts) {
    if (count == 0) continue;
    bits +=
        log2_ratio(static_cast<double>(table.texts()) + kPriorTexts, static_cast<double>(count));
  }
  return bits;
}

bool is_chance(const Wording& wording, std::span<const uint32_t> a, std::span<const uint32_t> b) {
  int64_t left =
      log2_ratio(static_cast<double>(wording.table.texts()) + kPriorTexts, 1) + kChanceBits;
  for (const uint32_t f : common_features(a, b)) left -= wording.weight[f];
  return left > 0 && phrase_bits(wording.table, a, b) < left;
}

}  // namespace maillon::link
