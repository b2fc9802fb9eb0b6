#include "link/photos/groups.h"

#include <algorithm>
#include <tuple>

#include "link/disjoint_sets.h"
#include "link/photos/hamming_index.h"
#include "link/photos/hamming_pairs.h"
#include "link/photos/hamming_search.h"

namespace maillon::link {
namespace {

void add(uint32_t x, uint32_t y, uint32_t distance, bool is_mirrored,
         std::vector<PhotoPair>& pairs) {
  if (x == y) return;
  pairs.push_back({std::min(x, y), std::max(x, y), static_cast<uint16_t>(distance),
                   static_cast<uint8_t>(is_mirrored ? 1 : 0)});
}

uint32_t row_at(const HammingView& index, std::size_t entry) {
  return index.rows.empty() ? static_cast<uint32_t>(entry) : index.rows[entry];
}

uint32_t first_row(const HammingView& index, std::size_t place) {
  return row_at(index, index.range_of(place).begin);
}

// A hash that several pictures have is one place of the index: each is paired with the first.
void add_equal(const HammingView& index, std::span<const uint32_t> photo,
               std::vector<PhotoPair>& pairs) {
  for (std::size_t place = 0; place < index.hashes.size(); ++place) {
    const auto [begin, end] = index.range_of(place);
    for (std::size_t e = begin + 1; e < end; ++e)
      add(photo[row_at(index, begin)], photo[row_at(index, e)], 0, false, pairs);
  }
}

// The other hashes of a picture, looked up among the oriented ones.
void add_queried(const HammingView& index, std::span<const uint32_t> photo,
                 std::span<const Hash256> hashes, bool is_mirrored, const PhotoHashes& photos,
                 std::vector<PhotoPair>& pairs) {
  std::vector<Hash256> queries;
  std::vector<uint32_t> asker;
  for (const uint32_t p : photo) {
    if (hashes[p] == photos.oriented[p]) continue;
    queries.push_back(hashes[p]);
    asker.push_back(p);
  }
  const HammingHits hits = find_all_near(index, queries, kPdqRadius);
  for (std::size_t q = 0; q < queries.size(); ++q) {
    // Of many copies one is enough: they are joined among themselves.
    uint32_t last_place = UINT32_MAX;
    for (const HammingHit& hit : hits.of(q)) {
      const uint32_t p = photo[hit.row];
      if (p == last_place) continue;
      last_place = p;
      add(asker[q], p, hit.distance, is_mirrored, pairs);
    }
  }
}

}  // namespace

std::vector<PhotoPair> find_near_photos(const PhotoHashes& photos) {
  std::vector<uint32_t> photo;  // per row of the index
  std::vector<Hash256> hashes;
  for (uint32_t p = 0; p < photos.quality.size(); ++p) {
    if (photos.quality[p] < kLeastPdqQuality) continue;
    photo.push_back(p);
    hashes.push_back(photos.oriented[p]);
  }
  const HammingArrays arrays = build_hamming_index(hashes);
  const HammingView index = arrays.view();
  std::vector<PhotoPair> pairs;
  add_equal(index, photo, pairs);
  for (const HammingPair& pair : find_hamming_pairs(index, kPdqRadius).pairs) {
    add(photo[first_row(index, pair.first)], photo[first_row(index, pair.second)], pair.distance,
        false, pairs);
  }
  add_queried(index, photo, photos.stored, false, photos, pairs);
  add_queried(index, photo, photos.mirrored, true, photos, pairs);
  const auto key = [](const PhotoPair& p) {
    return std::tuple(p.a, p.b, p.is_mirrored, p.distance);
  };
  std::sort(pairs.begin(), pairs.end(),
            [&](const PhotoPair& x, const PhotoPair& y) { return key(x) < key(y); });
  pairs.erase(
      std::unique(pairs.begin(), pairs.end(),
                  [](const PhotoPair& x, const PhotoPair& y) { return x.a == y.a && x.b == y.b; }),
      pairs.end());
  return pairs;
}

PhotoGroups group_photos(std::size_t photos, std::span<const PhotoPair> pairs,
                         std::span<const PhotoCopy> copies) {
  DisjointSets sets(photos);
  for (const PhotoPair& pair : pairs) sets.join(pair.a, pair.b);
  for (const PhotoCopy& copy : copies) {
    if (std::min(copy.share_a, copy.share_b) >= kSameShare) sets.join(copy.a, copy.b);
  }
  PhotoGroups groups;
  groups.group = sets.labels();
  for (const PhotoCopy& copy : copies) {
    const uint32_t a = groups.group[copy.a];
    const uint32_t b = groups.group[copy.b];
    if (a == b || std::max(copy.share_a, copy.share_b) < kWithinShare) continue;
    groups.within.push_back(copy.share_a < copy.share_b ? PhotoGroups::Within{a, b}
                                                        : PhotoGroups::Within{b, a});
  }
  std::sort(groups.within.begin(), groups.within.end());
  groups.within.erase(std::unique(groups.within.begin(), groups.within.end()), groups.within.end());
  return groups;
}

}  // namespace maillon::link
