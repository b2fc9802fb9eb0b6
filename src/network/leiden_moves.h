// The two moves of Leiden on one level: moving nodes between communities, and
// refining communities into well-connected parts. Inside this folder only.
//
// Threads. Nodes are looked at in batches. All nodes of a batch choose by what
// stood before the batch (in parallel: they only read), then the choices are
// carried out in index order, then the neighbours of moved nodes are marked to be
// looked at again. What is in a batch depends on the graph only, so any number of
// threads gives the same answer. A batch is at most about 1/64 of the level, so two
// neighbours rarely choose at the same time; small levels have batches of one,
// which is the textbook's Leiden.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/parallel.h"
#include "network/level.h"

namespace maillon::network {

inline constexpr uint32_t kSmallLevel = 8192;  // up to here, one node at a time
inline constexpr std::size_t kNodesPerBlock = 512;
inline constexpr std::size_t kLinksPerBlock = 8192;
inline constexpr std::size_t kBatchesPerSweep = 64;
inline constexpr int kMaxSweeps = 40;

// The community that node v gains most by; its own if none is better; kNoCommunity
// if it is better off alone. `near` has the communities of v's neighbours.
template <class Weight, class Cost>
uint32_t choose_community(const Level<Weight>& level, const Cost& cost, const Partition& p,
                          uint32_t v, const uint32_t* near, WeightTable& table) {
  const auto links = level.links(v);
  const uint32_t own = p.of[v];
  table.start(links.size());
  for (std::size_t i = 0; i < links.size(); ++i) table.add(near[i], links[i].weight);
  const int64_t mass = level.mass[v];
  double best_gain = static_cast<double>(table.get(own)) - cost(mass, p.mass[own] - mass);
  uint32_t best = own;
  if (best_gain < 0 && p.count[own] > 1) {
    best_gain = 0;
    best = kNoCommunity;
  }
  for (std::size_t i = 0; i < table.size(); ++i) {
    const uint32_t c = table.community(i);
    if (c == own) continue;
    const double gain = static_cast<double>(table.weight(i)) - cost(mass, p.mass[c]);
    if (gain > best_gain || (gain == best_gain && best != own && c < best)) {
      best_gain = gain;
      best = c;
    }
  }
  return best;
}

// Chooses for many nodes. All cache misses on labels are in one loop without
// branches, where the processor overlaps them; masses are fetched a few nodes ahead.
template <class Weight, class Cost>
void choose_communities(const Level<Weight>& level, const Cost& cost, const Partition& p,
                        std::span<const uint32_t> nodes, uint32_t* choice) {
  constexpr std::size_t kAhead = 4;
  WeightTable table;
  std::vector<uint32_t> near;
  std::vector<std::size_t> begin{0};
  for (const uint32_t v : nodes) begin.push_back(begin.back() + level.links(v).size());
  near.resize(begin.back());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    uint32_t* to = near.data() + begin[i];
    for (const auto& half : level.links(nodes[i])) *to++ = p.of[half.target];
  }
  const auto fetch = [&](std::size_t i) {
    if (begin[i + 1] - begin[i] > 64) return;
    for (std::size_t k = begin[i]; k < begin[i + 1]; ++k) __builtin_prefetch(&p.mass[near[k]]);
  };
  for (std::size_t i = 0; i < std::min(kAhead, nodes.size()); ++i) fetch(i);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (i + kAhead < nodes.size()) fetch(i + kAhead);
    choice[i] = choose_community(level, cost, p, nodes[i], near.data() + begin[i], table);
  }
}

namespace detail {

// Marks the neighbours of v that are not in its community. Several threads may
// mark the same node; they all write 1.
template <class Weight>
void mark_neighbours(const Level<Weight>& level, const Partition& p, uint32_t v,
                     std::vector<uint8_t>& marked) {
  for (const auto& half : level.links(v)) {
    if (p.of[half.target] == p.of[v]) continue;
    std::atomic_ref<uint8_t>(marked[half.target]).store(1, std::memory_order_relaxed);
  }
}

template <class Weight, class Cost>
std::size_t sweep_one_by_one(const Level<Weight>& level, const Cost& cost, Partition& p,
                             std::span<const uint32_t> active, std::vector<uint8_t>& marked) {
  WeightTable table;
  std::vector<uint32_t> near;
  std::size_t moves = 0;
  for (const uint32_t v : active) {
    marked[v] = 0;
    near.clear();
    for (const auto& half : level.links(v)) near.push_back(p.of[half.target]);
    uint32_t to = choose_community(level, cost, p, v, near.data(), table);
    if (to == p.of[v]) continue;
    if (to == kNoCommunity) to = p.take_empty();
    p.move(v, to, level.mass[v]);
    mark_neighbours(level, p, v, marked);
    ++moves;
  }
  return moves;
}

template <class Weight, class Cost>
std::size_t sweep_in_batches(const Level<Weight>& level, const Cost& cost, Partition& p,
                             std::span<const uint32_t> active, std::vector<uint8_t>& marked) {
  // Batch b of B has the chunks b, b + B, b + 2B ... of 32 nodes: neighbours by
  // number, which are often neighbours in the graph, choose one after the other,
  // while memory is still read in long runs.
  constexpr std::size_t kChunk = 32;
  const std::size_t size = std::clamp(active.size() / 16, kNodesPerBlock,
                                      level.nodes() / kBatchesPerSweep + kNodesPerBlock);
  const std::size_t batches = block_count(active.size(), size);
  const std::size_t chunks = block_count(active.size(), kChunk);
  // Nodes of upper levels have hundreds of links: blocks of like work, not of like length.
  const std::size_t per_block = std::clamp<std::size_t>(
      kLinksPerBlock * level.nodes() / (level.halves.size() + 1), 16, kNodesPerBlock);
  std::vector<uint32_t> batch, choice;
  std::size_t moves = 0;
  for (std::size_t b = 0; b < batches; ++b) {
    batch.clear();
    for (std::size_t chunk = b; chunk < chunks; chunk += batches) {
      const std::size_t begin = chunk * kChunk;
      const std::size_t end = std::min(begin + kChunk, active.size());
      batch.insert(batch.end(), active.begin() + static_cast<std::ptrdiff_t>(begin),
                   active.begin() + static_cast<std::ptrdiff_t>(end));
    }
    choice.resize(batch.size());
    parallel_blocks(batch.size(), per_block, [&](std::size_t begin, std::size_t end, std::size_t) {
      const auto nodes = std::span(batch).subspan(begin, end - begin);
      choose_communities(level, cost, p, nodes, choice.data() + begin);
    });
    std::size_t moved = 0;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const uint32_t v = batch[i];
      marked[v] = 0;
      if (choice[i] == p.of[v]) continue;
      p.move(v, choice[i] == kNoCommunity ? p.take_empty() : choice[i], level.mass[v]);
      batch[moved++] = v;
    }
    parallel_blocks(moved, kNodesPerBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
      for (std::size_t i = begin; i < end; ++i) mark_neighbours(level, p, batch[i], marked);
    });
    moves += moved;
  }
  return moves;
}

}  // namespace detail

