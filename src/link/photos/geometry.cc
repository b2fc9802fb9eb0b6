#include "link/photos/geometry.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "link/photos/agreement.h"
#include "link/photos/guided.h"
#include "link/photos/places.h"

namespace maillon::link {
namespace {

// Descriptors of one place in two copies, compared with the next nearest elsewhere.
constexpr int kNearestMax = 64;
constexpr int kNearestLead = 8;
// With fewer agreeing features nothing can come of it.
constexpr std::size_t kPairsMin = 5;
// A suggestion that no other correspondence bears out is not looked into.
constexpr std::size_t kSupportMin = 2;
// Where more are given, the pictures repeat themselves and most of them are wrong: then each
// feature's nearest counts, if it is clearly nearer than any other.
constexpr std::size_t kCorrespondencesMax = 400;
// Pixels, times size, to either side at which refinement looks: closer each time.
constexpr std::array<double, 3> kReaches = {8.0, 4.0, 2.5};

// The similarity that one pair of features gives.
Transform hypothesis(const Place& a, const Place& b) {
  const double size = b.size / a.size;
  const double turn = kTurnOfStep * (b.angle - a.angle);
  const double c = size * std::cos(turn);
  const double s = size * std::sin(turn);
  Transform t{c, -s, s, c, 0, 0};
  const Point moved = t.apply(a.at);
  t.x = b.at.x - moved.x;
  t.y = b.at.y - moved.y;
  return t;
}

bool is_plausible(const Transform& t) {
  const Decomposition d = decompose(t);
  return t.determinant() > 0 && d.size_max < 9 && d.size_min > 0.11 &&
         d.size_max < 1.7 * d.size_min;
}

struct Support {
  std::size_t seed;
  std::vector<std::size_t> members;
};

// The correspondences that fit the one at `seed`: the farther off, the more room, since the
// sizes and angles of single features are rough.
std::vector<std::size_t> supporters(const Places& a, const Places& b,
                                    std::span<const Correspondence> pairs, std::size_t seed) {
  const Place& from = a.places[pairs[seed].a];
  const Transform t = hypothesis(from, b.places[pairs[seed].b]);
  const Expected e = expected_of(t);
  const double size = std::sqrt(t.determinant());
  std::vector<std::size_t> members;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const Place& p = a.places[pairs[i].a];
    const Place& q = b.places[pairs[i].b];
    if (!e.allows(p, q)) continue;
    const double room = 3 * q.size + 0.2 * size * std::sqrt(squared_distance(p.at, from.at));
    if (squared_distance(t.apply(p.at), q.at) <= room * room) members.push_back(i);
  }
  return members;
}

// Suggestions by how many correspondences fit them, none twice.
std::vector<Support> best_supports(const Places& a, const Places& b,
                                   std::span<const Correspondence> pairs) {
  std::vector<Support> all;
  for (std::size_t i = 0; i < pairs.size(); ++i) all.push_back({i, supporters(a, b, pairs, i)});
  std::stable_sort(all.begin(), all.end(), [](const Support& x, const Support& y) {
    return x.members.size() > y.members.size();
  });
  std::vector<char> taken(pairs.size(), 0);
  std::vector<Support> best;
  for (Support& s : all) {
    if (s.members.size() < kSupportMin) break;
    if (taken[s.seed] != 0) continue;
    for (const std::size_t i : s.members) taken[i] = 1;
    best.push_back(std::move(s));
    if (best.size() == kHypothesesMax) break;
  }
  return best;
}

template <class Pairs>
std::vector<PointPair> points_of(const Places& a, const Places& b, const Pairs& pairs) {
  std::vector<PointPair> points;
  for (const auto& c : pairs) points.push_back({a.places[c.a].at, b.places[c.b].at});
  return points;
}

// An affine fit once there is enough to fit it to.
std::optional<Transform> fit(std::span<const PointPair> points) {
  constexpr std::size_t kAffineMin = 8;
  if (points.size() >= kAffineMin) {
    const std::optional<Transform> affine = fit_affine(points);
    if (affine && is_plausible(*affine)) return affine;
  }
  const std::optional<Transform> similar = fit_similarity(points);
  if (similar && is_plausible(*similar)) return similar;
  return std::nullopt;
}

void mark(AreaMask& mask, const Place& place, int width, int height) {
  const double radius = kPatchRadius * place.size;
  for (int y = 0; y < kAreaCells; ++y) {
    const double dy = (y + 0.5) * height / kAreaCells - place.at.y;
    if (std::abs(dy) > radius) continue;
    for (int x = 0; x < kAreaCells; ++x) {
      const double dx = (x + 0.5) * width / kAreaCells - place.at.x;
      if (dx * dx + dy * dy <= radius * radius) mask.rows[static_cast<std::size_t>(y)] |= 1U << x;
    }
  }
}

CopyMatch measured(const Places& a, const Places& b, const Transform& t, const Guided& guided) {
  CopyMatch match;
  match.a_to_b = t;
  for (const GuidedPair& pair : guided.pairs) {
    mark(match.area_a, a.places[pair.a], a.width, a.height);
    mark(match.area_b, b.places[pair.b], b.width, b.height);
  }
  const Agreement agreement = weigh_agreement(a, b, t, guided);
  match.places = agreement.places;
  match.tested = agreement.tested;
  match.bits = agreement.bits;
  return match;
}

// Fits and looks again, each time closer.
std::optional<CopyMatch> refined(const Places& a, const Places& b,
                                 std::span<const Correspondence> pairs, const Support& support) {
  std::vector<Correspondence> chosen;
  for (const std::size_t i : support.members) chosen.push_back(pairs[i]);
  std::optional<Transform> t =
      support.members.size() >= 3 ? fit(points_of(a, b, chosen)) : std::nullopt;
  if (!t) t = hypothesis(a.places[pairs[support.seed].a], b.places[pairs[support.seed].b]);
  if (!is_plausible(*t)) return std::nullopt;
  Guided guided;
  for (const double reach : kReaches) {
    guided = match_guided(a, b, *t, reach);
    if (guided.pairs.size() < kPairsMin) return std::nullopt;
    const std::optional<Transform> next = fit(points_of(a, b, guided.pairs));
    if (!next) return std::nullopt;
    t = next;
  }
  guided = match_guided(a, b, *t, kReaches.back());
  return measured(a, b, *t, guided);
}

AreaMask flipped(AreaMask mask) {
  for (uint32_t& row : mask.rows) {
    uint32_t turned = 0;
    for (int x = 0; x < kAreaCells; ++x) turned |= (row >> x & 1U) << (kAreaCells - 1 - x);
    row = turned;
  }
  return mask;
}

}  // namespace

