#include "tasks/separate.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

namespace maillon::tasks {

namespace {

// Union-find whose groups know whom they must not join.
class Groups {
 public:
  Groups(std::size_t nodes, std::span<const std::pair<uint32_t, uint32_t>> apart) : root_(nodes) {
    std::iota(root_.begin(), root_.end(), 0U);
    for (const auto& [a, b] : apart) {
      enemies_[a].push_back(b);
      enemies_[b].push_back(a);
    }
  }

  uint32_t find(uint32_t node) {
    while (root_[node] != node) node = root_[node] = root_[root_[node]];
    return node;
  }

  void join(uint32_t x, uint32_t y) {
    x = find(x);
    y = find(y);
    if (x == y || are_apart(x, y)) return;
    if (y < x) std::swap(x, y);
    root_[y] = x;
    if (const auto from = enemies_.find(y); from != enemies_.end()) {
      std::vector<uint32_t> moved = std::move(from->second);
      enemies_.erase(from);
      std::vector<uint32_t>& to = enemies_[x];
      to.insert(to.end(), moved.begin(), moved.end());
    }
  }

 private:
  bool are_apart(uint32_t x, uint32_t y) {
    const auto found = enemies_.find(x);
    return found != enemies_.end() && std::any_of(found->second.begin(), found->second.end(),
                                                  [&](uint32_t e) { return find(e) == y; });
  }

  std::vector<uint32_t> root_;
  std::unordered_map<uint32_t, std::vector<uint32_t>> enemies_;  // by root: nodes
};

}  // namespace

std::vector<uint32_t> separate(std::vector<uint32_t> community, std::vector<SeparateLink> links,
                               std::span<const std::pair<uint32_t, uint32_t>> apart) {
  std::unordered_set<uint32_t> broken;  // communities that hold a pair
  for (const auto& [a, b] : apart) {
    if (a != b && community[a] == community[b]) broken.insert(community[a]);
  }
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
  for (const SeparateLink& link : links) groups.join(link.a, link.b);

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
