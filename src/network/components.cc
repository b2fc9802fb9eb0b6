#include "network/components.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "base/check.h"

namespace maillon::network {
namespace {

bool all_below(std::span<const uint32_t> values, uint32_t limit) {
  uint32_t most = 0;
  for (const uint32_t value : values) most = std::max(most, value);
  return values.empty() || most < limit;
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

}  // namespace

std::vector<uint32_t> find_components(uint32_t nodes, std::span<const uint32_t> a,
                                      std::span<const uint32_t> b) {
  CHECK(a.size() == b.size());
  CHECK(all_below(a, nodes) && all_below(b, nodes));
  std::vector<uint32_t> label(nodes);
  std::iota(label.begin(), label.end(), 0U);
  uint32_t* parent = label.data();
  // Parents are looked up at random: they are asked for some links ahead.
  constexpr std::size_t kAhead = 24;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::size_t ahead = std::min(i + kAhead, a.size() - 1);
    __builtin_prefetch(parent + a[ahead]);
    __builtin_prefetch(parent + b[ahead]);
    const uint32_t x = find_root(parent, a[i]);
    const uint32_t y = find_root(parent, b[i]);
    // Without a branch for x == y: the root then points to itself again.
    parent[std::max(x, y)] = std::min(x, y);
  }
  // In ascending order a parent is settled before its children.
  for (uint32_t node = 0; node < nodes; ++node) parent[node] = parent[parent[node]];
  return label;
}

}  // namespace maillon::network
