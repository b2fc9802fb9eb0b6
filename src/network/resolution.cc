// Which resolution? Modularity with resolution 1 merges communities that are
// smaller than about sqrt(links) (Fortunato, Barthelemy 2007): on a million nodes
// in 7,000 planted communities it finds a thousand. A sweep over resolutions needs
// something to score them by, and many runs.
//
// Newman (2016) gives a direct answer. If links fall with one rate inside of
// communities and another one between them,
//
//     expected links of u and v = k_u k_v / 2m * (in  if together, out if not)
//
// then the likelihood of a partition is, up to constants, modularity with
//
//     resolution = (in - out) / (ln in - ln out).
//
// `in` and `out` can be read off a partition. So: guess a resolution, find
// communities, read off the resolution that they imply, and repeat until it stays
// where it is. Two things make that cheap:
//
// 1. The implied resolution hardly depends on the guess. (LFR graphs of a million
//    nodes: guesses of 12, 25 and 50 all imply 154 to 157 after two levels, where the
//    planted communities imply 154.)
// 2. Only the first guess works on all nodes. What follows works on the well-connected
//    parts that two refinements leave, a tenth of the nodes, from single parts up: they
//    are too small for the resolution to have mattered. The guess is low, not high:
//    iterating from too high a resolution creeps, since small pieces imply that small
//    pieces are right, and parts of large communities turned out to be better parts.
//
// At the end the nodes themselves move once more, under the resolution found.
//
// The first guess is sqrt(nodes) / 20, the order of the number of communities that
// modularity can tell apart at all, and at least 1.
#include "network/resolution.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>

#include "base/hash.h"
#include "network/leiden_moves.h"
#include "network/leiden_run.h"

namespace maillon::network {
namespace {

constexpr double kGuessPart = 20;           // the first guess is sqrt(nodes) over this
constexpr int kMaxSteps = 6;                // it settles after two or three
constexpr double kSettled = 0.1;            // a change by less than a tenth
constexpr std::size_t kPatience = 100;      // sweeps end when less than a hundredth moves
constexpr uint32_t kPolishBelow = 1 << 18;  // smaller graphs are worked on until nothing moves
constexpr double kLn2 = 0.6931471805599453;

// Natural logarithm by integers, the same on every machine; x in [2^-20, 2^40].
double stable_log(double x) {
  const double scaled = std::clamp(x * 0x1p20, 1.0, 0x1p60);
  return kLn2 * (static_cast<double>(log2_1024(static_cast<uint64_t>(scaled))) / 1024 - 20);
}

// The resolution that a partition implies; 0 if it says nothing (one community, or
// no more links inside than chance has).
template <class Weight>
double implied_resolution(const Level<Weight>& level, const std::vector<uint32_t>& of,
                          int64_t total) {
  std::vector<int64_t> mass(level.nodes(), 0);
  int64_t between = 0;
  for (uint32_t v = 0; v < level.nodes(); ++v) {
    mass[of[v]] += level.mass[v];
    for (const auto& half : level.links(v)) {
      if (of[half.target] != of[v]) between += half.weight;
    }
  }
  const auto all = static_cast<double>(total);
  double expected = 0;
  for (const int64_t m : mass) expected += static_cast<double>(m) * (static_cast<double>(m) / all);
  if (expected >= all) return 0;
  const double in = static_cast<double>(total - between) / expected;
  // Without any link between, say half a link of mean weight: a rate of 0 has no logarithm.
  const double least = all / static_cast<double>(level.halves.size() + 2);
  const double out = std::max(static_cast<double>(between), least) / (all - expected);
  const double logs = stable_log(in) - stable_log(out);
  return in > out && logs > 0 ? (in - out) / logs : 0;
}

// A level above, and which of its nodes each base node is in.
struct Coarse {
  Level<int64_t> level;
  std::vector<uint32_t> set_of;
};

class Search {
 public:
  explicit Search(BaseLevel base) : base_(std::move(base)) {
    for (const int64_t m : base_.mass) total_ += m;
    resolution_ = std::max(1.0, std::sqrt(static_cast<double>(base_.nodes())) / kGuessPart);
  }

