// Plane transforms between two pictures, and their fit to pairs of places.
#pragma once

#include <optional>
#include <span>

namespace maillon::link {

struct Point {
  double x = 0;
  double y = 0;
};

// p -> (xx p.x + xy p.y + x, yx p.x + yy p.y + y).
struct Transform {
  double xx = 1;
  double xy = 0;
  double yx = 0;
  double yy = 1;
  double x = 0;
  double y = 0;

  Point apply(Point p) const { return {xx * p.x + xy * p.y + x, yx * p.x + yy * p.y + y}; }
  double determinant() const { return xx * yy - xy * yx; }
  // Nothing when it is flat.
  std::optional<Transform> inverse() const;
};

// `outer` after `inner`.
Transform compose(const Transform& outer, const Transform& inner);

struct PointPair {
  Point from;
  Point to;
};

// Least squares: turn, size and shift (Umeyama 1991 in the plane). Nothing for fewer than
// two places.
std::optional<Transform> fit_similarity(std::span<const PointPair> pairs);

// Least squares: any affine transform. Nothing for fewer than three places or places on
// one line.
std::optional<Transform> fit_affine(std::span<const PointPair> pairs);

// The turn in radians (the x axis' towards the y axis) and the sizes along the two main
// axes, larger first.
struct Decomposition {
  double turn = 0;
  double size_max = 1;
  double size_min = 1;
};
Decomposition decompose(const Transform& transform);

}  // namespace maillon::link
