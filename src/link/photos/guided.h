// Matching of features where a transform says that they must be.
#pragma once

#include <cstdint>
#include <vector>

#include "link/photos/places.h"
#include "link/photos/transform.h"

namespace maillon::link {

// Descriptors that differ by more than this many bits do not show one place.
inline constexpr int kGuidedDistanceMax = 64;

// What a transform says about the size and angle of every feature.
struct Expected {
  double levels = 0;  // to add to the level
  int angle = 0;      // to add to the angle

  // Whether row p of one picture may be row q of the other, by size and angle alone.
  bool allows(const Place& p, const Place& q) const;
};
Expected expected_of(const Transform& transform);

struct GuidedPair {
  uint32_t a = 0;
  uint32_t b = 0;
  int distance = 0;
};

struct Guided {
  std::vector<GuidedPair> pairs;     // one to one, the nearest first
  std::vector<uint16_t> candidates;  // of each feature of a: features of b that could be it
};

// Features nearer than so many pixels (times size) are detections of one place.
inline constexpr double kSameSpot = 6;

// For each feature of `a` the nearest of those features of `b` that lie where `transform`
// puts it, `reach` pixels (times the feature's size in b) to either side. With `other_than`, those
// that lie where that transform puts it do not count: large features are found with wide reach.
Guided match_guided(const Places& a, const Places& b, const Transform& transform, double reach,
                    const Transform* other_than = nullptr);

}  // namespace maillon::link
