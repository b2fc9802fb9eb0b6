// Union-find over the list of links, in three moves, since what costs is not the work but
// parents looked up at random and paths whose length the processor cannot foresee:
//
// 1. Parents are asked for some links ahead.
// 2. The first links, half as many as there are nodes, join nearly always: roots are found
//    and tied without a branch.
// 3. The later the link, the likelier both ends are in one component already; of a random
//    graph with five links a node, four in five are (Sutton, Ben-Nun, Barak 2018,
//    "Optimizing parallel graph connectivity computation via subgraph sampling", begin with
//    a few links of each node for that reason). So after n/2, n, 2n ... links all paths
//    are made flat, and from then on one comparison of parents tells for most links.
#include "network/components.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "base/check.h"

namespace maillon::network {
namespace {

constexpr std::size_t kAhead = 20;             // links
constexpr std::size_t kLinksAtOnce = 1 << 12;  // links that are looked at twice while in the cache

uint32_t largest(std::span<const uint32_t> values) {
  uint32_t most = 0;
  for (const uint32_t value : values) most = std::max(most, value);
  return most;
}

// Parents never lie above their children, so halving the path keeps that too.
inline uint32_t find_root(uint32_t* parent, uint32_t node) {
  while (true) {
    const uint32_t up = parent[node];
    if (up == node) return node;
    const uint32_t top = parent[up];
    if (top == up) return up;
    parent[node] = top;
    node = top;
  }
}

// In ascending order a parent is settled before its children.
void flatten(std::span<uint32_t> parent) {
  for (uint32_t& up : parent) up = parent[up];
}

// Ties links [begin, end). `settled`: most of them tie nothing new.
void tie(uint32_t* parent, std::span<const uint32_t> a, std::span<const uint32_t> b,
         std::size_t begin, std::size_t end, bool settled) {
  for (std::size_t i = begin; i < end; ++i) {
    const std::size_t ahead = std::min(i + kAhead, a.size() - 1);
    __builtin_prefetch(parent + a[ahead]);
    __builtin_prefetch(parent + b[ahead]);
    if (settled && parent[a[i]] == parent[b[i]]) continue;
    const uint32_t x = find_root(parent, a[i]);
    const uint32_t y = find_root(parent, b[i]);
    // Without a branch for x == y: the root then points to itself again.
    parent[std::max(x, y)] = std::min(x, y);
  }
}

}  // namespace

std::vector<uint32_t> find_components(uint32_t nodes, std::span<const uint32_t> a,
                                      std::span<const uint32_t> b) {
  CHECK(a.size() == b.size());
  std::vector<uint32_t> parent(nodes);
  std::iota(parent.begin(), parent.end(), 0U);
  std::size_t flat_at = std::max<std::size_t>(nodes / 2, kLinksAtOnce);
  for (std::size_t begin = 0; begin < a.size(); begin += kLinksAtOnce) {
    const std::size_t end = std::min(begin + kLinksAtOnce, a.size());
    CHECK(largest(a.subspan(begin, end - begin)) < nodes);
    CHECK(largest(b.subspan(begin, end - begin)) < nodes);
    const bool settled = begin >= nodes / 2;
    if (begin >= flat_at) {
      flatten(parent);
      flat_at *= 2;
    }
    tie(parent.data(), a, b, begin, end, settled);
  }
  flatten(parent);
  return parent;
}

}  // namespace maillon::network
