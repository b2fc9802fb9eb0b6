// Stock phrases ("no experience needed, free accommodation"), a site's
// boilerplate and common word pairs have one thing in common that rarity does not
// show: the texts that carry them are otherwise unlike each other. So each
// feature is asked for it directly. A few pairs of its texts, neighbours in the
// canonical order (which is random), are compared as wholes; the share of alike
// pairs is the feature's coherence. The measure does not depend on the size of
// the heap: a phrase used by one text in thirty is as incoherent in a thousand
// texts as in a million, and a template of 100,000 posts is as coherent as one of
// ten. This is the same idea by which a shared phone is told apart as a hub.
#include "link/wording.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "base/parallel.h"
#include "link/chance.h"
#include "link/intersect.h"

namespace maillon::link {
namespace {

// What an unshared feature counts in a text's total, of its rarity, while stock phrases
// still have weight: in full, so that they cannot make up most of a text.
constexpr double kUnsharedAtFirst = 1.0;
// Two texts are alike for the purpose of coherence from this share on.
constexpr int32_t kAlikeShare = 400;  // of 1024
constexpr std::size_t kPairsOfFeature = 12;
constexpr int32_t kSettled = 5;       // pairs after which nobody is in doubt if all say the same
constexpr std::size_t kFewTexts = 4;  // groups up to this size are rare enough as they are
// A feature whose texts lie outside its three largest clusters to this share (of
// 1024) is at home there; to that share, it is nobody's.
constexpr std::size_t kHomes = 3;
constexpr std::size_t kMaxScattered = 4096;  // of a feature's texts, evenly spread, are asked
constexpr int32_t kAtHome = 50;
constexpr int32_t kScattered = 200;
// ... unless more than this share of pairs of its texts are alike as wholes.
constexpr int32_t kDrifting = 614;
constexpr std::size_t kWordingBlock = 4096;
// Less than this nobody asks about, of 1024: not even near misses (families.cc).
constexpr int32_t kLeastShare = 256;

// The share of alike pairs among a sample of the feature's texts, in 1/1024.
int32_t coherence(const Wording& wording, uint32_t feature) {
  const auto texts = wording.table.texts_of(feature);
  const std::size_t pairs = std::min(kPairsOfFeature, texts.size() - 1);
  int32_t alike = 0;
  for (std::size_t i = 0; i < pairs; ++i) {
    const std::size_t at = i * (texts.size() - 1) / pairs;
    alike += compare(wording, texts[at], texts[at + 1]).share >= kAlikeShare ? 1 : 0;
    if (i + 1 == kSettled && alike % kSettled == 0) return alike == 0 ? 0 : 1024;
  }
  return alike * 1024 / static_cast<int32_t>(pairs);
}

// The share of the feature's texts that lie outside its three largest clusters, in 1/1024.
int32_t scatter(std::span<const uint32_t> texts, const std::vector<uint32_t>& label,
                std::vector<uint32_t>& homes) {
  homes.clear();
  const std::size_t asked = std::min(texts.size(), kMaxScattered);
  for (std::size_t i = 0; i < asked; ++i) homes.push_back(label[texts[i * texts.size() / asked]]);
  std::sort(homes.begin(), homes.end());
  std::array<std::size_t, kHomes> largest{};
  for (std::size_t i = 0; i < homes.size();) {
    std::size_t j = i + 1;
    while (j < homes.size() && homes[j] == homes[i]) ++j;
    const auto smallest = std::min_element(largest.begin(), largest.end());
    *smallest = std::max(*smallest, j - i);
    i = j;
  }
  const std::size_t home = std::accumulate(largest.begin(), largest.end(), std::size_t{0});
  return static_cast<int32_t>((homes.size() - home) * 1024 / homes.size());
}

}  // namespace

void set_totals(Wording& wording, double unshared_share) {
  const FeatureTable& table = wording.table;
  const double rarest = rarity_of(wording.heap, 1);
  const auto unshared_weight = static_cast<int64_t>(unshared_share * rarest);
  const auto unshared_whole = static_cast<int64_t>(kUnsharedAtFirst * rarest);
  wording.total.resize(table.texts());
  wording.whole.resize(table.texts());
  parallel_blocks(table.texts(), kWordingBlock,
                  [&](std::size_t begin, std::size_t end, std::size_t) {
                    for (std::size_t t = begin; t < end; ++t) {
                      int64_t own = unshared_weight * table.unshared[t];
                      int64_t whole = unshared_whole * table.unshared[t];
                      for (const uint32_t f : table.features_of(static_cast<uint32_t>(t))) {
                        own += weight_in_total(wording.worth[f]);
                        whole += wording.worth[f].rarity;
                      }
                      wording.total[t] = own;
                      wording.whole[t] = whole;
                    }
                  });
}

int32_t log2_ratio(double numerator, double denominator) {
  return static_cast<int32_t>(std::lround(std::log2(numerator / denominator) * kBit));
}

int32_t rarity_of(std::size_t heap, double texts) {
  return log2_ratio(static_cast<double>(heap) + kPriorTexts, texts);
}

Wording weigh_by_rarity(FeatureTable table) {
  Wording wording;
  wording.table = std::move(table);
  wording.heap = wording.table.texts();
  wording.worth.resize(wording.table.features());
  for (uint32_t f = 0; f < wording.worth.size(); ++f) {
    const auto texts = static_cast<double>(wording.table.texts_of(f).size());
    wording.worth[f].weight = wording.worth[f].rarity = rarity_of(wording.heap, texts);
  }
  set_totals(wording, kUnsharedAtFirst);
  return wording;
}

void discount_stock(Wording& wording) {
  std::vector<Worth> discounted = wording.worth;
  parallel_blocks(
      discounted.size(), kWordingBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
        for (std::size_t f = begin; f < end; ++f) {
          const auto feature = static_cast<uint32_t>(f);
          if (wording.table.texts_of(feature).size() <= kFewTexts) continue;
          // Half of the pairs alike is full weight: a template's word pair may stand
          // in a sibling template as well. Few alike pairs are chance.
          const int64_t factor = std::clamp((coherence(wording, feature) - 100) * 5 / 2, 0, 1024);
          discounted[f].weight = static_cast<int32_t>(discounted[f].weight * factor / 1024);
        }
        wording.table.release_lists(begin, end);
      });
  wording.worth = std::move(discounted);
  find_phrases(wording);
  wording.table.release_lists(0, wording.table.features());
  set_totals(wording, kUnsharedAtFirst);
}

