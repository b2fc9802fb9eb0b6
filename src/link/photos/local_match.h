// Which pictures of many are altered copies of each other, by their local features.
//
// Descriptors are brought together that agree exactly in one of eight 32-bit substrings
// (as in multi-index hashing: Norouzi, Punjani, Fleet 2012), in a long enough part of it
// that a bucket holds few by chance. Within a bucket each meets its next kBucketReach
// fellows only, so the work is linear in the number of descriptors whatever they are. A
// near pair of descriptors is one vote; pairs of pictures with votes are compared in full
// (geometry.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/keypoints.h"
#include "link/photos/geometry.h"

namespace maillon::link {

inline constexpr std::size_t kBucketReach = 12;
// Descriptors farther apart do not vote.
inline constexpr int kVoteDistanceMax = 36;
// Pairs of pictures that are compared in full for one picture, by most votes.
inline constexpr std::size_t kCandidatesMax = 60;
inline constexpr std::size_t kVotesMin = 2;

struct CopyPair {
  uint32_t a = 0;  // rows; a < b
  uint32_t b = 0;
  CopyMatch match;
};

// What the search cost.
struct LocalMatchCounts {
  std::size_t descriptors = 0;
  std::size_t votes = 0;
  std::size_t candidates = 0;  // pairs of pictures compared in full
};

// All pairs of at least kCopyBitsMin bits, ascending by (a, b). Among more than
// kBucketReach copies of one picture not every pair is given, but each copy's are. The
// same for any number of threads.
std::vector<CopyPair> find_copy_pairs(std::span<const FeaturesView> pictures,
                                      LocalMatchCounts* counts = nullptr);

struct CopyOf {
  uint32_t picture = 0;  // row
  CopyMatch match;       // from the query to it
};

// The stored pictures' descriptors, for queries: 64 bytes a descriptor.
class LocalIndex {
 public:
  // Keeps the span; what it views must outlive the index.
  explicit LocalIndex(std::span<const FeaturesView> pictures);

  // The stored pictures that are copies of `query`, ascending by row.
  std::vector<CopyOf> find(const FeaturesView& query) const;

 private:
  std::span<const FeaturesView> pictures_;
  std::vector<uint32_t> owners_;               // of each descriptor
  std::vector<uint64_t> begins_;               // of each picture's descriptors
  std::vector<std::vector<uint64_t>> tables_;  // substring << 32 | descriptor, ascending
};

}  // namespace maillon::link
