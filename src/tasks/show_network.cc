// A network's page. Most of it is counting; the one idea is "what would split it":
// the posts are joined anew, signal by signal, with one signal left out, for each
// of the signals that most posts share. What falls apart hangs on that signal, and
// an analyst checks that signal first. The weakest seam of the graph is told
// besides, where few links hold it together.
#include "tasks/show_network.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "network/cohesion.h"
#include "network/components.h"
#include "network/graph.h"
#include "tasks/annotations.h"
#include "tasks/explain.h"
#include "tasks/indicators/show_signs.h"
#include "tasks/near_misses.h"
#include "tasks/ranking/show_learned.h"
#include "tasks/report_gather.h"
#include "tasks/show_history.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

constexpr std::size_t kSignalsTried = 24;
constexpr std::size_t kSplitsShown = 5;
constexpr std::size_t kPartsShown = 8;
constexpr std::size_t kSample = 6;
constexpr std::size_t kSeamLinks = 3;

// Posts of the network that a signal ties together.
struct Tie {
  uint32_t signal = 0;
  std::vector<uint32_t> posts;  // places in the list of members
};

// By (signal, group): only within a group do carriers tie.
std::vector<Tie> find_ties(const CaseData& data, std::span<const uint32_t> members) {
  const Selectors& selectors = data.selectors;
  std::map<std::pair<uint32_t, uint32_t>, std::vector<uint32_t>> by_group;
  for (uint32_t m = 0; m < members.size(); ++m) {
    const uint32_t row = members[m];
    for (uint64_t hit = selectors.hit_offsets[row]; hit < selectors.hit_offsets[row + 1]; ++hit) {
      const uint32_t s = selectors.hit_selector[hit];
      const auto carriers = selectors.carriers(s);
      const auto at = std::lower_bound(carriers.begin(), carriers.end(), row);
      if (at == carriers.end() || *at != row || selectors.bits[s] <= 0) continue;
      const uint32_t group =
          selectors
              .group[selectors.carrier_offsets[s] + static_cast<uint64_t>(at - carriers.begin())];
      if (group == link::kNoGroup) continue;
      auto& posts = by_group[{s, group}];
      if (posts.empty() || posts.back() != m) posts.push_back(m);
    }
    const uint32_t family = data.families.family[row];
    if (family != kNone && data.families.group[row] != link::kNoGroup) {
      by_group[{static_cast<uint32_t>(selectors.size()) + family, data.families.group[row]}]
          .push_back(m);
    }
  }
  std::vector<Tie> ties;
  for (auto& [key, posts] : by_group) {
    if (posts.size() > 1) ties.push_back({key.first, std::move(posts)});
  }
  return ties;
}

// Sizes of the parts, largest first, when `without` ties nothing.
std::vector<uint64_t> parts_without(const std::vector<Tie>& ties, uint32_t members,
                                    uint32_t without) {
  std::vector<uint32_t> a, b;
  for (const Tie& tie : ties) {
    if (tie.signal == without) continue;
    for (std::size_t i = 1; i < tie.posts.size(); ++i) {
      a.push_back(tie.posts[i - 1]);
      b.push_back(tie.posts[i]);
    }
  }
  std::unordered_map<uint32_t, uint64_t> sizes;
  for (const uint32_t part : network::find_components(members, a, b)) ++sizes[part];
  std::vector<uint64_t> parts;
  for (const auto& [part, size] : sizes) parts.push_back(size);
  std::sort(parts.rbegin(), parts.rend());
  return parts;
}

// Without which signal does it fall into the largest second part?
std::vector<report::Split> signal_splits(const CaseData& data, std::span<const uint32_t> members) {
  const std::vector<Tie> ties = find_ties(data, members);
  const auto count = static_cast<uint32_t>(members.size());
  const std::size_t whole = parts_without(ties, count, kNone).size();
  std::map<uint32_t, uint64_t> carried;
  for (const Tie& tie : ties) carried[tie.signal] += tie.posts.size();
  std::vector<std::pair<uint64_t, uint32_t>> most;
  for (const auto& [signal, posts] : carried) most.emplace_back(posts, signal);
  std::stable_sort(most.begin(), most.end(),
                   [](const auto& x, const auto& y) { return x.first > y.first; });
  if (most.size() > kSignalsTried) most.resize(kSignalsTried);
  std::vector<report::Split> splits;
  for (const auto& [posts, signal] : most) {
    std::vector<uint64_t> parts = parts_without(ties, count, signal);
    if (parts.size() <= whole) continue;
    splits.push_back({signal_name(data, signal), std::move(parts), {}});
  }
  std::stable_sort(splits.begin(), splits.end(),
                   [](const auto& x, const auto& y) { return x.parts[1] > y.parts[1]; });
  if (splits.size() > kSplitsShown) splits.resize(kSplitsShown);
  for (report::Split& split : splits) {
    if (split.parts.size() > kPartsShown) split.parts.resize(kPartsShown);
  }
  return splits;
}

// The accepted links inside the network, between places in the list of members.
network::WeighedGraph inner_graph(const CaseData& data, std::span<const uint32_t> members) {
  std::unordered_map<uint32_t, uint32_t> place;
  for (uint32_t m = 0; m < members.size(); ++m) place[members[m]] = m;
  const Links& links = data.links;
  const uint32_t number = data.networks.network[members.front()];
  std::vector<uint32_t> a, b;
  std::vector<int32_t> weight;
  for (std::size_t i = 0; i < links.a.size(); ++i) {
    if (links.accepted[i] == 0 || data.networks.network[links.a[i]] != number ||
        data.networks.network[links.b[i]] != number) {
      continue;
    }
    a.push_back(place[links.a[i]]);
    b.push_back(place[links.b[i]]);
    weight.push_back(std::max(links.log_odds[i], 1));
  }
  return network::build_graph(static_cast<uint32_t>(members.size()), a, b, weight);
}

