// Rarity counts a feature as if words were drawn one by one. That is right for the
// wording of one author, which has no other reason to come again. It is wrong for a
// phrase that everyone uses: "no experience needed" has three features, but whoever
// has one of them has all, and they say together what each says alone.
//
// Features that come as a whole stand in the same texts. Texts are numbered at random
// (by hash), so the first texts of two features' lists are the same if the lists
// are mostly the same: a MinHash for nothing. Features that agree in three of their
// first four texts are put in one phrase. Phrases that are independent of each other
// seldom do; where they do, less is taken for known than is, which is the safe side.
#include "link/chance.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include "base/hash.h"
#include "base/parallel.h"
#include "link/disjoint_sets.h"
#include "link/intersect.h"
#include "link/radix_sort.h"

namespace maillon::link {
namespace {

constexpr std::size_t kFirst = 4;
constexpr std::size_t kFeatureBlock = 1U << 14;
constexpr std::size_t kBack = 4;

bool has_lost_weight(const Worth& worth) {
  return worth.weight < worth.rarity;
}

std::span<const uint32_t> first_texts(const FeatureTable& table, uint32_t feature) {
  const auto texts = table.texts_of(feature);
  return texts.first(std::min(kFirst, texts.size()));
}

// Do two ascending lists have all but one of kFirst in common (all, if they are shorter)?
bool come_as_a_whole(std::span<const uint32_t> a, std::span<const uint32_t> b) {
  if (a.size() < kFirst || b.size() < kFirst)
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  std::size_t common = 0;
  for_each_common(a, b, [&](uint32_t) { ++common; });
  return common + 1 >= kFirst;
}

// Every three of a feature's first four texts as a key (all of fewer), with the
// feature's place in `features` in the lower half.
std::vector<uint64_t> phrase_keys(const FeatureTable& table, std::span<const uint32_t> features) {
  std::vector<uint64_t> keys(features.size() * kFirst);
  parallel_blocks(
      features.size(), kFeatureBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
        for (std::size_t i = begin; i < end; ++i) {
          const auto first = first_texts(table, features[i]);
          std::array<uint64_t, kFirst> hash{};
          for (std::size_t x = 0; x < first.size(); ++x) hash[x] = mix64(first[x] + 1);
          const uint64_t all = std::accumulate(hash.begin(), hash.end(), uint64_t{first.size()});
          for (std::size_t x = 0; x < kFirst; ++x) {
            const uint64_t key = first.size() < kFirst ? all : all - hash[x];
            keys[i * kFirst + x] = (mix64(key) & ~0xffffffffULL) | i;
          }
        }
      });
  radix_sort(keys, 32);
  return keys;
}

// Phrases seen so far, by open addressing; of very many the first come, which can only
// make it look more like chance.
class Seen {
 public:
  // True if it is new.
  bool add(uint32_t phrase) {
    std::size_t slot = (phrase * 0x9e3779b1U) >> (32 - kSlotBits);
    while (slot_[slot] != 0 && slot_[slot] != phrase + 1) slot = (slot + 1) % kSlots;
    if (slot_[slot] != 0 || count_ == kMost) return false;
    slot_[slot] = phrase + 1;
    ++count_;
    return true;
  }

 private:
  static constexpr int kSlotBits = 8;
  static constexpr std::size_t kSlots = std::size_t{1} << kSlotBits;
  static constexpr std::size_t kMost = kSlots / 2;
  std::array<uint32_t, kSlots> slot_{};
  std::size_t count_ = 0;
};

}  // namespace

void find_phrases(Wording& wording) {
  std::vector<uint32_t> features;
  for (uint32_t f = 0; f < wording.worth.size(); ++f) {
    wording.worth[f].phrase_bits = 0;
    if (has_lost_weight(wording.worth[f])) features.push_back(f);
  }
  const std::vector<uint64_t> keys = phrase_keys(wording.table, features);
  DisjointSets phrases(features.size());
  for (std::size_t i = 1; i < keys.size(); ++i) {
    // Keys are halves of hashes: others may stand between two that are the same.
    for (std::size_t back = 1; back <= std::min(kBack, i); ++back) {
      if (keys[i] >> 32 != keys[i - back] >> 32) break;
      const auto a = static_cast<uint32_t>(keys[i - back]);
      const auto b = static_cast<uint32_t>(keys[i]);
      if (!come_as_a_whole(first_texts(wording.table, features[a]),
                           first_texts(wording.table, features[b])))
        continue;
      phrases.join(a, b);
      break;
    }
  }
  // A phrase is as rare as its most common feature.
  std::vector<int32_t> bits(features.size(), std::numeric_limits<int32_t>::max());
  for (uint32_t i = 0; i < features.size(); ++i) {
    const Worth& worth = wording.worth[features[i]];
    int32_t& least = bits[phrases.find(i)];
    least = std::min(least, worth.rarity - worth.weight);
  }
  for (uint32_t i = 0; i < features.size(); ++i) {
    Worth& worth = wording.worth[features[i]];
    worth.phrase = phrases.find(i);
    worth.phrase_bits = bits[worth.phrase];
  }
}

int64_t bits_by_phrase(const Wording& wording, std::span<const uint32_t> a,
                       std::span<const uint32_t> b) {
  Seen seen;
  int64_t bits = 0;
  for_each_common(a, b, [&](uint32_t f) {
    const Worth& worth = wording.worth[f];
    bits += worth.weight;
    if (worth.phrase_bits > 0 && seen.add(worth.phrase)) bits += worth.phrase_bits;
  });
  return bits;
}

bool is_chance(const Wording& wording, std::span<const uint32_t> a, std::span<const uint32_t> b) {
  return bits_by_phrase(wording, a, b) < rarity_of(wording.heap, 1) + kChanceBits;
}

}  // namespace maillon::link