// Moves nodes until nobody gains. Sweeps end early when less than 1/`patience` of
// the level moved. Gives the number of moves.
template <class Weight, class Cost>
std::size_t move_nodes(const Level<Weight>& level, const Cost& cost, Partition& p,
                       std::size_t patience) {
  std::vector<uint32_t> active = singletons(level.nodes());
  std::vector<uint8_t> marked(level.nodes(), 1);
  const bool small = level.nodes() <= kSmallLevel;
  std::size_t total = 0;
  for (int sweep = 0; sweep < kMaxSweeps && !active.empty(); ++sweep) {
    const bool few = small || active.size() < 4 * kNodesPerBlock;
    const std::size_t moves = few ? detail::sweep_one_by_one(level, cost, p, active, marked)
                                  : detail::sweep_in_batches(level, cost, p, active, marked);
    total += moves;
    if (moves == 0 || moves < level.nodes() / patience) break;
    if (!few) close_ranks(p);
    active.clear();
    for (uint32_t v = 0; v < level.nodes(); ++v) {
      if (marked[v] != 0) active.push_back(v);
    }
  }
  return total;
}

namespace detail {

// State of the refinement; every community only touches the rows of its nodes.
struct Refinement {
  std::vector<uint32_t> part;    // node -> the part's first node
  std::vector<uint32_t> count;   // nodes of a part
  std::vector<int64_t> mass;     // of a part
  std::vector<int64_t> outside;  // weight between a part and the rest of its community
};

template <class Weight, class Cost>
void refine_community(const Level<Weight>& level, const Cost& cost, const Partition& p,
                      std::span<const uint32_t> members, Refinement& r, WeightTable& table) {
  int64_t whole = 0;
  for (const uint32_t v : members) {
    whole += level.mass[v];
    for (const auto& half : level.links(v)) {
      if (p.of[half.target] == p.of[v]) r.outside[v] += half.weight;
    }
  }
  const auto well_connected = [&](uint32_t part) {
    return static_cast<double>(r.outside[part]) >= cost(r.mass[part], whole - r.mass[part]);
  };
  for (const uint32_t v : members) {
    if (r.count[r.part[v]] != 1 || !well_connected(v)) continue;
    const auto links = level.links(v);
    table.start(links.size());
    for (const auto& half : links) {
      if (p.of[half.target] == p.of[v]) table.add(r.part[half.target], half.weight);
    }
    uint32_t best = v;
    double best_gain = 0;
    int64_t best_weight = 0;
    for (std::size_t i = 0; i < table.size(); ++i) {
      const uint32_t part = table.community(i);
      const double gain = static_cast<double>(table.weight(i)) - cost(level.mass[v], r.mass[part]);
      const bool better = gain > best_gain || (gain == best_gain && best != v && part < best);
      if (!better || !well_connected(part)) continue;
      best = part;
      best_gain = gain;
      best_weight = table.weight(i);
    }
    if (best == v) continue;
    r.part[v] = best;
    r.count[v] = 0;
    ++r.count[best];
    r.mass[best] += level.mass[v];
    r.outside[best] += r.outside[v] - 2 * best_weight;
  }
}

}  // namespace detail

// Cuts every community into well-connected parts. Gives each node's part, named by
// one of its nodes. A part is connected: nodes join a part that they have links
// with, and only nodes that are alone move.
// Traag's refinement draws a part at random among those that gain; ours takes the
// best, as GVE-Leiden does (Sahu 2023).
template <class Weight, class Cost>
std::vector<uint32_t> refine(const Level<Weight>& level, const Cost& cost, const Partition& p) {
  const uint32_t n = level.nodes();
  detail::Refinement r{singletons(n), std::vector<uint32_t>(n, 1), level.mass,
                       std::vector<int64_t>(n, 0)};
  const Groups groups = group_by(p.of, n);
  parallel_blocks(n, kNodesPerBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
    WeightTable table;
    for (std::size_t c = begin; c < end; ++c) {
      if (groups[c].size() > 1) {
        detail::refine_community(level, cost, p, groups[c], r, table);
      }
    }
  });
  return std::move(r.part);
}

}  // namespace maillon::network