void discount_scattered(Wording& wording, const std::vector<uint32_t>& label) {
  const FeatureTable& table = wording.table;
  std::vector<Worth> discounted = wording.worth;
  parallel_blocks(
      table.features(), kWordingBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
        std::vector<uint32_t> homes;
        for (std::size_t i = begin; i < end; ++i) {
          const auto f = static_cast<uint32_t>(i);
          discounted[f].weight = wording.worth[f].rarity;
          if (table.texts_of(f).size() <= kFewTexts) continue;
          const int32_t away = scatter(table.texts_of(f), label, homes);
          int64_t factor = std::clamp((kScattered - away) * 1024 / (kScattered - kAtHome), 0, 1024);
          // Many small clusters of texts that are alike all the same: a template that drifts.
          if (factor < 1024) {
            const int32_t alike = coherence(wording, f);
            factor = std::max<int64_t>(factor, std::clamp((alike - kDrifting) * 4, 0, 1024));
          }
          discounted[f].weight = static_cast<int32_t>(discounted[f].weight * factor / 1024);
        }
        table.release_lists(begin, end);
      });
  wording.worth = std::move(discounted);
  find_phrases(wording);
  table.release_lists(0, table.features());
  set_totals(wording, kUnsharedLater);
}

int32_t joint_share(int64_t own, int64_t own_total, int64_t whole, int64_t whole_total) {
  const int64_t by_own = own < kLeastOwnBits ? 0 : own * 1024 / std::max<int64_t>(1, own_total);
  const int64_t by_whole = whole < kLeastWholeBits ? 0
                                                   : whole * kOwnShare * 1024 / kWholeShare /
                                                         std::max<int64_t>(1, whole_total);
  return static_cast<int32_t>(std::max(by_own, by_whole));
}

Overlap compare(const Wording& wording, uint32_t a, uint32_t b) {
  const auto left = wording.table.features_of(a);
  const auto right = wording.table.features_of(b);
  int64_t own = 0;
  int64_t whole = 0;
  for_each_common(left, right, [&](uint32_t f) {
    own += wording.worth[f].weight;
    whole += wording.worth[f].rarity;
  });
  const int64_t own_total = std::min(wording.total[a], wording.total[b]);
  const int32_t by_own = joint_share(own, own_total, 0, 1);
  int32_t share = joint_share(own, own_total, whole, (wording.whole[a] + wording.whole[b]) / 2);
  if (share > by_own && share >= kLeastShare && is_chance(wording, left, right)) share = by_own;
  return {.bits = own >= kLeastOwnBits ? own : whole, .share = share};
}

}  // namespace maillon::link
