#include "tasks/separate.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace maillon::tasks {

namespace {

// Union-find whose groups know which sides they hold: 2 * i and 2 * i + 1 are the two sides of
// apart[i].
class Groups {
 public:
  Groups(std::size_t nodes, std::span<const Apart> apart) : root_(nodes) {
    std::iota(root_.begin(), root_.end(), 0U);
    for (uint32_t i = 0; i < apart.size(); ++i) {
      for (const uint32_t node : apart[i].a) sides_[node].insert(2 * i);
      for (const uint32_t node : apart[i].b) sides_[node].insert(2 * i + 1);
    }
  }

  uint32_t find(uint32_t node) {
    while (root_[node] != node) node = root_[node] = root_[root_[node]];
    return node;
  }

  uint32_t add_node() {
    root_.push_back(static_cast<uint32_t>(root_.size()));
    return root_.back();
  }

  // False if the two are to be apart.
  bool join(uint32_t x, uint32_t y) {
    x = find(x);
    y = find(y);
    if (x == y) return true;
    if (are_apart(x, y)) return false;
    if (y < x) std::swap(x, y);
    root_[y] = x;
    if (const auto from = sides_.find(y); from != sides_.end()) {
      std::set<uint32_t> moved = std::move(from->second);
      sides_.erase(from);
      std::set<uint32_t>& to = sides_[x];
      if (to.size() < moved.size()) to.swap(moved);
      to.insert(moved.begin(), moved.end());
    }
    return true;
  }

 private:
  bool are_apart(uint32_t x, uint32_t y) {
    auto low = sides_.find(x), high = sides_.find(y);
    if (low == sides_.end() || high == sides_.end()) return false;
    if (high->second.size() < low->second.size()) std::swap(low, high);
    return std::any_of(low->second.begin(), low->second.end(),
                       [&](uint32_t side) { return high->second.contains(side ^ 1U); });
  }

  std::vector<uint32_t> root_;
  std::unordered_map<uint32_t, std::set<uint32_t>> sides_;  // by root
};

// Signals that have come apart, one node for each side.
class Copies {
 public:
  Copies(Groups& groups, uint32_t posts) : groups_(groups), posts_(posts) {}

  void join(uint32_t a, uint32_t b) {
    if (groups_.join(a, b) || b < posts_) return;
    std::vector<uint32_t>& copies = copies_[b];
    for (const uint32_t copy : copies) {
      if (groups_.join(a, copy)) return;
    }
    copies.push_back(groups_.add_node());
    groups_.join(a, copies.back());
  }

 private:
  Groups& groups_;
  uint32_t posts_;
  std::unordered_map<uint32_t, std::vector<uint32_t>> copies_;
};

// Communities that hold nodes of both sides.
std::unordered_set<uint32_t> find_broken(const std::vector<uint32_t>& community,
                                         std::span<const Apart> apart) {
  std::unordered_set<uint32_t> broken;
  for (const Apart& pair : apart) {
    std::unordered_set<uint32_t> of_a;
    for (const uint32_t node : pair.a) of_a.insert(community[node]);
    for (const uint32_t node : pair.b) {
      if (of_a.contains(community[node])) broken.insert(community[node]);
    }
  }
  return broken;
}

}  // namespace

std::vector<uint32_t> separate(std::vector<uint32_t> community, std::vector<SeparateLink> links,
                               std::span<const Apart> apart, uint32_t posts) {
  const std::unordered_set<uint32_t> broken = find_broken(community, apart);
  if (broken.empty()) return community;
  std::erase_if(links, [&](const SeparateLink& link) {
    return community[link.a] != community[link.b] || !broken.contains(community[link.a]);
  });
  for (SeparateLink& link : links) {
    if (link.b < link.a) std::swap(link.a, link.b);
  }
  std::sort(links.begin(), links.end(), [](const SeparateLink& x, const SeparateLink& y) {
    return std::tuple(-int64_t{x.weight}, x.a, x.b) < std::tuple(-int64_t{y.weight}, y.a, y.b);
  });
  Groups groups(community.size(), apart);
  Copies copies(groups, posts);
  for (const SeparateLink& link : links) copies.join(link.a, link.b);

  // A label is the old one, or the group's root inside a broken community.
  const auto nodes = static_cast<uint32_t>(community.size());
  std::unordered_map<uint64_t, uint32_t> dense;
  for (uint32_t node = 0; node < nodes; ++node) {
    const bool is_broken = broken.contains(community[node]);
    const uint64_t label = is_broken ? uint64_t{1} << 32 | groups.find(node) : community[node];
    const auto [at, is_new] = dense.try_emplace(label, static_cast<uint32_t>(dense.size()));
    community[node] = at->second;
  }
  return community;
}

}  // namespace maillon::tasks