double AreaMask::share() const {
  int set = 0;
  for (const uint32_t row : rows) set += std::popcount(row);
  return static_cast<double>(set) / (kAreaCells * kAreaCells);
}

Relation relation_of(const CopyMatch& match) {
  if (match.bits < kCopyBitsMin) return Relation::unrelated;
  const double share = std::max(match.area_a.share(), match.area_b.share());
  return share < kCopyShareMin ? Relation::shared_part : Relation::copy;
}

std::vector<Correspondence> nearest_correspondences(const FeaturesView& a, const FeaturesView& b,
                                                    bool mirrored) {
  std::vector<Correspondence> pairs;
  for (std::size_t i = 0; i < a.descriptors.size(); ++i) {
    const Descriptor wanted = mirrored ? a.descriptors[i].mirrored() : a.descriptors[i];
    int best = 257;
    int second = 257;
    std::size_t at = 0;
    for (std::size_t k = 0; k < b.descriptors.size(); ++k) {
      const int distance = hamming_distance(wanted, b.descriptors[k]);
      if (distance >= second) continue;
      const bool is_same_spot =
          best < 257 && std::abs(b.keypoints[k].x - b.keypoints[at].x) < 8 * kPositionUnit &&
          std::abs(b.keypoints[k].y - b.keypoints[at].y) < 8 * kPositionUnit;
      if (distance < best) {
        if (!is_same_spot) second = best;
        best = distance;
        at = k;
      } else if (!is_same_spot) {
        second = distance;
      }
    }
    if (best <= kNearestMax && best + kNearestLead <= second) {
      pairs.push_back({static_cast<uint32_t>(i), static_cast<uint32_t>(at)});
    }
  }
  return pairs;
}

std::optional<CopyMatch> find_arrangement(const FeaturesView& a, const FeaturesView& b,
                                          bool mirrored,
                                          std::span<const Correspondence> correspondences) {
  const Places from(a, mirrored);
  const Places to(b, false);
  std::vector<Correspondence> clear;
  if (correspondences.size() > kCorrespondencesMax) clear = nearest_correspondences(a, b, mirrored);
  const std::span<const Correspondence> given = clear.empty() ? correspondences : clear;
  const auto pairs = given.first(std::min(given.size(), kCorrespondencesMax));
  std::optional<CopyMatch> best;
  for (const Support& support : best_supports(from, to, pairs)) {
    std::optional<CopyMatch> match = refined(from, to, pairs, support);
    if (match && (!best || match->bits > best->bits)) best = match;
  }
  if (best && mirrored) {
    best->mirrored = true;
    best->a_to_b = compose(best->a_to_b, {-1, 0, 0, 1, static_cast<double>(a.width), 0});
    best->area_a = flipped(best->area_a);
  }
  return best;
}

}  // namespace maillon::link
