// Union-find; the smallest member names its set, so names do not depend on the order of joins.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

namespace maillon::link {

class DisjointSets {
 public:
  explicit DisjointSets(std::size_t members) : parent_(members) {
    std::iota(parent_.begin(), parent_.end(), 0);
  }
  // The smallest member of the set that x is in.
  uint32_t find(uint32_t x) {
    while (parent_[x] != x) x = parent_[x] = parent_[parent_[x]];
    return x;
  }
  void join(uint32_t a, uint32_t b) {
    const uint32_t x = find(a);
    const uint32_t y = find(b);
    parent_[std::max(x, y)] = std::min(x, y);
  }
  // find() of each member.
  std::vector<uint32_t> labels() {
    std::vector<uint32_t> label(parent_.size());
    for (uint32_t x = 0; x < label.size(); ++x) label[x] = find(x);
    return label;
  }

 private:
  std::vector<uint32_t> parent_;
};

}  // namespace maillon::link
