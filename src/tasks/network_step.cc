#include "tasks/network_step.h"

#include <algorithm>
#include <numeric>

#include "base/parallel.h"
#include "link/carriers.h"
#include "network/graph.h"
#include "network/networks.h"

namespace maillon::tasks {
namespace {

// A person's word outweighs what the program can find.
constexpr int32_t kDecisionWeight = 1 << 20;

// A post hangs on a signal by one link, however many posts the signal has: few links,
// each right or wrong by itself, and the wrong ones lead anywhere in the heap, not
// to the other groups of the component at hand. Nothing is taken off for them.
network::NetworkSettings network_settings() {
  network::NetworkSettings settings;
  settings.noise = 0;
  return settings;
}

struct GraphBuilder {
  uint32_t nodes = 0;
  std::vector<uint32_t> a, b;
  std::vector<int32_t> weight;
  void add(uint32_t x, uint32_t y, int32_t w) {
    a.push_back(x);
    b.push_back(y);
    weight.push_back(w);
  }
};

// One node per signal and group. Weight: the log-odds that sharing it gives alone.
void add_selectors(const link::EvidenceInput& input, const link::Signals& signals,
                   GraphBuilder& graph) {
  for (uint32_t s = 0; s < input.selectors.size(); ++s) {
    const int32_t weight = signals.prior + signals.bits[s];
    if (weight < link::kLinkLogOdds || signals.bits[s] == 0) continue;
    const link::SignalClass c = link::class_of(input.selectors[s]);
    uint32_t groups = 0;
    for (uint64_t i = input.carrier_offsets[s]; i < input.carrier_offsets[s + 1]; ++i) {
      const uint32_t group = signals.selector_group[i];
      if (group == link::kNoGroup || !link::counts_alone(input, c, i)) continue;
      groups = std::max(groups, group + 1);
      graph.add(input.carrier[i], graph.nodes + group, weight);
    }
    graph.nodes += groups;
  }
}

void add_families(const link::EvidenceInput& input, const link::Signals& signals,
                  GraphBuilder& graph) {
  std::vector<uint32_t> groups(input.families + 1, 0);
  for (uint32_t row = 0; row < input.family.size(); ++row) {
    const uint32_t group = signals.family_group[row];
    if (group == link::kNoGroup) continue;
    uint32_t& count = groups[input.family[row] + 1];
    count = std::max(count, group + 1);
  }
  std::partial_sum(groups.begin(), groups.end(), groups.begin());
  for (uint32_t row = 0; row < input.family.size(); ++row) {
    if (signals.family_group[row] == link::kNoGroup) continue;
    const uint32_t family = input.family[row];
    const int32_t weight = signals.prior + signals.bits[input.selectors.size() + family];
    if (weight < link::kLinkLogOdds) continue;
    graph.add(row, graph.nodes + groups[family] + signals.family_group[row], weight);
  }
  graph.nodes += groups.back();
}

// Pairs that pass the threshold only by several weak signals together.
void add_weak_pairs(const link::Links& links, const network::NetworkSettings& settings,
                    GraphBuilder& graph) {
  for (std::size_t i = 0; i < links.a.size(); ++i) {
    if (links.by_one[i] == 0 && links.posterior[i] >= settings.join_bits) {
      graph.add(links.a[i], links.b[i], links.posterior[i]);
    }
  }
}

// The mean log-odds of the links inside each network.
std::vector<int32_t> mean_log_odds(const Networks& out, const Links& links) {
  const std::size_t count = out.number.size();
  std::vector<int64_t> sum(count, 0);
  std::vector<int64_t> inside(count, 0);
  // Labels that are no network have no number, so the size goes by those that are.
  const uint32_t highest =
      out.number.empty() ? 0 : *std::max_element(out.number.begin(), out.number.end());
  std::vector<uint32_t> index(highest + 1, kNone);
  for (uint32_t n = 0; n < count; ++n) index[out.number[n]] = n;
  for (std::size_t i = 0; i < links.a.size(); ++i) {
    const uint32_t n = out.network[links.a[i]];
    if (n == 0 || n != out.network[links.b[i]]) continue;
    sum[index[n]] += links.log_odds[i];
    ++inside[index[n]];
  }
  std::vector<int32_t> strength(count, 0);
  for (uint32_t n = 0; n < count; ++n) {
    if (inside[n] > 0) strength[n] = static_cast<int32_t>(sum[n] / inside[n]);
  }
  return strength;
}

}  // namespace

std::vector<uint32_t> find_post_networks(const link::EvidenceInput& input,
                                         const link::Signals& signals, const link::Links& links,
                                         const PairDecisions& decisions) {
  const network::NetworkSettings settings = network_settings();
  const auto rows = static_cast<uint32_t>(input.posted_at.size());
  GraphBuilder graph{.nodes = rows, .a = {}, .b = {}, .weight = {}};
  add_selectors(input, signals, graph);
  add_families(input, signals, graph);
  add_weak_pairs(links, settings, graph);
  for (const auto& [a, b] : decisions.same) graph.add(a, b, kDecisionWeight);
  std::vector<uint32_t> size(graph.nodes, 0);
  std::fill_n(size.begin(), rows, 1);
  const network::WeighedGraph built =
      network::build_graph(graph.nodes, graph.a, graph.b, graph.weight);
  std::vector<uint32_t> community = network::find_networks(built, size, settings);
  if (!decisions.different.empty()) {
    std::vector<SeparateLink> links_of_graph;
    for (std::size_t i = 0; i < graph.a.size(); ++i) {
      links_of_graph.push_back({graph.a[i], graph.b[i], graph.weight[i]});
    }
    community =
        separate(std::move(community), std::move(links_of_graph), decisions.different, rows);
  }
  community.resize(rows);
  return community;
}

Networks describe_networks(const Posts& posts, const Selectors& selectors, const Links& links,
                           const std::vector<uint32_t>& community,
                           const std::vector<uint32_t>& number) {
  const auto rows = static_cast<uint32_t>(posts.size());
  std::vector<uint32_t> size(number.size(), 0);
  for (const uint32_t c : community) ++size[c];
  Networks out;
  out.network.assign(rows, 0);
  std::vector<uint32_t> order;  // rows in networks
  for (uint32_t row = 0; row < rows; ++row) {
    if (size[community[row]] < 2) continue;
    out.network[row] = number[community[row]];
    order.push_back(row);
  }
  const auto rank = [&](uint32_t row) {
    return std::pair(~size[community[row]], out.network[row]);
  };
  std::sort(order.begin(), order.end(), [&](uint32_t x, uint32_t y) {
    return std::tuple(rank(x), posts.posted_at[x], x) < std::tuple(rank(y), posts.posted_at[y], y);
  });
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || out.network[order[i]] != out.network[order[i - 1]]) {
      if (i > 0) out.member_offsets.push_back(i);
      out.number.push_back(out.network[order[i]]);
    }
  }
  if (!order.empty()) out.member_offsets.push_back(order.size());
  out.member = std::move(order);

  const std::size_t count = out.number.size();
  out.first_seen.assign(count, kNoTime);
  out.last_seen.assign(count, kNoTime);
  out.selectors.assign(count, 0);
  out.cities.assign(count, 0);
  out.countries.assign(count, 0);
  parallel_for(count, [&](std::size_t n) {
    std::vector<uint32_t> found[3];
    for (const uint32_t row : out.members(static_cast<uint32_t>(n))) {
      const int64_t at = posts.posted_at[row];
      if (at != kNoTime) {
        if (out.first_seen[n] == kNoTime || at < out.first_seen[n]) out.first_seen[n] = at;
        if (out.last_seen[n] == kNoTime || at > out.last_seen[n]) out.last_seen[n] = at;
      }
      for (uint64_t h = selectors.hit_offsets[row]; h < selectors.hit_offsets[row + 1]; ++h) {
        found[0].push_back(selectors.hit_selector[h]);
      }
      if (posts.city[row] != 0) found[1].push_back(posts.city[row]);
      if (posts.country[row] != 0) found[2].push_back(posts.country[row]);
    }
    uint32_t distinct[3];
    for (int i = 0; i < 3; ++i) {
      std::sort(found[i].begin(), found[i].end());
      distinct[i] =
          static_cast<uint32_t>(std::unique(found[i].begin(), found[i].end()) - found[i].begin());
    }
    out.selectors[n] = distinct[0];
    out.cities[n] = distinct[1];
    out.countries[n] = distinct[2];
  });
  out.strength = mean_log_odds(out, links);
  return out;
}

}  // namespace maillon::tasks
