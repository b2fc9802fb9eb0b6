// A seam is a cut of the network into two sides. We look at three kinds, all
// cheap, and keep the one with the least conductance: weight of the cut over the
// weight of the smaller side. The least weight alone would always name a leaf.
//
// 1. Bridges. A depth-first walk numbers posts in the order of discovery and knows
//    for each subtree the lowest number that a link reaches back to; where this
//    is not above the subtree, the link to it is a bridge and the subtree one
//    side. Links inside a subtree are counted on the way back, so that every bridge
//    costs nothing more. The walk is a loop: a network may be a thread of 100,000.
// 2. The maximum spanning tree. Groups that are tied to each other more weakly than
//    within are joined late by it; each of its lightest links gives two sides.
// 3. Up to `exact_up_to` posts: the phases of Stoer and Wagner, each of which ends with
//    a cut around a merged group. The smallest cut is among them.
#include "network/cohesion.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "network/level.h"

namespace maillon::network {
namespace {

constexpr std::size_t kTreeCuts = 32;  // lightest links of the spanning tree looked at

// The network on its own: nodes are positions in `members`.
struct Inner {
  std::vector<uint64_t> offsets;
  std::vector<uint32_t> target;
  std::vector<int32_t> weight;
  std::vector<int64_t> strength;  // sum of a node's links
  std::vector<Link> links;        // each once, sorted
  int64_t ends = 0;               // sum of strengths

  uint32_t nodes() const { return static_cast<uint32_t>(strength.size()); }
};

Inner cut_out_inner(const WeighedGraph& graph, std::span<const uint32_t> members) {
  Inner inner;
  inner.strength.assign(members.size(), 0);
  inner.offsets.push_back(0);
  for (std::size_t i = 0; i < members.size(); ++i) {
    const uint32_t v = members[i];
    auto from = members.begin();
    for (uint64_t k = graph.offsets[v]; k < graph.offsets[v + 1]; ++k) {
      // Rows are sorted, so the search goes on from the last hit.
      from = std::lower_bound(from, members.end(), graph.target[k]);
      if (from == members.end()) break;
      if (*from != graph.target[k]) continue;
      const auto j = static_cast<uint32_t>(from - members.begin());
      inner.target.push_back(j);
      inner.weight.push_back(graph.weight[k]);
      inner.strength[i] += graph.weight[k];
      if (i < j) inner.links.push_back({static_cast<uint32_t>(i), j, graph.weight[k]});
    }
    inner.offsets.push_back(inner.target.size());
    inner.ends += inner.strength[i];
  }
  return inner;
}

// The best seam so far.
struct Seam {
  bool found = false;
  int64_t weight = 0, side_ends = 1;
  std::vector<uint32_t> side;

