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
#include <array>
#include <numeric>

#include "base/hash.h"

namespace maillon::link {
namespace {

constexpr std::size_t kFirst = 4;
// Features looked at. They come in the order of their hash, so that of a long text this
// is a sample; what is left out can only make it look more like chance.
constexpr std::size_t kMost = 128;

struct CommonFeatures {
  std::array<uint32_t, kMost> feature;
  std::size_t count = 0;
};

CommonFeatures common_features(std::span<const uint32_t> a, std::span<const uint32_t> b) {
  CommonFeatures common;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size() && common.count < kMost;) {
    const uint32_t x = a[i];
    const uint32_t y = b[j];
    common.feature[common.count] = x;
    common.count += x == y ? 1 : 0;
    i += x <= y ? 1 : 0;
    j += y <= x ? 1 : 0;
  }
  return common;
}

// Groups of features that have a key in common, by open addressing: this is asked for
// millions of pairs.
class Groups {
 public:
  explicit Groups(std::size_t count) {
    std::iota(parent_.begin(), parent_.begin() + static_cast<std::ptrdiff_t>(count), uint16_t{0});
  }
  void add(uint64_t key, uint16_t member) {
    key |= 1;  // 0 is an empty slot
    std::size_t slot = key * 0x9e3779b97f4a7c15ULL >> (64 - kSlotBits);
    while (key_[slot] != 0 && key_[slot] != key) slot = (slot + 1) % kSlots;
    if (key_[slot] == 0) {
      key_[slot] = key;
      member_[slot] = member;
    } else {
      parent_[root(member)] = root(member_[slot]);
    }
  }
  uint16_t root(uint16_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }

 private:
  static constexpr int kSlotBits = 10;
  static constexpr std::size_t kSlots = std::size_t{1} << kSlotBits;  // twice the keys there can be
  std::array<uint64_t, kSlots> key_{};
  std::array<uint16_t, kSlots> member_;
  std::array<uint16_t, kMost> parent_;
};

// Adds every three of the feature's first four texts as a key, or all of fewer.
void add_first_texts(std::span<const uint32_t> texts, uint16_t member, Groups& groups) {
  std::array<uint64_t, kFirst> hash{};
  const std::size_t first = std::min(kFirst, texts.size());
  uint64_t all = first;
  for (std::size_t x = 0; x < first; ++x) {
    hash[x] = mix64(texts[x]);
    all += hash[x];
  }
  if (first < kFirst) return groups.add(all, member);
  for (const uint64_t left_out : hash) groups.add(all - left_out, member);
}

int64_t bits_of(const Wording& wording, const CommonFeatures& common) {
  // Each feature lies somewhere else in memory: ask for all of them, then look.
  const FeatureTable& table = wording.table;
  for (std::size_t i = 0; i < common.count; ++i) {
    __builtin_prefetch(&table.feature_offsets[common.feature[i]]);
    __builtin_prefetch(&wording.rarity[common.feature[i]]);
  }
  for (std::size_t i = 0; i < common.count; ++i) {
    __builtin_prefetch(&table.text[table.feature_offsets[common.feature[i]]]);
  }
  Groups groups(common.count);
  for (uint16_t i = 0; i < common.count; ++i) {
    add_first_texts(wording.table.texts_of(common.feature[i]), i, groups);
  }
  // A phrase is as rare as its most common feature.
  std::array<int32_t, kMost> rarity{};
  for (uint16_t i = 0; i < common.count; ++i) {
    int32_t& least = rarity[groups.root(i)];
    const int32_t one = wording.rarity[common.feature[i]];
    if (least == 0 || one < least) least = one;
  }
  return std::accumulate(rarity.begin(), rarity.end(), int64_t{0});
}

}  // namespace

int64_t phrase_bits(const Wording& wording, std::span<const uint32_t> a,
                    std::span<const uint32_t> b) {
  return bits_of(wording, common_features(a, b));
}

bool is_chance(const Wording& wording, std::span<const uint32_t> a, std::span<const uint32_t> b) {
  int64_t left = rarity_of(wording.table, 1) + kChanceBits;
  const CommonFeatures common = common_features(a, b);
  for (std::size_t i = 0; i < common.count; ++i) left -= wording.weight[common.feature[i]];
  return left > 0 && bits_of(wording, common) < left;
}

}  // namespace maillon::link