  ResolvedCommunities run() {
    const Coarse coarse = coarsen();
    std::vector<uint32_t> up;
    for (int i = 0; i < kMaxSteps; ++i) {
      up = singletons(coarse.level.nodes());
      improve(coarse.level, cost(), up, kPatience);
      if (!follow(coarse.level, up)) break;
    }
    ResolvedCommunities result;
    std::vector<uint32_t> of(base_.nodes());
    for (uint32_t v = 0; v < base_.nodes(); ++v) of[v] = up[coarse.set_of[v]];
    Partition p = make_partition(std::move(of), base_.mass);
    move_nodes(base_, cost(), p, 2 * kPatience);
    result.community = std::move(p.of);
    for (int i = 0; i < 10 && base_.nodes() < kPolishBelow; ++i) {
      if (!improve(base_, cost(), result.community, base_.nodes())) break;
    }
    result.resolution = resolution_;
    result.steps = steps_;
    return result;
  }

 private:
  ProductCost cost() const { return {resolution_ / static_cast<double>(total_)}; }

  // Takes over the resolution that a partition implies. False if it stays.
  template <class Weight>
  bool follow(const Level<Weight>& level, const std::vector<uint32_t>& of) {
    const double implied = implied_resolution(level, of, total_);
    ++steps_;
    if (implied <= 0) return false;
    const double change = std::abs(implied / resolution_ - 1);
    resolution_ = implied;
    return change > kSettled;
  }

  // The parts of the parts of the communities of the first guess.
  Coarse coarsen() {
    Coarse coarse;
    Partition p = make_partition(singletons(base_.nodes()), base_.mass);
    move_nodes(base_, cost(), p, kPatience / 2);
    coarse.set_of = refine(base_, cost(), p);
    uint32_t sets = make_dense(coarse.set_of, base_.nodes());
    coarse.level = aggregate(base_, std::span<const uint32_t>(coarse.set_of), sets);
    std::vector<uint32_t> up(sets);
    for (uint32_t v = 0; v < base_.nodes(); ++v) up[coarse.set_of[v]] = p.of[v];
    make_dense(up, base_.nodes());

    Partition q = make_partition(std::move(up), coarse.level.mass);
    move_nodes(coarse.level, cost(), q, kPatience / 2);
    std::vector<uint32_t> parts = refine(coarse.level, cost(), q);
    sets = make_dense(parts, coarse.level.nodes());
    // Not before: parts of the larger communities of the low guess serve better.
    follow(coarse.level, q.of);
    for (uint32_t& s : coarse.set_of) s = parts[s];
    coarse.level = aggregate(coarse.level, std::span<const uint32_t>(parts), sets);
    return coarse;
  }

  BaseLevel base_;
  int64_t total_ = 0;
  double resolution_ = 1;
  int steps_ = 0;
};

}  // namespace

ResolvedCommunities find_resolved_communities(const WeighedGraph& graph, uint64_t seed) {
  if (graph.target.empty()) return {singletons(graph.nodes()), 1.0, 0};
  std::vector<uint32_t> order = singletons(graph.nodes());
  if (seed != 0) {
    std::sort(order.begin(), order.end(), [&](uint32_t x, uint32_t y) {
      return mix64(seed ^ mix64(x)) < mix64(seed ^ mix64(y));
    });
  }
  std::vector<uint32_t> place(graph.nodes());
  BaseLevel base = cut_out(graph, order, place);
  base.mass.assign(graph.nodes(), 0);
  for (uint32_t v = 0; v < graph.nodes(); ++v) {
    for (const auto& half : base.links(v)) base.mass[v] += half.weight;
  }
  ResolvedCommunities found = Search(std::move(base)).run();
  std::vector<uint32_t> community(graph.nodes());
  for (uint32_t v = 0; v < graph.nodes(); ++v) community[v] = found.community[place[v]];
  found.community = std::move(community);
  split_and_number(graph, found.community);
  return found;
}

}  // namespace maillon::network
