#include "link/photos/agreement.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

namespace maillon::link {
namespace {

// Features nearer than so many pixels, or so many times the larger one's size, see the
// same thing and are one place.
constexpr double kPlaceReach = 10;
constexpr double kPlaceReachOfSize = 4;
// So many pairs are ranked among all features; the rest are worth kPlainBits each.
constexpr std::size_t kRankedMax = 96;
constexpr double kPlainBits = 4;
// Another feature is a rival if it is as near but for so many bits.
constexpr int kRivalSlack = 8;
// Descriptors of unlike pictures (the tuning ones): the chance to be within d bits halves with
// every 3.3 bits from 60 down to 28. A little less is counted, and so much at most.
constexpr double kTailBits = 0.25;
constexpr double kTailBitsMax = 6;
// Other arrangements that are tried, and how far their features may lie off.
constexpr std::size_t kOthersMax = 3;
constexpr double kOtherReach = 5;
constexpr int kShiftCell = 12;

// Keeps places apart: what is too near to one that was taken does not count again.
class Thinned {
 public:
  bool is_free(const Place& p) const {
    return std::none_of(taken_.begin(), taken_.end(), [&](const Place* t) {
      const double reach = std::max(kPlaceReach, kPlaceReachOfSize * std::max(p.size, t->size));
      return squared_distance(p.at, t->at) < reach * reach;
    });
  }
  void take(const Place& p) { taken_.push_back(&p); }
  int count() const { return static_cast<int>(taken_.size()); }

 private:
  std::vector<const Place*> taken_;
};

// Features of `there` elsewhere than at `place`: how many are as near to `wanted`, and how near
// the nearest is.
struct Rivals {
  int count = 0;
  int nearest = 256;
};

template <class Fn>
Rivals find_rivals(const Places& there, const Descriptor& wanted, int distance, const Place& place,
                   const Fn& fn) {
  const double same = kSameSpot * place.size;
  Rivals rivals;
  for (std::size_t k = 0; k < there.size(); ++k) {
    const int apart = hamming_distance(wanted, there.descriptors[k]);
    if (apart > std::max(distance, rivals.nearest)) continue;
    if (squared_distance(there.places[k].at, place.at) <= same * same) continue;
    rivals.nearest = std::min(rivals.nearest, apart);
    if (apart > distance) continue;
    ++rivals.count;
    fn(there.places[k]);
  }
  return rivals;
}

// What the chance falls by beyond the nearest rival: a rank among some hundred features says no
// more than one in so many.
double tail_bits(const Rivals& in_a, const Rivals& in_b, int distance) {
  const int clear = std::min(in_a.nearest, in_b.nearest) - distance - kRivalSlack;
  return std::clamp(kTailBits * clear, 0.0, kTailBitsMax);
}

using Shifts = std::map<std::pair<int, int>, int>;  // displacement in cells -> votes

struct WeighedPair {
  double bits;
  const Place* in_a;
  const Place* in_b;
};

WeighedPair weigh_pair(const Places& a, const Places& b, const GuidedPair& pair, int candidates,
                       Shifts* shifts) {
  const Place& p = a.places[pair.a];
  const Place& q = b.places[pair.b];
  std::vector<std::pair<int, int>> seen;
  const Rivals in_b = find_rivals(
      b, a.descriptors[pair.a], pair.distance + kRivalSlack, q, [&](const Place& other) {
        if (angle_gap(other.angle, q.angle) > 6 || std::abs(other.level - q.level) > 2) return;
        seen.emplace_back(static_cast<int>(std::floor((other.at.x - q.at.x) / kShiftCell)),
                          static_cast<int>(std::floor((other.at.y - q.at.y) / kShiftCell)));
      });
  const Rivals in_a =
      find_rivals(a, b.descriptors[pair.b], pair.distance + kRivalSlack, p, [](const Place&) {});
  if (shifts != nullptr) {
    std::sort(seen.begin(), seen.end());
    seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
    for (const auto& shift : seen) ++(*shifts)[shift];
  }
  const double share = std::max((in_b.count + 0.5) / static_cast<double>(b.size()),
                                (in_a.count + 0.5) / static_cast<double>(a.size()));
  return {-std::log2(std::min(1.0, share * candidates)) + tail_bits(in_a, in_b, pair.distance), &p,
          &q};
}

// Bits to say which `places` of `tested` agree.
double choice_bits(int places, int tested) {
  if (places == 0 || places >= tested) return 0;
  const double share = static_cast<double>(places) / tested;
  return -tested * (share * std::log2(share) + (1 - share) * std::log2(1 - share));
}

int count_tested(const Places& a, const Guided& guided) {
  Thinned tested;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (guided.candidates[i] != 0 && tested.is_free(a.places[i])) tested.take(a.places[i]);
  }
  return tested.count();
}

// Without the comparison with other arrangements.
Agreement weigh_alone(const Places& a, const Places& b, const Guided& guided, Shifts* shifts) {
  std::vector<WeighedPair> weighed;
  for (const GuidedPair& pair : guided.pairs) {
    if (weighed.size() < kRankedMax) {
      weighed.push_back(weigh_pair(a, b, pair, guided.candidates[pair.a], shifts));
    } else {
      weighed.push_back({kPlainBits, &a.places[pair.a], &b.places[pair.b]});
    }
  }
  std::stable_sort(weighed.begin(), weighed.end(),
                   [](const WeighedPair& x, const WeighedPair& y) { return x.bits > y.bits; });
  Thinned in_a;
  Thinned in_b;
  Agreement agreement;
  for (const WeighedPair& w : weighed) {
    if (!in_a.is_free(*w.in_a) || !in_b.is_free(*w.in_b)) continue;
    in_a.take(*w.in_a);
    in_b.take(*w.in_b);
    agreement.bits += w.bits;
  }
  agreement.places = in_a.count();
  agreement.tested = std::max(agreement.places, count_tested(a, guided));
  const double hypotheses = 2.0 * static_cast<double>(a.size()) * static_cast<double>(b.size());
  agreement.bits -=
      choice_bits(agreement.places, agreement.tested) + std::log2(std::max(1.0, hypotheses));
  return agreement;
}

}  // namespace

Agreement weigh_agreement(const Places& a, const Places& b, const Transform& transform,
                          const Guided& guided) {
  Shifts shifts;
  Agreement agreement = weigh_alone(a, b, guided, &shifts);
  if (agreement.bits <= 0) return agreement;
  std::vector<std::tuple<int, int, int>> common;  // -votes, shift
  for (const auto& [shift, votes] : shifts) {
    if (votes >= 3) common.emplace_back(-votes, shift.first, shift.second);
  }
  std::sort(common.begin(), common.end());
  common.resize(std::min(common.size(), kOthersMax));
  double others = 0;
  for (const auto& [votes, x, y] : common) {
    Transform moved = transform;
    moved.x += (x + 0.5) * kShiftCell;
    moved.y += (y + 0.5) * kShiftCell;
    const Guided other = match_guided(a, b, moved, kOtherReach, &transform);
    others = std::max(others, weigh_alone(a, b, other, nullptr).bits);
  }
  agreement.bits -= others;
  return agreement;
}

}  // namespace maillon::link
