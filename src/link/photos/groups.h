// Pictures that show the same, whatever their size, compression and colours: groups by
// their PDQ hashes, then by local features, which also find crops, frames and collages.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/hash256.h"

namespace maillon::link {

// Of distinct pictures, beside each other.
struct PhotoHashes {
  std::span<const Hash256> stored;    // PDQ of the pixels as stored
  std::span<const Hash256> oriented;  // turned as the file says; mostly the same
  std::span<const Hash256> mirrored;  // of `oriented` with left and right exchanged
  std::span<const uint8_t> quality;
};

// Two pictures, a < b.
struct PhotoPair {
  uint32_t a = 0, b = 0;
  uint16_t distance = 0;    // bits in which their hashes differ
  uint8_t is_mirrored = 0;  // one is the other's mirror image
  friend bool operator==(const PhotoPair&, const PhotoPair&) = default;
};

// Pairs within kPdqRadius, sorted, each once. Near-linear (hamming_pairs.h); the same for
// any number of threads.
std::vector<PhotoPair> find_near_photos(const PhotoHashes& photos);

// Two copies by local features (local_match.h), a < b, and how much of each picture they
// cover, in per cent.
struct PhotoCopy {
  uint32_t a = 0, b = 0;
  uint8_t share_a = 0, share_b = 0;
};
// Two copies by local features cover at least this share of both: they are one picture. More
// than half, or a collage would be one with each picture in it.
inline constexpr uint8_t kSameShare = 60;
// Or of one of them: it is in the other (cropped from it, or put into a collage).
inline constexpr uint8_t kWithinShare = 40;

// Per picture the smallest number of its group: near pairs join, and copies that cover
// much of both.
struct PhotoGroups {
  std::vector<uint32_t> group;
  // Pictures of group `whole` show those of group `part` within them; sorted, each once.
  struct Within {
    uint32_t whole = 0, part = 0;
    friend auto operator<=>(const Within&, const Within&) = default;
  };
  std::vector<Within> within;
};
PhotoGroups group_photos(std::size_t photos, std::span<const PhotoPair> pairs,
                         std::span<const PhotoCopy> copies);

}  // namespace maillon::link