class LinkDescriber {
 public:
  LinkDescriber(const OpenedCase& from, std::span<const uint32_t> members)
      : from_(from), members_(members), weigher_(from.data) {}

  report::NetworkLink describe(const network::Link& link) const {
    return describe(members_[link.a], members_[link.b]);
  }
  report::NetworkLink describe(uint32_t a, uint32_t b) const {
    const link::PairEvidence pair = weigher_.weigh(a, b);
    return {post_line(from_.data, a, from_.reader.get()),
            post_line(from_.data, b, from_.reader.get()), to_bits(pair.bits),
            posterior_of(pair.log_odds), weigher_.why(pair)};
  }

 private:
  const OpenedCase& from_;
  std::span<const uint32_t> members_;
  PairWeigher weigher_;
};

void add_cohesion(const OpenedCase& from, std::span<const uint32_t> members, uint32_t index,
                  report::NetworkPage& page) {
  const network::WeighedGraph graph = inner_graph(from.data, members);
  std::vector<uint32_t> all(members.size());
  for (uint32_t m = 0; m < members.size(); ++m) all[m] = m;
  const network::Cohesion cohesion = network::find_cohesion(graph, all);
  page.links = cohesion.links;
  if (cohesion.links == 0) return;
  const LinkDescriber describer(from, members);
  page.strongest = describer.describe(cohesion.strongest);
  // Of those that hold it, as the report has it: a weaker one beside stronger ways holds nothing.
  const std::vector<LinkIndex> holding = find_holding_links(from.data, index);
  page.weakest =
      describer.describe(from.data.links.a[holding.front()], from.data.links.b[holding.front()]);
  const std::size_t side = cohesion.split_side.size();
  if (cohesion.split.empty() || cohesion.split.size() > kSeamLinks || side < 2 ||
      members.size() - side < 2) {
    return;
  }
  std::string links;
  for (const network::Link& link : cohesion.split) {
    links += (links.empty() ? "" : ", ") + post_id(from.data.posts, members[link.a]) + " - " +
             post_id(from.data.posts, members[link.b]);
  }
  page.splits.push_back(
      {(cohesion.split.size() == 1 ? "the link " : "the links ") + links,
       {std::max(side, members.size() - side), std::min(side, members.size() - side)},
       {{"links", {{"links", links}}}}});
}

// "also in N-12, N-40", for a selector that other networks carry too.
report::Sentence also_in(const CaseData& data, uint32_t selector, uint32_t own) {
  std::map<uint32_t, uint64_t> others;
  for (const uint32_t row : data.selectors.carriers(selector)) {
    const uint32_t number = data.networks.network[row];
    if (number != 0 && number != own) ++others[number];
  }
  if (others.empty()) return {};
  std::string networks;
  std::size_t named = 0;
  for (const auto& [number, posts] : others) {
    if (++named > 3) break;
    networks += (networks.empty() ? "" : ", ") + network_id(number);
  }
  const std::string more = others.size() > 3 ? std::to_string(others.size() - 3) : "";
  if (more.empty()) return {"also in " + networks, {{"also_in", {{"networks", networks}}}}};
  return {"also in " + networks + " and " + more + " more",
          {{"also_in_more", {{"networks", networks}, {"more", more}}}}};
}

}  // namespace

report::NetworkPage build_network_page(const OpenedCase& from, uint32_t index, int64_t now) {
  const CaseData& data = from.data;
  const Posts& posts = data.posts;
  const auto members = data.networks.members(index);
  const uint32_t number = data.networks.number[index];
  report::NetworkPage page;
  page.id = network_id(number);
  page.posts = members.size();
  const Period period = period_of(posts, members);
  page.first_seen = period.first;
  page.last_seen = period.last;
  page.route = route_of(posts, members);
  page.signs = signs_of_network(from, index, now);
  page.learned = learned_of_network(from, index);
  page.languages = tally_languages(posts, members);
  page.sources = tally_words(posts, posts.source, members);
  page.names = tally_words(posts, posts.author, members);
  page.prices = tally_prices(posts, members);
  page.pictures = marks_of(data.pictures, members);
  for (const SelectorUse& use : selectors_of(data, members)) {
    report::SelectorLine line = selector_line(data, use);
    if (!is_followed(data.selectors, use.selector)) {
      page.hubs.push_back(std::move(line));
      continue;
    }
    if (line.note.empty() && line.posts_in_case > line.posts) {
      report::Sentence also = also_in(data, use.selector, number);
      line.note = std::move(also.text), line.said = std::move(also.said);
    }
    page.selectors.push_back(std::move(line));
  }
  page.templates = templates_of(data, members);
  if (members.size() > 2) page.splits = signal_splits(data, members);
  add_cohesion(from, members, index, page);
  page.history = history_of(*from.file, number);
  page.near_misses = count_near_misses(data, *from.file, {Target::network, index}, page.id);
  page.annotations = annotations_of(*from.file, data, page.id);
  page.sample = sample_of(data, members, *from.reader, kSample);
  return page;
}

}  // namespace maillon::tasks
