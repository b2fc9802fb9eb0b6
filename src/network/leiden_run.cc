#include "network/leiden_run.h"

#include <utility>

#include "network/leiden_moves.h"

namespace maillon::network {
namespace {

// A pass that moves fewer than one node in so many is the last one.
constexpr std::size_t kFewMoves = 10000;

uint32_t find_root(std::vector<uint32_t>& parent, uint32_t node) {
  while (parent[node] != node) {
    parent[node] = parent[parent[node]];
    node = parent[node];
  }
  return node;
}

// The smallest node that each node is tied to by links for which `counts` holds.
template <class Counts>
std::vector<uint32_t> tie_together(const WeighedGraph& graph, const Counts& counts) {
  std::vector<uint32_t> parent = singletons(graph.nodes());
  for (uint32_t v = 0; v < graph.nodes(); ++v) {
    for (uint64_t i = graph.offsets[v]; i < graph.offsets[v + 1]; ++i) {
      const uint32_t u = graph.target[i];
      if (u > v || !counts(u, v)) continue;
      const uint32_t x = find_root(parent, u), y = find_root(parent, v);
      parent[std::max(x, y)] = std::min(x, y);
    }
  }
  for (uint32_t v = 0; v < graph.nodes(); ++v) parent[v] = parent[parent[v]];
  return parent;
}

// The sets of the next level: well-connected parts, or whole communities where
// refinement joined nothing. Gives how many; dense.
template <class Weight, class Cost>
uint32_t choose_sets(const Level<Weight>& level, const Cost& cost, const Partition& p,
                     std::vector<uint32_t>& sets) {
  sets = refine(level, cost, p);
  const uint32_t count = make_dense(sets, level.nodes());
  if (count < level.nodes()) return count;
  sets = p.of;
  return make_dense(sets, level.nodes());
}

template <class Weight, class Cost>
bool improve_levels(const Level<Weight>& base, const Cost& cost, std::vector<uint32_t>& of,
                    std::size_t patience) {
  Partition p = make_partition(std::move(of), base.mass);
  std::size_t moves = move_nodes(base, cost, p, patience);
  std::vector<uint32_t> set_of;  // base node -> node of `level`
  uint32_t sets = choose_sets(base, cost, p, set_of);
  std::vector<uint32_t> community = std::move(p.of);
  if (sets < base.nodes()) {
    Level<int64_t> level = aggregate(base, set_of, sets);
    std::vector<uint32_t> up(sets);
    for (uint32_t v = 0; v < base.nodes(); ++v) up[set_of[v]] = community[v];
    while (true) {
      make_dense(up, base.nodes());
      Partition q = make_partition(std::move(up), level.mass);
      moves += move_nodes(level, cost, q, patience);
      std::vector<uint32_t> next;
      const uint32_t left = choose_sets(level, cost, q, next);
      if (left == level.nodes()) {
        up = std::move(q.of);
        break;
      }
      up.assign(left, 0);
      for (uint32_t s = 0; s < level.nodes(); ++s) up[next[s]] = q.of[s];
      for (uint32_t& s : set_of) s = next[s];
      level = aggregate(level, std::span<const uint32_t>(next), left);
    }
    for (uint32_t v = 0; v < base.nodes(); ++v) community[v] = up[set_of[v]];
  }
  of = std::move(community);
  return moves > base.nodes() / kFewMoves;
}

}  // namespace

Groups group_components(const WeighedGraph& graph) {
  std::vector<uint32_t> label = tie_together(graph, [](uint32_t, uint32_t) { return true; });
  const uint32_t components = make_dense(label, graph.nodes());
  return group_by(label, components);
}

BaseLevel cut_out(const WeighedGraph& graph, std::span<const uint32_t> members,
                  std::vector<uint32_t>& place) {
  BaseLevel level;
  level.offsets.reserve(members.size() + 1);
  level.offsets.push_back(0);
  for (std::size_t i = 0; i < members.size(); ++i) {
    place[members[i]] = static_cast<uint32_t>(i);
    level.offsets.push_back(level.offsets.back() + graph.degree(members[i]));
  }
  level.halves.resize(level.offsets.back());
  parallel_blocks(members.size(), 16384, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t i = begin; i < end; ++i) {
      const uint64_t from = graph.offsets[members[i]];
      const uint64_t to = level.offsets[i];
      for (uint64_t k = 0; k < graph.degree(members[i]); ++k) {
        level.halves[to + k] = {place[graph.target[from + k]], graph.weight[from + k]};
      }
    }
  });
  return level;
}

bool improve(const BaseLevel& level, const ProductCost& cost, std::vector<uint32_t>& of,
             std::size_t patience) {
  return improve_levels(level, cost, of, patience);
}
bool improve(const BaseLevel& level, const EvidenceCost& cost, std::vector<uint32_t>& of,
             std::size_t patience) {
  return improve_levels(level, cost, of, patience);
}
bool improve(const Level<int64_t>& level, const ProductCost& cost, std::vector<uint32_t>& of,
             std::size_t patience) {
  return improve_levels(level, cost, of, patience);
}

void split_and_number(const WeighedGraph& graph, std::vector<uint32_t>& community) {
  community =
      tie_together(graph, [&](uint32_t u, uint32_t v) { return community[u] == community[v]; });
  make_dense(community, graph.nodes());
}

}  // namespace maillon::network
