// Claims are made by counting (community, previous network) pairs: a merge of two
// sorted lists finds them, a sort orders them, one pass gives the numbers away.
#include "network/identify.h"

#include <algorithm>
#include <cstddef>
#include <unordered_set>

#include "base/check.h"

namespace maillon::network {
namespace {

struct Claim {
  uint32_t old_network, community;
  uint32_t members = 0;
};

struct Community {
  uint32_t label;
  uint32_t size = 0;
  std::size_t first = 0;  // its smallest post
};

// Communities in the order of their smallest post; rank[label] is the position.
std::vector<Community> list_communities(std::span<const uint32_t> community,
                                        std::vector<uint32_t>& rank) {
  std::vector<Community> list;
  for (std::size_t i = 0; i < community.size(); ++i) {
    const uint32_t label = community[i];
    if (label == kAlone) continue;
    if (label >= rank.size()) rank.resize(std::size_t{label} + 1, kAlone);
    if (rank[label] == kAlone) {
      rank[label] = static_cast<uint32_t>(list.size());
      list.push_back({label, 0, i});
    }
    ++list[rank[label]].size;
  }
  return list;
}

// How many posts each community has from each previous network; `community` of a
// claim is its rank.
std::vector<Claim> count_claims(std::span<const Identity> previous, std::span<const Key128> keys,
                                std::span<const uint32_t> community,
                                const std::vector<uint32_t>& rank) {
  std::vector<uint64_t> pairs;  // old network << 32 | rank
  std::size_t p = 0;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    while (p < previous.size() && previous[p].post < keys[i]) ++p;
    if (p == previous.size()) break;
    if (previous[p].post != keys[i] || community[i] == kAlone) continue;
    if (previous[p].network == kAlone) continue;
    pairs.push_back(uint64_t{previous[p].network} << 32 | rank[community[i]]);
  }
  std::sort(pairs.begin(), pairs.end());
  std::vector<Claim> claims;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (i == 0 || pairs[i] != pairs[i - 1]) {
      claims.push_back({static_cast<uint32_t>(pairs[i] >> 32), static_cast<uint32_t>(pairs[i])});
    }
    ++claims.back().members;
  }
  return claims;
}

// The strongest claim first. One pass over this order gives each number to its
// largest claimant, and a loser its next best.
void sort_claims(std::vector<Claim>& claims) {
  std::sort(claims.begin(), claims.end(), [](const Claim& x, const Claim& y) {
    if (x.members != y.members) return x.members > y.members;
    if (x.old_network != y.old_network) return x.old_network < y.old_network;
    return x.community < y.community;
  });
}

// The old number of each community (by rank), kAlone for those that get none.
std::vector<uint32_t> give_old_numbers(const std::vector<Claim>& claims, std::size_t communities,
                                       std::unordered_set<uint32_t>& taken) {
  std::vector<uint32_t> number(communities, kAlone);
  for (const Claim& claim : claims) {
    if (number[claim.community] != kAlone) continue;
    if (taken.insert(claim.old_network).second) number[claim.community] = claim.old_network;
  }
  return number;
}

// Numbers what has none, the largest first. Gives the next free number.
uint32_t give_new_numbers(const std::vector<Community>& communities, uint32_t next,
                          std::vector<uint32_t>& number) {
  std::vector<uint32_t> order;
  for (std::size_t r = 0; r < communities.size(); ++r) {
    if (number[r] == kAlone) order.push_back(static_cast<uint32_t>(r));
  }
  // Ranks stand in the order of the smallest post, and the sort is stable.
  std::stable_sort(order.begin(), order.end(), [&](uint32_t x, uint32_t y) {
    return communities[x].size > communities[y].size;
  });
  for (const uint32_t r : order) number[r] = next++;
  return next;
}

}  // namespace

Identified identify_networks(std::span<const Identity> previous, std::span<const Key128> keys,
                             std::span<const uint32_t> community, uint32_t next) {
  CHECK(keys.size() == community.size());
  std::vector<uint32_t> rank;
  const std::vector<Community> communities = list_communities(community, rank);
  std::vector<Claim> claims = count_claims(previous, keys, community, rank);
  sort_claims(claims);
  std::unordered_set<uint32_t> taken;
  std::vector<uint32_t> number = give_old_numbers(claims, communities.size(), taken);
  for (const Identity& old : previous) {
    if (old.network != kAlone) next = std::max(next, old.network + 1);
  }
  Identified result;
  result.next = give_new_numbers(communities, next, number);
  result.network.assign(rank.size(), kAlone);
  for (std::size_t r = 0; r < communities.size(); ++r) {
    result.network[communities[r].label] = number[r];
  }
  for (const Claim& claim : claims) {
    const uint32_t now = number[claim.community];
    if (now == claim.old_network) continue;
    auto& list = taken.contains(claim.old_network) ? result.splits : result.merges;
    list.emplace_back(claim.old_network, now);
  }
  std::sort(result.merges.begin(), result.merges.end());
  std::sort(result.splits.begin(), result.splits.end());
  return result;
}

}  // namespace maillon::network
