// Pairs for the table of links. A signal of k carriers has k(k-1)/2 pairs; each
// carrier is paired with the next few in time, which is what an analyst follows
// and enough to hold the group together, and every pair is then weighed with all
// that its two posts share, whichever signal proposed it.
#include <algorithm>

#include "base/parallel.h"
#include "link/carriers.h"
#include "link/evidence.h"
#include "link/pair.h"
#include "link/radix_sort.h"

namespace maillon::link {
namespace {

constexpr std::size_t kNext = 2;
constexpr std::size_t kLinkBlock = 1U << 14;

// Pairs each row with the next few of its signal and group, in time order.
void propose(const EvidenceInput& input, std::vector<std::pair<uint64_t, uint32_t>>& members,
             std::vector<uint64_t>& out) {
  std::sort(members.begin(), members.end(), [&](const auto& x, const auto& y) {
    if (x.first != y.first) return x.first < y.first;
    const int64_t tx = input.posted_at[x.second];
    const int64_t ty = input.posted_at[y.second];
    return tx != ty ? tx < ty : x.second < y.second;
  });
  for (std::size_t i = 0; i < members.size(); ++i) {
    for (std::size_t j = i + 1; j <= i + kNext && j < members.size(); ++j) {
      if (members[j].first != members[i].first) break;
      const auto [low, high] = std::minmax(members[i].second, members[j].second);
      out.push_back(static_cast<uint64_t>(low) << 32 | high);
    }
  }
}

void propose_families(const EvidenceInput& input, const Signals& signals,
                      std::vector<uint64_t>& out) {
  std::vector<std::pair<uint64_t, uint32_t>> members;  // family and group, row
  for (uint32_t row = 0; row < input.family.size(); ++row) {
    if (signals.family_group[row] != kNoGroup)
      members.emplace_back(uint64_t{input.family[row]} << 32 | signals.family_group[row], row);
  }
  propose(input, members, out);
}

std::vector<uint64_t> propose_pairs(const EvidenceInput& input, const Signals& signals) {
  std::vector<uint64_t> pairs;
  std::vector<std::pair<uint64_t, uint32_t>> members;  // group, row
  for (uint32_t s = 0; s < input.selectors.size(); ++s) {
    members.clear();
    for (uint64_t i = input.carrier_offsets[s]; i < input.carrier_offsets[s + 1]; ++i) {
      if (signals.selector_group[i] != kNoGroup)
        members.emplace_back(signals.selector_group[i], input.carrier[i]);
    }
    if (members.size() > 1) propose(input, members, pairs);
  }
  propose_families(input, signals, pairs);
  radix_sort(pairs);
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

// Every row's signals with their groups.
struct CarriedGroups {
  std::vector<uint64_t> offsets;
  std::vector<Carried> carried;
  std::span<const Carried> of(uint32_t row) const {
    return std::span(carried).subspan(offsets[row], offsets[row + 1] - offsets[row]);
  }
};

CarriedGroups list_groups(const EvidenceInput& input, const Signals& signals) {
  CarriedGroups groups;
  const std::size_t rows = input.posted_at.size();
  groups.offsets.assign(rows + 1, 0);
  for (const uint32_t row : input.carrier) ++groups.offsets[row + 1];
  for (std::size_t row = 0; row < rows; ++row) {
    groups.offsets[row + 1] += groups.offsets[row] + (input.family[row] != kNoFamily ? 1 : 0);
  }
  groups.carried.resize(groups.offsets[rows]);
  std::vector<uint64_t> place(groups.offsets.begin(), groups.offsets.end() - 1);
  for (uint32_t s = 0; s < input.selectors.size(); ++s) {
    for (uint64_t i = input.carrier_offsets[s]; i < input.carrier_offsets[s + 1]; ++i) {
      groups.carried[place[input.carrier[i]]++] = {s, signals.selector_group[i], is_read(input, i)};
    }
  }
  const auto selectors = static_cast<uint32_t>(input.selectors.size());
  for (uint32_t row = 0; row < rows; ++row) {
    if (input.family[row] != kNoFamily) {
      groups.carried[place[row]++] = {selectors + input.family[row], signals.family_group[row]};
    }
  }
  return groups;
}

}  // namespace

Links weigh_links(const EvidenceInput& input, const Signals& signals) {
  const std::vector<uint64_t> pairs = propose_pairs(input, signals);
  const CarriedGroups groups = list_groups(input, signals);
  Links links;
  links.a.resize(pairs.size());
  links.b.resize(pairs.size());
  links.bits.resize(pairs.size());
  links.posterior.resize(pairs.size());
  links.kinds.resize(pairs.size());
  links.by_one.resize(pairs.size());
  parallel_blocks(pairs.size(), kLinkBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t i = begin; i < end; ++i) {
      links.a[i] = static_cast<uint32_t>(pairs[i] >> 32);
      links.b[i] = static_cast<uint32_t>(pairs[i]);
      const PairEvidence pair = weigh_pair(groups.of(links.a[i]), groups.of(links.b[i]),
                                           input.selectors, signals, input.posted_at.size());
      links.bits[i] = pair.bits;
      links.posterior[i] = pair.log_odds;
      links.kinds[i] = pair.kinds;
      links.by_one[i] = pair.by_one ? 1 : 0;
    }
  });
  return links;
}

}  // namespace maillon::link