  double conductance() const {
    return static_cast<double>(weight) / static_cast<double>(side_ends);
  }
  // Is a cut of this weight, with `ends` on one side, better?
  bool beaten_by(int64_t cut, int64_t ends, int64_t all_ends) const {
    const int64_t smaller = std::min(ends, all_ends - ends);
    if (smaller <= 0) return false;
    if (!found) return true;
    const double mine = static_cast<double>(weight) * static_cast<double>(smaller);
    const double theirs = static_cast<double>(cut) * static_cast<double>(side_ends);
    return theirs < mine || (theirs == mine && smaller > side_ends);
  }
  void take(int64_t cut, int64_t ends, int64_t all_ends, std::vector<uint32_t> new_side) {
    found = true;
    weight = cut;
    side_ends = std::min(ends, all_ends - ends);
    side = std::move(new_side);
  }
};

// ---- Bridges and articulation posts -----------------------------------------

struct Walk {
  std::vector<uint32_t> found;  // order of discovery, from 1; 0 = not yet
  std::vector<uint32_t> low;    // the lowest number that the subtree reaches
  std::vector<uint32_t> last;   // highest number in the subtree
  std::vector<uint32_t> at;     // node with number i + 1
  std::vector<int64_t> ends;    // strength of the subtree
  std::vector<uint8_t> articulation;
  std::vector<Link> bridges;  // a = above, b = below
};

struct Frame {
  uint32_t node, parent;
  uint64_t next;
  uint32_t children;
};

void leave(const Inner& inner, const Frame& done, Frame* above, Walk& w) {
  const uint32_t v = done.node;
  w.last[v] = static_cast<uint32_t>(w.at.size());
  if (above == nullptr) {
    w.articulation[v] = done.children > 1;
    return;
  }
  const uint32_t u = above->node;
  ++above->children;
  w.low[u] = std::min(w.low[u], w.low[v]);
  w.ends[u] += w.ends[v];
  if (above->parent != kNoCommunity && w.low[v] >= w.found[u]) w.articulation[u] = 1;
  if (w.low[v] > w.found[u]) {
    w.bridges.push_back({u, v, inner.weight[above->next - 1]});
  }
}

void walk_from(const Inner& inner, uint32_t root, Walk& w) {
  std::vector<Frame> stack;
  const auto enter = [&](uint32_t v, uint32_t parent) {
    w.at.push_back(v);
    w.found[v] = w.low[v] = static_cast<uint32_t>(w.at.size());
    w.ends[v] = inner.strength[v];
    stack.push_back({v, parent, inner.offsets[v], 0});
  };
  enter(root, kNoCommunity);
  while (!stack.empty()) {
    Frame& top = stack.back();
    if (top.next == inner.offsets[top.node + 1]) {
      const Frame done = top;
      stack.pop_back();
      leave(inner, done, stack.empty() ? nullptr : &stack.back(), w);
      continue;
    }
    const uint32_t u = inner.target[top.next++];
    if (u == top.parent) continue;  // links are single: it is the one we came by
    if (w.found[u] == 0) {
      enter(u, top.node);
    } else {
      w.low[top.node] = std::min(w.low[top.node], w.found[u]);
    }
  }
}

Walk walk(const Inner& inner) {
  const std::size_t n = inner.nodes();
  Walk w{std::vector<uint32_t>(n),
         std::vector<uint32_t>(n),
         std::vector<uint32_t>(n),
         {},
         std::vector<int64_t>(n),
         std::vector<uint8_t>(n),
         {}};
  for (uint32_t v = 0; v < n; ++v) {
    if (w.found[v] == 0) walk_from(inner, v, w);
  }
  return w;
}

void try_bridges(const Inner& inner, const Walk& w, Seam& seam) {
  const Link* best = nullptr;
  for (const Link& bridge : w.bridges) {
    if (!seam.beaten_by(bridge.weight, w.ends[bridge.b], inner.ends)) continue;
    seam.take(bridge.weight, w.ends[bridge.b], inner.ends, {});
    best = &bridge;
  }
  if (best == nullptr) return;
  // The side is listed once, at the end: on a thread every bridge beats the last.
  const uint32_t below = best->b;
  seam.side.assign(w.at.begin() + w.found[below] - 1, w.at.begin() + w.last[below]);
}

// ---- The maximum spanning tree ------------------------------------------------

std::vector<Link> spanning_tree(const Inner& inner) {
  std::vector<Link> links = inner.links;
  std::stable_sort(links.begin(), links.end(),
                   [](const Link& x, const Link& y) { return x.weight > y.weight; });
  std::vector<uint32_t> parent = singletons(inner.nodes());
  const auto root = [&](uint32_t v) {
    while (parent[v] != v) v = parent[v] = parent[parent[v]];
    return v;
  };
  std::vector<Link> tree;
  for (const Link& link : links) {
    const uint32_t x = root(link.a), y = root(link.b);
    if (x == y) continue;
    parent[std::max(x, y)] = std::min(x, y);
    tree.push_back(link);
  }
  return tree;  // heaviest first
}

void try_side(const Inner& inner, const std::vector<uint8_t>& on_side, Seam& seam) {
  int64_t cut = 0, ends = 0;
  std::vector<uint32_t> side;
  for (uint32_t v = 0; v < inner.nodes(); ++v) {
    if (on_side[v] == 0) continue;
    side.push_back(v);
    ends += inner.strength[v];
    for (uint64_t k = inner.offsets[v]; k < inner.offsets[v + 1]; ++k) {
      if (on_side[inner.target[k]] == 0) cut += inner.weight[k];
    }
  }
  if (seam.beaten_by(cut, ends, inner.ends)) seam.take(cut, ends, inner.ends, std::move(side));
}

// Each link of the tree, taken away, leaves two sides; one is walked.
void try_tree_cuts(const Inner& inner, Seam& seam) {
  const std::vector<Link> tree = spanning_tree(inner);
  std::vector<uint32_t> a, b;
  std::vector<std::vector<uint32_t>> next(inner.nodes());
  for (const Link& link : tree) {
    next[link.a].push_back(link.b);
    next[link.b].push_back(link.a);
  }
  const std::size_t first = tree.size() - std::min(tree.size(), kTreeCuts);
  std::vector<uint8_t> on_side;
  std::vector<uint32_t> stack;
  for (std::size_t i = first; i < tree.size(); ++i) {
    on_side.assign(inner.nodes(), 0);
    on_side[tree[i].a] = 1;
    stack.assign(1, tree[i].a);
    while (!stack.empty()) {
      const uint32_t v = stack.back();
      stack.pop_back();
      for (const uint32_t u : next[v]) {
        const bool cut_here = v == tree[i].a && u == tree[i].b;
        if (cut_here || on_side[u] != 0) continue;
        on_side[u] = 1;
        stack.push_back(u);
      }
    }
    try_side(inner, on_side, seam);
  }
}

// ---- Stoer and Wagner ----------------------------------------------------------

class StoerWagner {
 public:
  explicit StoerWagner(const Inner& inner) : n_(inner.nodes()), between_(n_ * n_, 0) {
    for (const Link& link : inner.links) {
      between_[link.a * n_ + link.b] = between_[link.b * n_ + link.a] = link.weight;
    }
    group_.resize(n_);
    for (std::size_t v = 0; v < n_; ++v) group_[v] = {static_cast<uint32_t>(v)};
    alive_.resize(n_);
    std::iota(alive_.begin(), alive_.end(), std::size_t{0});
  }

