// Average linkage over the texts of one cluster, from the closest pair up. The last
// joins tell: a template with slots and changed words joins at about the likeness
// that it has inside; two templates that share some sentences join far below it.
// How alike a template's texts are is told by those that differ: a hundred copies of
// one text say nothing about it.
#include "link/siblings.h"

#include <algorithm>
#include <limits>

#include "base/parallel.h"
#include "link/intersect.h"
#include "link/radix_sort.h"

namespace maillon::link {
namespace {

// Parts are siblings if they are this much less alike than each is inside, of 1024.
constexpr int64_t kApart = 800;
// A single text has nothing inside; it must be further off, and most of it must be
// something else: what was cut from a longer post is not a stray.
constexpr int64_t kStray = 720;
constexpr int64_t kContained = 800;
// Parts that are as alike as this are one template whatever they are inside.
constexpr int64_t kSame = 890;

// Shared rarity over the mean of both texts' and over the lighter one's, in 1/1024.
struct Likeness {
  int64_t mean = 0, contained = 0;
};
Likeness likeness(const Wording& wording, uint32_t a, uint32_t b) {
  int64_t whole = 0;
  for_each_common(wording.table.features_of(a), wording.table.features_of(b),
                  [&](uint32_t f) { whole += wording.worth[f].rarity; });
  const auto [lighter, heavier] = std::minmax(wording.whole[a], wording.whole[b]);
  return {.mean = 2048 * whole / std::max<int64_t>(1, lighter + heavier),
          .contained = 1024 * whole / std::max<int64_t>(1, lighter)};
}

// A part while parts are joined: `inside` is the sum of likeness over its pairs of
// texts that differ, each as often as it has posts.
struct Part {
  uint32_t first = 0;  // its smallest text, as an index into the members
  int64_t posts = 0;
  int64_t pairs = 0, inside = 0;
  bool alive = true;
  int64_t mean() const { return pairs == 0 ? 0 : inside / pairs; }
};

class Splitter {
 public:
  Splitter(const Wording& wording, std::span<const uint32_t> members,
           std::span<const uint32_t> copies)
      : n_(members.size()), between_(n_ * n_), home_(n_) {
    for (uint32_t i = 0; i < n_; ++i) {
      const int64_t posts = copies[members[i]];
      parts_.push_back({.first = i, .posts = posts});
      home_[i] = i;
      for (uint32_t j = 0; j < i; ++j) {
        const Likeness one = likeness(wording, members[i], members[j]);
        const int64_t pairs = posts * copies[members[j]];
        at(i, j) = at(j, i) = {one.mean * pairs, one.contained * pairs};
      }
    }
  }
  // For each member the index of its part's first member.
  std::vector<uint32_t> split() {
    for (std::size_t joins = 0; joins + 1 < n_; ++joins) join_closest();
    std::vector<uint32_t> first(n_);
    for (uint32_t i = 0; i < n_; ++i) first[i] = home_[i];
    return first;
  }

 private:
  // Sums over the pairs of posts between two parts.
  Likeness& at(std::size_t i, std::size_t j) { return between_[i * n_ + j]; }
  Likeness between(std::size_t i, std::size_t j) {
    const int64_t pairs = parts_[i].posts * parts_[j].posts;
    return {at(i, j).mean / pairs, at(i, j).contained / pairs};
  }

  static bool are_apart(const Part& a, const Part& b, const Likeness& between) {
    if (a.pairs > 0 && b.pairs > 0) {
      return between.mean * 1024 < kApart * std::min(a.mean(), b.mean());
    }
    const Part& larger = a.pairs > 0 ? a : b;
    return larger.pairs > 0 && between.mean * 1024 < kStray * larger.mean() &&
           between.contained < kContained;
  }

  void join_closest() {
    std::size_t a = n_;
    std::size_t b = n_;
    int64_t best = -1;
    for (std::size_t i = 0; i < n_; ++i) {
      if (!parts_[i].alive) continue;
      for (std::size_t j = i + 1; j < n_; ++j) {
        if (parts_[j].alive && between(i, j).mean > best) {
          best = between(i, j).mean;
          a = i;
          b = j;
        }
      }
    }
    if (a == n_) return;
    const bool siblings = best < kSame && are_apart(parts_[a], parts_[b], between(a, b));
    parts_[a].inside += parts_[b].inside + at(a, b).mean;
    parts_[a].pairs += parts_[b].pairs + parts_[a].posts * parts_[b].posts;
    parts_[a].posts += parts_[b].posts;
    parts_[b].alive = false;
    for (std::size_t k = 0; k < n_; ++k) {
      at(a, k) = {at(a, k).mean + at(b, k).mean, at(a, k).contained + at(b, k).contained};
      at(k, a) = at(a, k);
    }
    // Once apart, the parts stay apart: the joined part only stands for both.
    if (siblings) return;
    const uint32_t from = home_[b];
    const uint32_t to = home_[a];
    for (uint32_t& h : home_) h = h == from ? to : h;
  }

  std::size_t n_;
  std::vector<Likeness> between_;
  std::vector<uint32_t> home_;
  std::vector<Part> parts_;
};

}  // namespace

std::vector<uint32_t> split_siblings(const Wording& wording, const std::vector<uint32_t>& label,
                                     std::span<const uint32_t> copies) {
  std::vector<uint64_t> keys;
  for (uint32_t t = 0; t < label.size(); ++t) {
    keys.push_back(static_cast<uint64_t>(label[t]) << 32 | t);
  }
  radix_sort(keys, 32);
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i == 0 || keys[i] >> 32 != keys[i - 1] >> 32) starts.push_back(i);
  }
  starts.push_back(keys.size());
  std::vector<uint32_t> split = label;
  parallel_for(starts.size() - 1, [&](std::size_t c) {
    const std::size_t size = starts[c + 1] - starts[c];
    if (size < 2 || size > kMaxSiblings) return;
    std::vector<uint32_t> members;
    for (std::size_t i = starts[c]; i < starts[c + 1]; ++i) {
      members.push_back(static_cast<uint32_t>(keys[i]));
    }
    const std::vector<uint32_t> first = Splitter(wording, members, copies).split();
    for (std::size_t i = 0; i < size; ++i) split[members[i]] = members[first[i]];
  });
  return split;
}

}  // namespace maillon::link
