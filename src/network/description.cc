// What are communities worth? A partition into small pieces always fits the links better
// than one into large pieces, as a curve of high degree fits any points: among 10,000
// nodes without any communities, modularity finds some. The answer is old: what a
// partition explains must exceed what it costs to say it (minimum description length;
// for graphs Peixoto 2013, "Parsimonious module inference in large networks"; for
// communities with more links inside than between Zhang, Peixoto 2020, "Statistical
// inference of assortative community structures").
//
// Saved, if community r has links inside at a rate of its own and all links between
// communities have one rate (with degrees k, K_r their sum, m links in all):
//
//     sum over r of w_r ln(w_r / (K_r^2 / 4m)) + w_between ln(w_between / expected between)
//
// Paid:
//
//     sum over r of n_r ln(n / n_r)     which node is in which community
//     1/2 ln(1 + w_r)                   the rate of community r, as exactly as so many
//                                       links can tell it (Rissanen 1978)
//
// A rate of its own for each: with a common one, as in Newman's resolution, small
// communities, which are dense, seem to be worth less than they are.
#include "network/description.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "network/stable_log.h"

namespace maillon::network {

double nats_saved(const Level<int64_t>& level, std::span<const uint32_t> of,
                  std::span<const uint32_t> size, double unit, double total) {
  struct Community {
    int64_t mass = 0, out = 0, size = 0;
  };
  std::vector<Community> communities(level.nodes());
  int64_t nodes = 0;
  for (uint32_t v = 0; v < level.nodes(); ++v) {
    Community& own = communities[of[v]];
    own.mass += level.mass[v];
    own.size += size[v];
    nodes += size[v];
    for (const auto& half : level.links(v)) {
      if (of[half.target] != of[v]) own.out += half.weight;
    }
  }
  double saved = 0, expected_inside = 0, between = 0;
  for (const Community& c : communities) {
    if (c.size == 0) continue;
    const auto mass = static_cast<double>(c.mass), inside = static_cast<double>(c.mass - c.out);
    const double expected = mass * (mass / total);
    expected_inside += expected;
    between += static_cast<double>(c.out);
    if (inside > 0) saved += inside / (2 * unit) * stable_log(inside / expected);
    const auto n = static_cast<double>(c.size);
    saved -= n * stable_log(static_cast<double>(nodes) / n);
    saved -= stable_log(1 + inside / (2 * unit)) / 2;
  }
  if (between > 0) {
    saved += between / (2 * unit) * stable_log(between / std::max(total - expected_inside, unit));
  }
  return saved;
}

}  // namespace maillon::network