  void run(const Inner& inner, Seam& seam) {
    while (alive_.size() > 1) {
      const auto [before, last, cut] = phase();
      int64_t ends = 0;
      for (const uint32_t v : group_[last]) ends += inner.strength[v];
      if (seam.beaten_by(cut, ends, inner.ends)) seam.take(cut, ends, inner.ends, group_[last]);
      merge(before, last);
    }
  }

 private:
  struct Phase {
    std::size_t before, last;
    int64_t cut;
  };
  // Adds the group that is tied most to those added before, until all are in.
  Phase phase() {
    std::vector<int64_t> tied(n_, 0);
    std::vector<std::size_t> left = alive_;
    std::size_t before = 0, last = 0;
    while (!left.empty()) {
      std::size_t best = 0;
      for (std::size_t i = 1; i < left.size(); ++i) {
        if (tied[left[i]] > tied[left[best]]) best = i;
      }
      before = last;
      last = left[best];
      left.erase(left.begin() + static_cast<std::ptrdiff_t>(best));
      for (const std::size_t v : left) tied[v] += between_[last * n_ + v];
    }
    return {before, last, tied[last]};
  }
  void merge(std::size_t into, std::size_t gone) {
    group_[into].insert(group_[into].end(), group_[gone].begin(), group_[gone].end());
    for (const std::size_t v : alive_) {
      between_[into * n_ + v] += between_[gone * n_ + v];
      between_[v * n_ + into] = between_[into * n_ + v];
    }
    between_[into * n_ + into] = 0;
    alive_.erase(std::find(alive_.begin(), alive_.end(), gone));
  }

  std::size_t n_;
  std::vector<int64_t> between_;
  std::vector<std::vector<uint32_t>> group_;
  std::vector<std::size_t> alive_;
};

// ---- Putting it together -------------------------------------------------------

void write_seam(const Inner& inner, std::span<const uint32_t> members, const Seam& seam,
                Cohesion& result) {
  std::vector<uint8_t> on_side(inner.nodes(), 0);
  int64_t ends = 0;
  for (const uint32_t v : seam.side) {
    on_side[v] = 1;
    ends += inner.strength[v];
  }
  const uint8_t lighter = ends * 2 > inner.ends ? 0 : 1;
  for (uint32_t v = 0; v < inner.nodes(); ++v) {
    if (on_side[v] == lighter) result.split_side.push_back(members[v]);
  }
  for (const Link& link : inner.links) {
    if (on_side[link.a] == on_side[link.b]) continue;
    result.split.push_back({members[link.a], members[link.b], link.weight});
  }
  result.split_weight = seam.weight;
  result.cohesion = std::min(1.0, seam.conductance());
}

}  // namespace

Cohesion find_cohesion(const WeighedGraph& graph, std::span<const uint32_t> members,
                       uint32_t exact_up_to) {
  const Inner inner = cut_out_inner(graph, members);
  Cohesion result;
  result.links = inner.links.size();
  for (const Link& link : inner.links) {
    const Link named{members[link.a], members[link.b], link.weight};
    if (result.strongest.weight < link.weight) result.strongest = named;
    if (result.weakest.weight == 0 || result.weakest.weight > link.weight) result.weakest = named;
    result.weight += link.weight;
  }
  const Walk w = walk(inner);
  for (const Link& bridge : w.bridges) {
    const auto [low, high] = std::minmax(members[bridge.a], members[bridge.b]);
    result.bridges.push_back({low, high, bridge.weight});
  }
  std::sort(result.bridges.begin(), result.bridges.end());
  for (uint32_t v = 0; v < inner.nodes(); ++v) {
    if (w.articulation[v] != 0) result.articulations.push_back(members[v]);
  }
  const bool in_one_piece =
      inner.nodes() > 0 && w.last[0] == inner.nodes();  // the first walk found all
  if (inner.nodes() > 1 && !in_one_piece) result.cohesion = 0;
  if (inner.nodes() < 2 || !in_one_piece) return result;

  Seam seam;
  try_bridges(inner, w, seam);
  try_tree_cuts(inner, seam);
  if (inner.nodes() <= exact_up_to) StoerWagner(inner).run(inner, seam);
  if (seam.found) write_seam(inner, members, seam, result);
  return result;
}

}  // namespace maillon::network
