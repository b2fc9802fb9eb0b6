// A level of Leiden: a graph whose nodes stand for sets of nodes of the level
// below, and a partition of it. Inside this folder only.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include "base/parallel.h"

namespace maillon::network {

inline constexpr uint32_t kNoCommunity = 0xffffffff;

// Weight is int32_t where links come from the caller (half the memory traffic of
// the level that costs most), int64_t above.
template <class Weight>
struct Level {
  struct Half {
    uint32_t target;
    Weight weight;
  };
  std::vector<uint64_t> offsets;  // nodes + 1
  std::vector<Half> halves;       // no loops: they never change a gain
  std::vector<int64_t> mass;

  uint32_t nodes() const { return static_cast<uint32_t>(mass.size()); }
  std::span<const Half> links(uint32_t v) const {
    return {halves.data() + offsets[v], halves.data() + offsets[v + 1]};
  }
};

// Communities have numbers below the number of nodes; some may be empty.
struct Partition {
  std::vector<uint32_t> of;  // node -> community
  std::vector<int64_t> mass;
  std::vector<uint32_t> count;
  std::vector<uint32_t> spare;  // communities that became empty; may have filled again

  uint32_t take_empty() {
    while (true) {
      const uint32_t c = spare.back();
      spare.pop_back();
      if (count[c] == 0) return c;
    }
  }
  void move(uint32_t v, uint32_t to, int64_t node_mass) {
    const uint32_t from = of[v];
    mass[from] -= node_mass;
    if (--count[from] == 0) spare.push_back(from);
    mass[to] += node_mass;
    ++count[to];
    of[v] = to;
  }
};

inline Partition make_partition(std::vector<uint32_t> of, std::span<const int64_t> node_mass) {
  Partition p;
  p.of = std::move(of);
  p.mass.assign(p.of.size(), 0);
  p.count.assign(p.of.size(), 0);
  for (std::size_t v = 0; v < p.of.size(); ++v) {
    p.mass[p.of[v]] += node_mass[v];
    ++p.count[p.of[v]];
  }
  for (std::size_t c = p.of.size(); c-- > 0;) {
    if (p.count[c] == 0) p.spare.push_back(static_cast<uint32_t>(c));
  }
  return p;
}

// Numbers the communities that have nodes 0, 1, 2 ..., in the order that they had: the
// masses of those that live then stand side by side, where a cache can hold them.
inline void close_ranks(Partition& p) {
  std::vector<uint32_t> number(p.of.size());
  uint32_t next = 0;
  for (std::size_t c = 0; c < p.count.size(); ++c) {
    if (p.count[c] == 0) continue;
    number[c] = next;
    p.mass[next] = p.mass[c];
    p.count[next++] = p.count[c];
  }
  std::fill(p.mass.begin() + next, p.mass.end(), 0);
  std::fill(p.count.begin() + next, p.count.end(), 0);
  parallel_blocks(p.of.size(), 16384, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t v = begin; v < end; ++v) p.of[v] = number[p.of[v]];
  });
  p.spare.clear();
  for (std::size_t c = p.count.size(); c-- > next;) p.spare.push_back(static_cast<uint32_t>(c));
}

inline std::vector<uint32_t> singletons(uint32_t nodes) {
  std::vector<uint32_t> of(nodes);
  std::iota(of.begin(), of.end(), 0U);
  return of;
}

// Sums of weights by community for one node at a time. Open addressing in a table
// that fits the node, so that ordinary nodes stay in the first-level cache; what
// was found stands in plain arrays, in the order of first mention.
class WeightTable {
 public:
  void start(std::size_t degree) {
    for (uint32_t i = 0; i < size_; ++i) slots_[slot_[i]] = {kNoCommunity, 0};
    size_ = 0;
    const std::size_t size = std::bit_ceil(std::max<std::size_t>(16, degree * 2));
    if (size > slots_.size()) {
      slots_.assign(size, {kNoCommunity, 0});
      slot_.resize(size);
      community_.resize(size);
      weight_.resize(size);
    }
    mask_ = static_cast<uint32_t>(size - 1);
  }
  void add(uint32_t community, int64_t weight) {
    uint32_t at = first_slot(community);
    while (slots_[at].community != community) {
      if (slots_[at].community == kNoCommunity) {
        slots_[at] = {community, size_};
        slot_[size_] = at;
        community_[size_] = community;
        weight_[size_++] = weight;
        return;
      }
      at = (at + 1) & mask_;
    }
    weight_[slots_[at].index] += weight;
  }
  int64_t get(uint32_t community) const {
    uint32_t at = first_slot(community);
    while (slots_[at].community != kNoCommunity) {
      if (slots_[at].community == community) return weight_[slots_[at].index];
      at = (at + 1) & mask_;
    }
    return 0;
  }
  std::size_t size() const { return size_; }
  uint32_t community(std::size_t i) const { return community_[i]; }
  int64_t weight(std::size_t i) const { return weight_[i]; }

