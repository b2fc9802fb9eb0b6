// Local features from a grey picture, for finding altered copies of it.
//
// Detector: maxima of the determinant of the Hessian on a pyramid of scales (Lindeberg
// 1998; Bay, Tuytelaars, Van Gool 2006), spread evenly over the picture and the scales.
// Descriptor: BRIEF steered by the intensity centroid, as in ORB (Rublee, Rabaud,
// Konolige, Bradski 2011), on a pattern that is its own mirror image, so that the
// descriptor of the mirrored picture is a swap of halves and nothing is extracted twice.
//
// All arithmetic on pixels is in integers: the same features on every machine.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/keypoints.h"

namespace maillon::extract {

// Rows of 8-bit luma, owned by the caller.
struct GrayView {
  const uint8_t* pixels = nullptr;
  int width = 0;
  int height = 0;
  std::ptrdiff_t stride = 0;  // bytes from one row to the next
};

// A longer picture is first reduced so that its longer side is this, in pixels.
inline constexpr int kFeatureSideMax = 640;
// Sides below this have no features.
inline constexpr int kFeatureSideMin = 40;
inline constexpr int kFeaturesMax = 800;

// At most kFeaturesMax features in a canonical order (by level, row, column). A picture
// of one colour, or with a side under kFeatureSideMin, has none.
LocalFeatures find_local_features(const GrayView& picture);

}  // namespace maillon::extract
