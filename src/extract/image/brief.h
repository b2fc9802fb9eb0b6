// Angle and descriptor of a place in a smoothed picture.
#pragma once

#include <cstdint>

#include "base/keypoints.h"
#include "extract/image/pyramid.h"

namespace maillon::extract {

// Pixels around a keypoint that the angle and the descriptor look at. The caller keeps
// this distance from the edges.
inline constexpr int kPatchRadius = 16;

// The direction of the intensity centroid of the disc (Rosin 1999), in angle steps.
int patch_angle(const Plane<uint16_t>& smooth, int x, int y);

Descriptor describe(const Plane<uint16_t>& smooth, int x, int y, int angle);

}  // namespace maillon::extract
