// Which resolution? Modularity with resolution 1 merges communities that are
// smaller than about sqrt(links) (Fortunato, Barthelemy 2007): on a million nodes
// in 7,000 planted communities it finds a thousand. A sweep over resolutions needs
// something to score them by, and many runs.
//
// Where to begin. Newman (2016): if links fall with one rate inside of communities and
// another one between them,
//
//     expected links of u and v = k_u k_v / 2m * (in  if together, out if not)
//
// then the likelihood of a partition is, up to constants, modularity with
//
//     resolution = (in - out) / (ln in - ln out).
//
// `in` and `out` can be read off a partition that was found with a guess.
//
// Where to go. That is where the communities are clear. Where links are few or many lead
// outside, it is far off: the partition of the highest likelihood is not the planted one
// but one of smaller pieces, cut along accidents of the graph, and pieces imply that
// pieces are right (20,000 nodes, mixing .5: the truth implies 5.5; at 5.5 more
// communities are found than there are, they imply 6.9, these 10, and so on; the best
// are found at 2.4). So the resolution goes down by the factor kStep while the
// partitions found are better descriptions of the graph, with the price of saying the
// partition (description.h).
//
// What makes that cheap: only the first guess works on all nodes. What follows works on
// the well-connected parts that two refinements leave, a tenth of the nodes, or in large
// graphs on the parts that a third one leaves, under the resolution implied: they are
// too small for the resolution to have mattered. The guess is low, not high: iterating
// from too high a resolution creeps, and parts of large communities turned out to be
// better parts. At the end the nodes themselves move once more, under the resolution
// found.
//
// Where nothing found is worth its description, chance alone may have made it: then the
// resolution stays at or above 1, the usual, instead of sinking until all is one.
//
// The first guess is sqrt(nodes) / 20, the order of the number of communities that
// modularity can tell apart at all, and at least 1.
#include "network/resolution.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>

#include "base/hash.h"
#include "network/description.h"
#include "network/leiden_moves.h"
#include "network/leiden_run.h"
#include "network/stable_log.h"

namespace maillon::network {
namespace {

constexpr double kNatsPerBit = 0.6931471805599453;
constexpr double kGuessPart = 20;            // the first guess is sqrt(nodes) over this
constexpr double kStep = 1.5;                // factor between resolutions tried
constexpr int kMaxSteps = 20;                // it ends by itself after two to six
constexpr std::size_t kSweepPatience = 100;  // sweeps end when less than a hundredth moves
constexpr uint32_t kPolishBelow = 1 << 18;   // smaller graphs are worked on until nothing moves
constexpr std::size_t kManyLinks = 1 << 20;  // ends of links from which a third refinement pays

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

class Search {
 public:
  explicit Search(BaseLevel base) : base_(std::move(base)) {
    for (const int64_t m : base_.mass) total_ += m;
    unit_ = static_cast<double>(total_) / static_cast<double>(base_.halves.size());
    resolution_ = std::max(1.0, std::sqrt(static_cast<double>(base_.nodes())) / kGuessPart);
  }

  ResolvedCommunities run() {
    set_of_ = singletons(base_.nodes());
    coarsen(base_, set_of_);
    coarsen(level_, std::move(up_));
    if (const double implied = implied_resolution(level_, up_, total_); implied > 0) {
      resolution_ = implied;
    }
    large_ = level_.halves.size() > kManyLinks;
    if (large_) coarsen(level_, singletons(level_.nodes()));
    descend();
    return finish();
  }

 private:
  ProductCost cost() const { return {resolution_ / static_cast<double>(total_)}; }

  // Moves the nodes of a level, from the communities `of`; the well-connected parts of what
  // is found become the new level_, `up_` their communities.
  template <class Weight>
  void coarsen(const Level<Weight>& level, std::vector<uint32_t> of) {
    Partition p = make_partition(std::move(of), level.mass);
    move_nodes(level, cost(), p, kSweepPatience / 2);
    std::vector<uint32_t> parts = refine(level, cost(), p);
    const uint32_t count = make_dense(parts, level.nodes());
    up_.assign(count, 0);
    for (uint32_t v = 0; v < level.nodes(); ++v) up_[parts[v]] = p.of[v];
    make_dense(up_, level.nodes());
    for (uint32_t& s : set_of_) s = parts[s];
    level_ = aggregate(level, std::span<const uint32_t>(parts), count);
  }

  // Looks for the resolution whose communities describe the graph best, from the present
  // one, which errs on the high side, downwards; up_ becomes these communities.
  void descend() {
    std::vector<uint32_t> size(level_.nodes(), 0);
    for (const uint32_t s : set_of_) ++size[s];
    const double first = resolution_;
    std::vector<uint32_t> best = std::move(up_);
    double most = 0, best_resolution = first;
    const auto try_out = [&](double resolution) {
      std::vector<uint32_t> of = large_ ? best : singletons(level_.nodes());
      resolution_ = resolution;
      improve(level_, cost(), of, kSweepPatience);
      const double saved = nats_saved(level_, of, size, unit_, static_cast<double>(total_));
      if (steps_++ > 0 && (saved <= most || (saved <= 0 && resolution < 1))) return false;
      most = saved;
      best = std::move(of);
      best_resolution = resolution;
      return steps_ < kMaxSteps;
    };
    for (double next = first; try_out(next); next /= kStep) {
    }
    up_ = std::move(best);
    resolution_ = best_resolution;
    saved_ = most;
  }

  ResolvedCommunities finish() {
    std::vector<uint32_t> of(base_.nodes());
    for (uint32_t v = 0; v < base_.nodes(); ++v) of[v] = up_[set_of_[v]];
    Partition p = make_partition(std::move(of), base_.mass);
    move_nodes(base_, cost(), p, 2 * kSweepPatience);
    ResolvedCommunities result{std::move(p.of), resolution_, saved_ / kNatsPerBit, steps_};
    for (int i = 0; i < 10 && base_.nodes() < kPolishBelow; ++i) {
      if (!improve(base_, cost(), result.community, base_.nodes())) break;
    }
    return result;
  }

  BaseLevel base_;
  Level<int64_t> level_;          // what the search works on
  std::vector<uint32_t> set_of_;  // base node -> node of level_
  std::vector<uint32_t> up_;      // node of level_ -> community
  int64_t total_ = 0;             // weight of all links, each counted twice
  double unit_ = 1;               // mean weight of a link
  double resolution_ = 1;
  double saved_ = 0;  // nats
  int steps_ = 0;
  bool large_ = false;  // a third refinement was made
};

}  // namespace

ResolvedCommunities find_resolved_communities(const WeighedGraph& graph, uint64_t seed) {
  if (graph.target.empty()) return {singletons(graph.nodes()), 1.0, 0.0, 0};
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