 private:
  struct Slot {
    uint32_t community, index;
  };
  uint32_t first_slot(uint32_t community) const { return (community * 0x9e3779b1U >> 7) & mask_; }

  std::vector<Slot> slots_;
  std::vector<uint32_t> slot_, community_;
  std::vector<int64_t> weight_;
  uint32_t size_ = 0, mask_ = 0;
};

// Members grouped by label: group g has member[begin[g] .. begin[g + 1]), ascending.
struct Groups {
  std::vector<uint32_t> begin, member;
  std::span<const uint32_t> operator[](std::size_t g) const {
    return {member.data() + begin[g], member.data() + begin[g + 1]};
  }
  std::size_t size() const { return begin.size() - 1; }
};

inline Groups group_by(std::span<const uint32_t> label, std::size_t labels) {
  Groups g;
  g.begin.assign(labels + 1, 0);
  g.member.resize(label.size());
  for (const uint32_t l : label) ++g.begin[l + 1];
  for (std::size_t l = 0; l < labels; ++l) g.begin[l + 1] += g.begin[l];
  std::vector<uint32_t> at(g.begin.begin(), g.begin.end() - 1);
  for (std::size_t v = 0; v < label.size(); ++v)
    g.member[at[label[v]]++] = static_cast<uint32_t>(v);
  return g;
}

// Numbers labels 0, 1, 2 ... in the order of first mention. Gives how many.
inline uint32_t make_dense(std::vector<uint32_t>& label, std::size_t labels) {
  std::vector<uint32_t> number(labels, kNoCommunity);
  uint32_t next = 0;
  for (uint32_t& l : label) {
    if (number[l] == kNoCommunity) number[l] = next++;
    l = number[l];
  }
  return next;
}

// The level above: one node for each of `sets` sets (`set_of` is dense).
template <class Weight>
Level<int64_t> aggregate(const Level<Weight>& level, std::span<const uint32_t> set_of,
                         uint32_t sets) {
  constexpr std::size_t kSetsPerBlock = 512;
  const Groups groups = group_by(set_of, sets);
  Level<int64_t> up;
  up.mass.assign(sets, 0);
  up.offsets.assign(std::size_t{sets} + 1, 0);
  std::vector<std::vector<Level<int64_t>::Half>> rows(block_count(sets, kSetsPerBlock));
  parallel_blocks(sets, kSetsPerBlock, [&](std::size_t begin, std::size_t end, std::size_t block) {
    WeightTable table;
    for (std::size_t s = begin; s < end; ++s) {
      std::size_t degree = 0;
      for (const uint32_t v : groups[s]) degree += level.links(v).size();
      table.start(std::min<std::size_t>(degree, sets));
      for (const uint32_t v : groups[s]) {
        up.mass[s] += level.mass[v];
        for (const auto& half : level.links(v)) {
          const uint32_t to = set_of[half.target];
          if (to != s) table.add(to, half.weight);
        }
      }
      up.offsets[s + 1] = table.size();
      for (std::size_t i = 0; i < table.size(); ++i) {
        rows[block].push_back({table.community(i), table.weight(i)});
      }
    }
  });
  for (std::size_t s = 0; s < sets; ++s) up.offsets[s + 1] += up.offsets[s];
  up.halves.resize(up.offsets.back());
  parallel_for(rows.size(), [&](std::size_t block) {
    std::copy(rows[block].begin(), rows[block].end(),
              up.halves.begin() + static_cast<std::ptrdiff_t>(up.offsets[block * kSetsPerBlock]));
    rows[block] = {};
  });
  return up;
}

}  // namespace maillon::network
