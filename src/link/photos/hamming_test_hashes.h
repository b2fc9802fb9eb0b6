// Made-up hashes for the tests of the index, and the slow way to search them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/hash.h"
#include "base/hash256.h"
#include "link/photos/hamming_search.h"

namespace maillon::link {

class HashMaker {
 public:
  explicit HashMaker(uint64_t seed) : seed_(seed * 0x9E3779B97F4A7C15ULL) {}
  uint64_t number(uint64_t below) { return mix64(seed_ + ++drawn_) % below; }
  Hash256 random() {
    Hash256 hash;
    for (uint64_t& word : hash.word) word = mix64(seed_ + ++drawn_);
    return hash;
  }
  // Up to `bits` bits turned over.
  Hash256 near(Hash256 hash, uint64_t bits) {
    for (uint64_t i = 0; i < bits; ++i) {
      const uint64_t bit = number(256);
      hash.word[bit / 64] ^= uint64_t{1} << (bit % 64);
    }
    return hash;
  }

 private:
  uint64_t seed_, drawn_ = 0;
};

// Hashes of several habits: random, copies with few bits changed, exact duplicates,
// all zero, nearly all zero, one fixed half.
inline std::vector<Hash256> mixed_hashes(std::size_t n, uint64_t seed) {
  HashMaker make(seed);
  std::vector<Hash256> hashes;
  while (hashes.size() < n) {
    const uint64_t habit = make.number(10);
    Hash256 hash = make.random();
    if (habit < 2 && !hashes.empty()) hash = hashes[make.number(hashes.size())];
    if (habit == 2 && !hashes.empty())
      hash = make.near(hashes[make.number(hashes.size())], make.number(40));
    if (habit == 3) hash = {};
    if (habit == 4) hash = make.near({}, make.number(20));
    if (habit == 5) hash.word[0] = hash.word[1] = 0;
    hashes.push_back(hash);
  }
  return hashes;
}

inline std::vector<HammingHit> find_slowly(const std::vector<Hash256>& hashes, const Hash256& query,
                                           uint32_t radius) {
  std::vector<HammingHit> hits;
  for (uint32_t row = 0; row < hashes.size(); ++row) {
    const uint32_t distance = hamming_distance(hashes[row], query);
    if (distance <= radius) hits.push_back({row, distance});
  }
  return hits;
}

}  // namespace maillon::link
