#include "link/blocking.h"

#include <algorithm>
#include <array>

#include "base/hash.h"
#include "base/parallel.h"
#include "link/radix_sort.h"

namespace maillon::link {
namespace {

constexpr std::size_t kKeyBlock = 1U << 14;
// A pair must be neighbours in this many lists; a single shared word pair is chance.
constexpr std::size_t kLeastHits = 2;

// One-permutation MinHash (Li, Owen, Zhang 2012): each feature falls into one bin,
// the smallest of a bin stands for it. From every second bin on, four bins make a
// band's key, and texts are sorted by it. Texts that are alike as wholes meet in some
// band even if every phrase of theirs is common. Neighbours must agree in two bins; in
// a large heap, where thousands do, the other two bring the likeliest together (the
// idea of an LSH forest: Bawa, Condie, Ganesan 2005).
constexpr std::size_t kBins = 24;
constexpr std::size_t kBand = 4;
constexpr uint32_t kEmptyBin = 0xffffffff;

// Eight bits of each bin, and which bins are empty.
struct Sketch {
  std::array<uint8_t, kBins> bin{};
  uint32_t empty = 0;
};

Sketch sketch(const FeatureTable& table, uint32_t text) {
  std::array<uint32_t, kBins> least;
  least.fill(kEmptyBin);
  for (const uint32_t f : table.features_of(text)) {
    const uint64_t h = mix64(f + 0x9e3779b97f4a7c15ULL);
    uint32_t& bin = least[(h >> 32) % kBins];
    bin = std::min(bin, static_cast<uint32_t>(h));
  }
  Sketch out;
  for (std::size_t i = 0; i < kBins; ++i) {
    out.bin[i] = static_cast<uint8_t>((least[i] * 0x9e3779b1U) >> 24);
    out.empty |= least[i] == kEmptyBin ? 1U << i : 0;
  }
  return out;
}

uint64_t pair_key(uint64_t a, uint64_t b) {
  return std::min(a, b) << 32 | std::max(a, b);
}

// Neighbours in the order of each band, sorted, a pair as often as they are.
std::vector<uint64_t> propose_by_sketch(const FeatureTable& table) {
  std::vector<Sketch> sketches(table.texts());
  parallel_blocks(table.texts(), kKeyBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t t = begin; t < end; ++t) sketches[t] = sketch(table, static_cast<uint32_t>(t));
  });
  std::vector<uint64_t> pairs;
  std::vector<uint64_t> keys;
  for (std::size_t band = 0; band < kBins; band += 2) {
    keys.clear();
    for (uint32_t t = 0; t < table.texts(); ++t) {
      if ((sketches[t].empty >> band & 3U) != 0) continue;
      uint64_t key = 0;
      for (std::size_t i = 0; i < kBand; ++i) key = key << 8 | sketches[t].bin[(band + i) % kBins];
      keys.push_back(key << 32 | t);
    }
    radix_sort(keys, 32);
    for (std::size_t i = 0; i + 1 < keys.size(); ++i) {
      if (keys[i] >> 48 == keys[i + 1] >> 48)
        pairs.push_back(pair_key(keys[i] & 0xffffffffULL, keys[i + 1] & 0xffffffffULL));
    }
  }
  radix_sort(pairs);
  return pairs;
}

// How many pairs the features propose.
uint64_t count_proposals(const Wording& wording) {
  uint64_t count = 0;
  for (uint32_t f = 0; f < wording.worth.size(); ++f) {
    if (wording.worth[f].weight != 0) count += wording.table.texts_of(f).size() - 1;
  }
  return count;
}

// Neighbours in the lists of features that have weight, the first of them in [from, to).
std::vector<uint64_t> propose_by_features(const Wording& wording, uint64_t from, uint64_t to) {
  const FeatureTable& table = wording.table;
  std::vector<std::vector<uint64_t>> parts(block_count(table.features(), kKeyBlock));
  parallel_blocks(table.features(), kKeyBlock,
                  [&](std::size_t begin, std::size_t end, std::size_t block) {
                    for (std::size_t f = begin; f < end; ++f) {
                      if (wording.worth[f].weight == 0) continue;
                      const auto texts = table.texts_of(static_cast<uint32_t>(f));
                      auto at = std::lower_bound(texts.begin(), texts.end(), from);
                      for (; at + 1 < texts.end() && *at < to; ++at)
                        parts[block].push_back(pair_key(*at, *(at + 1)));
                    }
                    table.release_lists(begin, end);
                  });
  std::vector<uint64_t> pairs;
  std::size_t total = 0;
  for (const auto& part : parts) total += part.size();
  pairs.reserve(total);
  for (auto& part : parts) {
    pairs.insert(pairs.end(), part.begin(), part.end());
    std::vector<uint64_t>().swap(part);
  }
  return pairs;
}

// Sorts and keeps one of each pair that was proposed often enough.
void keep_repeated(std::vector<uint64_t>& pairs) {
  radix_sort(pairs);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < pairs.size();) {
    std::size_t j = i + 1;
    while (j < pairs.size() && pairs[j] == pairs[i]) ++j;
    if (j - i >= kLeastHits) pairs[kept++] = pairs[i];
    i = j;
  }
  pairs.resize(kept);
}

// Those of the pairs that share enough.
void compare_all(const Wording& wording, const std::vector<uint64_t>& keys, int32_t least_share,
                 std::vector<WordingPair>& pairs) {
  std::vector<std::vector<WordingPair>> parts(block_count(keys.size(), kKeyBlock));
  parallel_blocks(
      keys.size(), kKeyBlock, [&](std::size_t begin, std::size_t end, std::size_t block) {
        for (std::size_t i = begin; i < end; ++i) {
          const auto a = static_cast<uint32_t>(keys[i] >> 32);
          const auto b = static_cast<uint32_t>(keys[i]);
          const Overlap overlap = compare(wording, a, b);
          if (overlap.share >= least_share) {
            parts[block].push_back({a, b, static_cast<int32_t>(overlap.bits), overlap.share});
          }
        }
      });
  for (const auto& part : parts) pairs.insert(pairs.end(), part.begin(), part.end());
}

}  // namespace

std::vector<WordingPair> find_wording_pairs(const Wording& wording, int32_t least_share,
                                            std::size_t most_keys) {
  const std::vector<uint64_t> by_sketch = propose_by_sketch(wording.table);
  const uint64_t slices = 1 + count_proposals(wording) / most_keys;
  const uint64_t width = wording.table.texts() / slices + 1;
  std::vector<WordingPair> pairs;
  auto met = by_sketch.begin();
  for (uint64_t from = 0; from < wording.table.texts(); from += width) {
    std::vector<uint64_t> keys = propose_by_features(wording, from, from + width);
    const auto end = std::lower_bound(met, by_sketch.end(), (from + width) << 32);
    keys.insert(keys.end(), met, end);
    met = end;
    keep_repeated(keys);
    compare_all(wording, keys, least_share, pairs);
  }
  return pairs;
}

}  // namespace maillon::link
