#include "link/photos/hamming_pairs.h"

#include <algorithm>
#include <cstddef>
#include <tuple>

#include "base/parallel.h"

namespace maillon::link {
namespace {

constexpr std::size_t kBatch = 1024;

struct Found {
  std::vector<HammingPair> pairs;
  std::vector<uint32_t> crowded;
};

// The nearest first, as many as are kept. False if some were left out.
bool keep_nearest(std::vector<Near>& near, std::size_t most) {
  if (near.size() <= most) return true;
  const auto closer = [](const Near& a, const Near& b) {
    return std::tie(a.distance, a.place) < std::tie(b.distance, b.place);
  };
  std::nth_element(near.begin(), near.begin() + static_cast<std::ptrdiff_t>(most), near.end(),
                   closer);
  near.resize(most);
  return false;
}

void find_of(HammingSearch& search, const HammingView& index, uint32_t place,
             const PairLimits& limits, Found& found) {
  std::span<const Near> all;
  bool complete = search.find_some_places(index.hashes[place], limits.candidates, all);
  std::vector<Near> near;
  for (const Near& n : all) {
    if (n.place != place) near.push_back(n);
  }
  complete = keep_nearest(near, limits.neighbours) && complete;
  if (!complete) found.crowded.push_back(place);
  // Also the pairs whose other half comes first: it may have been given up.
  for (const Near& n : near) {
    found.pairs.push_back({std::min(place, n.place), std::max(place, n.place), n.distance});
  }
}

}  // namespace

HammingPairs find_hamming_pairs(const HammingView& index, uint32_t radius, PairLimits limits,
                                Simd simd) {
  const std::size_t count = index.hashes.size();
  std::vector<Found> found(block_count(count, kBatch));
  parallel_blocks(count, kBatch, [&](std::size_t begin, std::size_t end, std::size_t block) {
    HammingSearch search(index, radius, simd);
    for (std::size_t i = begin; i < end; ++i)
      find_of(search, index, static_cast<uint32_t>(i), limits, found[block]);
  });
  HammingPairs all;
  for (Found& part : found) {
    all.pairs.insert(all.pairs.end(), part.pairs.begin(), part.pairs.end());
    all.crowded.insert(all.crowded.end(), part.crowded.begin(), part.crowded.end());
    part = {};
  }
  std::sort(all.pairs.begin(), all.pairs.end());
  all.pairs.erase(std::unique(all.pairs.begin(), all.pairs.end()), all.pairs.end());
  return all;
}

}  // namespace maillon::link
