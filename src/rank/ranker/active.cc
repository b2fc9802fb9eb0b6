#include "rank/ranker/active.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace maillon::rank {

std::vector<std::size_t> choose_next(std::span<const Candidate> candidates, std::size_t count) {
  const auto rank_of = [&](std::size_t i) {
    const Candidate& c = candidates[i];
    return std::make_tuple(std::abs(c.probability - 0.5), c.key, c.family, c.stratum);
  };
  std::vector<std::size_t> order(candidates.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t x, std::size_t y) { return rank_of(x) < rank_of(y); });
  // The best of each family, in the turn that its stratum is at: the first of every stratum, then
  // the second ones ...
  std::unordered_set<uint64_t> families;
  std::unordered_map<uint64_t, std::size_t> turns;
  std::vector<std::pair<std::size_t, std::size_t>> chosen;  // turn, candidate
  for (const std::size_t i : order) {
    if (!families.insert(candidates[i].family).second) continue;
    chosen.emplace_back(turns[candidates[i].stratum]++, i);
  }
  std::stable_sort(chosen.begin(), chosen.end(),
                   [](const auto& x, const auto& y) { return x.first < y.first; });
  std::vector<std::size_t> out;
  for (const auto& [turn, i] : chosen) {
    if (out.size() == count) break;
    out.push_back(i);
  }
  return out;
}

}  // namespace maillon::rank
