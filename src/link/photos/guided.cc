#include "link/photos/guided.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace maillon::link {
namespace {

// The scales of a pyramid and the angles of blurred or recompressed patches are rough.
constexpr double kLevelSlack = 2.0;
constexpr int kAngleSlack = 5;

}  // namespace

bool Expected::allows(const Place& p, const Place& q) const {
  return std::abs(q.level - p.level - levels) <= kLevelSlack &&
         angle_gap(p.angle + angle, q.angle) <= kAngleSlack;
}

Expected expected_of(const Transform& transform) {
  const double size = std::sqrt(std::max(1e-6, std::abs(transform.determinant())));
  const double turn = decompose(transform).turn / kTurnOfStep;
  return {std::log(size) / std::log(kScaleStep), static_cast<int>(std::lround(turn))};
}

Guided match_guided(const Places& a, const Places& b, const Transform& transform, double reach,
                    const Transform* other_than) {
  const Expected expected = expected_of(transform);
  const double scale = std::sqrt(std::abs(transform.determinant()));
  Guided found;
  found.candidates.assign(a.size(), 0);
  std::vector<std::tuple<int, uint32_t, uint32_t>> hits;
  for (uint32_t i = 0; i < a.size(); ++i) {
    const Place& p = a.places[i];
    const Point at = transform.apply(p.at);
    if (!(at.x >= 0 && at.y >= 0 && at.x < b.width && at.y < b.height)) continue;
    const double room = reach * std::max(1.0, p.size * scale);
    b.for_each_near(at, room, [&](uint32_t k) {
      const Place& q = b.places[k];
      if (!expected.allows(p, q) || squared_distance(at, q.at) > room * room) return;
      const double same = kSameSpot * q.size;
      if (other_than != nullptr && squared_distance(other_than->apply(p.at), q.at) <= same * same) {
        return;
      }
      ++found.candidates[i];
      const int distance = hamming_distance(a.descriptors[i], b.descriptors[k]);
      if (distance <= kGuidedDistanceMax) hits.emplace_back(distance, i, k);
    });
  }
  std::sort(hits.begin(), hits.end());
  std::vector<char> used_a(a.size(), 0);
  std::vector<char> used_b(b.size(), 0);
  for (const auto& [distance, i, k] : hits) {
    if (used_a[i] != 0 || used_b[k] != 0) continue;
    used_a[i] = used_b[k] = 1;
    found.pairs.push_back({i, k, distance});
  }
  return found;
}

}  // namespace maillon::link
