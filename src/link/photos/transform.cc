#include "link/photos/transform.h"

#include <algorithm>
#include <cmath>

namespace maillon::link {
namespace {

struct Means {
  Point from;
  Point to;
};

Means means_of(std::span<const PointPair> pairs) {
  Means means;
  for (const PointPair& p : pairs) {
    means.from.x += p.from.x;
    means.from.y += p.from.y;
    means.to.x += p.to.x;
    means.to.y += p.to.y;
  }
  const auto n = static_cast<double>(pairs.size());
  return {{means.from.x / n, means.from.y / n}, {means.to.x / n, means.to.y / n}};
}

// Adds the shift that takes one centre to the other.
Transform centred(Transform t, const Means& means) {
  t.x = means.to.x - (t.xx * means.from.x + t.xy * means.from.y);
  t.y = means.to.y - (t.yx * means.from.x + t.yy * means.from.y);
  return t;
}

}  // namespace

std::optional<Transform> Transform::inverse() const {
  const double d = determinant();
  if (!(std::abs(d) > 1e-9)) return std::nullopt;
  Transform t{yy / d, -xy / d, -yx / d, xx / d, 0, 0};
  t.x = -(t.xx * x + t.xy * y);
  t.y = -(t.yx * x + t.yy * y);
  return t;
}

Transform compose(const Transform& outer, const Transform& inner) {
  const Point shift = outer.apply({inner.x, inner.y});
  return {outer.xx * inner.xx + outer.xy * inner.yx,
          outer.xx * inner.xy + outer.xy * inner.yy,
          outer.yx * inner.xx + outer.yy * inner.yx,
          outer.yx * inner.xy + outer.yy * inner.yy,
          shift.x,
          shift.y};
}

std::optional<Transform> fit_similarity(std::span<const PointPair> pairs) {
  if (pairs.size() < 2) return std::nullopt;
  const Means means = means_of(pairs);
  double spread = 0;
  double along = 0;
  double across = 0;
  for (const PointPair& p : pairs) {
    const Point a{p.from.x - means.from.x, p.from.y - means.from.y};
    const Point b{p.to.x - means.to.x, p.to.y - means.to.y};
    spread += a.x * a.x + a.y * a.y;
    along += a.x * b.x + a.y * b.y;
    across += a.x * b.y - a.y * b.x;
  }
  if (!(spread > 1e-9)) return std::nullopt;
  return centred({along / spread, -across / spread, across / spread, along / spread, 0, 0}, means);
}

std::optional<Transform> fit_affine(std::span<const PointPair> pairs) {
  if (pairs.size() < 3) return std::nullopt;
  const Means means = means_of(pairs);
  double xx = 0;
  double xy = 0;
  double yy = 0;
  Transform sums{0, 0, 0, 0, 0, 0};  // of target times source
  for (const PointPair& p : pairs) {
    const Point a{p.from.x - means.from.x, p.from.y - means.from.y};
    const Point b{p.to.x - means.to.x, p.to.y - means.to.y};
    xx += a.x * a.x;
    xy += a.x * a.y;
    yy += a.y * a.y;
    sums.xx += b.x * a.x;
    sums.xy += b.x * a.y;
    sums.yx += b.y * a.x;
    sums.yy += b.y * a.y;
  }
  const double d = xx * yy - xy * xy;
  if (!(d > 1e-3 * (xx + yy) * (xx + yy))) return std::nullopt;  // nearly on one line
  return centred({(sums.xx * yy - sums.xy * xy) / d, (sums.xy * xx - sums.xx * xy) / d,
                  (sums.yx * yy - sums.yy * xy) / d, (sums.yy * xx - sums.yx * xy) / d, 0, 0},
                 means);
}

Decomposition decompose(const Transform& t) {
  // Singular values of a 2 x 2 matrix in closed form.
  const double e = (t.xx + t.yy) / 2;
  const double f = (t.xx - t.yy) / 2;
  const double g = (t.yx + t.xy) / 2;
  const double h = (t.yx - t.xy) / 2;
  const double q = std::sqrt(e * e + h * h);
  const double r = std::sqrt(f * f + g * g);
  return {std::atan2(h, e), q + r, std::abs(q - r)};
}

}  // namespace maillon::link
