#include "link/blocking.h"

#include <algorithm>
#include <array>

#include "base/hash.h"
#include "base/parallel.h"
#include "link/radix_sort.h"

namespace maillon::link {
namespace {

constexpr std::size_t kBlock = 1U << 14;
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

std::array<uint32_t, kBins> sketch(const FeatureTable& table, uint32_t text) {
  std::array<uint32_t, kBins> bins;
  bins.fill(kEmptyBin);
  for (const uint32_t f : table.features_of(text)) {
    const uint64_t h = mix64(f + 0x9e3779b97f4a7c15ULL);
    uint32_t& bin = bins[(h >> 32) % kBins];
    bin = std::min(bin, static_cast<uint32_t>(h));
  }
  return bins;
}

// Neighbours in the order of each band.
void propose_by_sketch(const FeatureTable& table, std::vector<uint64_t>& pairs) {
  std::vector<std::array<uint32_t, kBins>> sketches(table.texts());
  parallel_blocks(table.texts(), kBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t t = begin; t < end; ++t) sketches[t] = sketch(table, static_cast<uint32_t>(t));
  });
  std::vector<uint64_t> keys;
  for (std::size_t band = 0; band < kBins; band += 2) {
    keys.clear();
    for (uint32_t t = 0; t < table.texts(); ++t) {
      const auto& bins = sketches[t];
      if (bins[band] == kEmptyBin || bins[band + 1] == kEmptyBin) continue;
      uint64_t key = 0;
      for (std::size_t i = 0; i < kBand; ++i) {
        key = key << 8 | (bins[(band + i) % kBins] * 0x9e3779b1U) >> 24;
      }
      keys.push_back(key << 32 | t);
    }
    radix_sort(keys, 32);
    for (std::size_t i = 0; i + 1 < keys.size(); ++i) {
      if (keys[i] >> 48 == keys[i + 1] >> 48) {
        const uint64_t a = keys[i] & 0xffffffffULL;
        const uint64_t b = keys[i + 1] & 0xffffffffULL;
        pairs.push_back(std::min(a, b) << 32 | std::max(a, b));
      }
    }
  }
}

std::vector<uint64_t> propose(const Wording& wording) {
  const FeatureTable& table = wording.table;
  std::vector<std::vector<uint64_t>> parts(block_count(table.features(), kBlock));
  parallel_blocks(
      table.features(), kBlock, [&](std::size_t begin, std::size_t end, std::size_t block) {
        for (std::size_t f = begin; f < end; ++f) {
          if (wording.worth[f].weight == 0) continue;
          const auto texts = table.texts_of(static_cast<uint32_t>(f));
          for (std::size_t i = 0; i + 1 < texts.size(); ++i) {
            parts[block].push_back(static_cast<uint64_t>(texts[i]) << 32 | texts[i + 1]);
          }
        }
      });
  std::size_t total = 0;
  for (const auto& part : parts) total += part.size();
  std::vector<uint64_t> pairs;
  pairs.reserve(total);
  for (auto& part : parts) {
    pairs.insert(pairs.end(), part.begin(), part.end());
    std::vector<uint64_t>().swap(part);
  }
  propose_by_sketch(table, pairs);
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

}  // namespace

std::vector<WordingPair> find_wording_pairs(const Wording& wording, int32_t least_share) {
  std::vector<uint64_t> keys = propose(wording);
  keep_repeated(keys);
  std::vector<std::vector<WordingPair>> parts(block_count(keys.size(), kBlock));
  parallel_blocks(keys.size(), kBlock, [&](std::size_t begin, std::size_t end, std::size_t block) {
    for (std::size_t i = begin; i < end; ++i) {
      const auto a = static_cast<uint32_t>(keys[i] >> 32);
      const auto b = static_cast<uint32_t>(keys[i]);
      const Overlap overlap = compare(wording, a, b);
      if (overlap.share >= least_share) {
        parts[block].push_back({a, b, static_cast<int32_t>(overlap.bits), overlap.share});
      }
    }
  });
  std::vector<WordingPair> pairs;
  for (const auto& part : parts) pairs.insert(pairs.end(), part.begin(), part.end());
  return pairs;
}

}  // namespace maillon::link
