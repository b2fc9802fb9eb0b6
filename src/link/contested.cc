// A family of wording may have several groups of posts that no selector ties
// together. They are one operator who changes numbers, or an operator and somebody
// else. What tells them apart, for a group with lasting selectors of its own:
//
// - A stray: a small group, one or two of its posts are in the family, most of its life is
//   elsewhere, in words that the family's main users never use. Somebody quoted, or
//   the wording is alike by chance.
// - A copier: the group uses the wording for a while *at the same time* as the main
//   users, and their contacts never meet. An operator who changes numbers uses
//   them one after the other.
#include "link/contested.h"

#include <algorithm>
#include <span>

#include "base/parallel.h"
#include "link/radix_sort.h"

namespace maillon::link {
namespace {

constexpr uint32_t kLasting = 3;       // posts of a group with selectors of its own
constexpr uint32_t kStrayPosts = 2;    // in the family, at most
constexpr uint32_t kSmallGroup = 8;    // a larger one is not joined by so few posts
constexpr double kOwnLife = 0.5;       // of a stray's posts are outside the family
constexpr int64_t kWhile = 2 * 86400;  // seconds that a copier goes on, at least
constexpr int64_t kAtOnce = 2;         // 1/2 of that time beside the main users

struct Group {
  uint32_t component = 0;
  uint32_t inside = 0;                      // posts in the family
  int64_t first = kNoTime, last = kNoTime;  // of those
};

// Rows sorted by component; families of each component.
class ComponentRows {
 public:
  ComponentRows(const EvidenceInput& input, const std::vector<uint32_t>& component)
      : input_(input), size_(component.size(), 0) {
    keys_.reserve(component.size());
    for (uint32_t row = 0; row < component.size(); ++row) {
      keys_.push_back(static_cast<uint64_t>(component[row]) << 32 | row);
      ++size_[component[row]];
    }
    radix_sort(keys_);
  }
  uint32_t size(uint32_t component) const { return size_[component]; }
  // Families (sorted, each once) in which the component has at least one post.
  std::vector<uint32_t> families(uint32_t component) const {
    std::vector<uint32_t> found;
    auto at = std::lower_bound(keys_.begin(), keys_.end(), static_cast<uint64_t>(component) << 32);
    for (; at != keys_.end() && *at >> 32 == component; ++at) {
      const uint32_t f = input_.family[static_cast<uint32_t>(*at)];
      if (f != kNoFamily) found.push_back(f);
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

 private:
  const EvidenceInput& input_;
  std::vector<uint64_t> keys_;
  std::vector<uint32_t> size_;
};

std::size_t common(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) {
  std::size_t n = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    n += a[i] == b[j] ? 1 : 0;
    const bool left = a[i] <= b[j];
    const bool right = b[j] <= a[i];
    i += left ? 1 : 0;
    j += right ? 1 : 0;
  }
  return n;
}

// Groups of a family's rows, the largest first.
std::vector<Group> group_rows(const EvidenceInput& input, std::span<const uint32_t> rows,
                              const std::vector<uint32_t>& component) {
  std::vector<uint32_t> order(rows.begin(), rows.end());
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return component[a] != component[b] ? component[a] < component[b] : a < b;
  });
  std::vector<Group> groups;
  for (const uint32_t row : order) {
    if (groups.empty() || groups.back().component != component[row]) {
      groups.push_back({.component = component[row]});
    }
    Group& group = groups.back();
    ++group.inside;
    const int64_t at = input.posted_at[row];
    if (at == kNoTime) continue;
    if (group.first == kNoTime || at < group.first) group.first = at;
    if (group.last == kNoTime || at > group.last) group.last = at;
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const Group& a, const Group& b) { return a.inside > b.inside; });
  return groups;
}

bool is_at_once(const Group& group, const Group& home) {
  if (group.first == kNoTime || home.first == kNoTime) return false;
  const int64_t span = group.last - group.first;
  const int64_t together = std::min(group.last, home.last) - std::max(group.first, home.first);
  return span >= kWhile && together * kAtOnce >= span;
}

// The components of a family that are not its main users, sorted.
std::vector<uint32_t> copiers_of(const std::vector<Group>& groups,
                                 const ComponentRows& components) {
  std::vector<uint32_t> copiers;
  if (groups.size() < 2) return copiers;
  const std::vector<uint32_t> home = components.families(groups.front().component);
  for (std::size_t i = 1; i < groups.size(); ++i) {
    const Group& group = groups[i];
    const uint32_t size = components.size(group.component);
    if (size < kLasting) continue;
    const bool stray =
        group.inside <= kStrayPosts && size < kSmallGroup && size - group.inside >= kOwnLife * size;
    const bool copier = group.inside > kStrayPosts && is_at_once(group, groups.front());
    if (!stray && !copier) continue;
    if (common(home, components.families(group.component)) <= 1) {
      copiers.push_back(group.component);
    }
  }
  std::sort(copiers.begin(), copiers.end());
  return copiers;
}

}  // namespace

std::vector<uint8_t> find_copiers(const EvidenceInput& input,
                                  const std::vector<uint32_t>& component) {
  std::vector<uint8_t> copied(input.family.size(), 0);
  std::vector<uint64_t> keys;
  for (uint32_t row = 0; row < input.family.size(); ++row) {
    if (input.family[row] != kNoFamily)
      keys.push_back(static_cast<uint64_t>(input.family[row]) << 32 | row);
  }
  radix_sort(keys);
  std::vector<uint32_t> rows(keys.size());
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    rows[i] = static_cast<uint32_t>(keys[i]);
    if (i == 0 || keys[i] >> 32 != keys[i - 1] >> 32) starts.push_back(i);
  }
  starts.push_back(keys.size());
  const ComponentRows components(input, component);
  parallel_for(starts.size() - 1, [&](std::size_t f) {
    const auto members =
        std::span<const uint32_t>(rows).subspan(starts[f], starts[f + 1] - starts[f]);
    const std::vector<uint32_t> copiers =
        copiers_of(group_rows(input, members, component), components);
    for (const uint32_t row : members) {
      copied[row] = std::binary_search(copiers.begin(), copiers.end(), component[row]) ? 1 : 0;
    }
  });
  return copied;
}

}  // namespace maillon::link
