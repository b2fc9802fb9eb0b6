#include "tasks/refusal.h"

#include <algorithm>

#include <fmt/format.h>

#include "link/evidence.h"
#include "report/style.h"
#include "tasks/decisions.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

// Is the row a itself, or in the network of a?
bool stands_with(const CaseData& data, uint32_t row, uint32_t a) {
  const std::vector<uint32_t>& network = data.networks.network;
  return row == a || (network[a] != 0 && network[row] == network[a]);
}

std::string side_name(const CaseData& data, uint32_t row) {
  return data.networks.network[row] == 0 ? post_id(data.posts, row) : network_of(data, row);
}

// Links that pass the threshold: inside each side, and between the two.
struct Ties {
  uint64_t inside_a = 0, inside_b = 0, between = 0;
};

Ties count_ties(const CaseData& data, uint32_t a, uint32_t b) {
  Ties ties;
  const Links& links = data.links;
  for (std::size_t i = 0; i < links.a.size(); ++i) {
    if (links.log_odds[i] < link::kLinkLogOdds) continue;
    const bool low_a = stands_with(data, links.a[i], a), low_b = stands_with(data, links.a[i], b);
    const bool high_a = stands_with(data, links.b[i], a), high_b = stands_with(data, links.b[i], b);
    ties.inside_a += low_a && high_a ? 1 : 0;
    ties.inside_b += low_b && high_b ? 1 : 0;
    ties.between += (low_a && high_b) || (low_b && high_a) ? 1 : 0;
  }
  return ties;
}

std::string holding(const CaseData& data, uint32_t row, uint64_t links) {
  if (data.networks.network[row] == 0) return side_name(data, row) + " is in no network";
  return side_name(data, row) + " holds by " + report::count_of(links, "link", "links");
}

}  // namespace

bool DecidedPair::covers(uint32_t x, uint32_t y) const {
  const auto has = [](const std::vector<uint32_t>& rows, uint32_t row) {
    return std::binary_search(rows.begin(), rows.end(), row);
  };
  if (same) return (has(a, x) || has(b, x)) && (has(a, y) || has(b, y));
  return (has(a, x) && has(b, y)) || (has(a, y) && has(b, x));
}

std::vector<DecidedPair> decided_pairs(const CaseData& data,
                                       std::span<const store::Decision> decisions) {
  std::vector<DecidedPair> pairs;
  for (DecidedSets& sets : decided_sets(data, decisions)) {
    const auto made = std::find_if(decisions.begin(), decisions.end(),
                                   [&](const store::Decision& d) { return d.id == sets.act; });
    pairs.push_back(
        {std::move(sets.a), std::move(sets.b), sets.same, &*made, made->actor, made->reason});
  }
  return pairs;
}

report::Sentence why_refused(const CaseData& data, std::span<const DecidedPair> decided, uint32_t a,
                             uint32_t b) {
  for (const DecidedPair& pair : decided) {
    if (pair.same) continue;
    const auto find_with = [&](const std::vector<uint32_t>& rows, uint32_t side) {
      const auto at = std::find_if(rows.begin(), rows.end(),
                                   [&](uint32_t row) { return stands_with(data, row, side); });
      return at == rows.end() ? kNone : *at;
    };
    uint32_t x = find_with(pair.a, a), y = find_with(pair.b, b);
    if (x == kNone || y == kNone) {
      x = find_with(pair.a, b);
      y = find_with(pair.b, a);
    }
    if (x == kNone || y == kNone) continue;
    const std::string post_x = post_id(data.posts, x), post_y = post_id(data.posts, y);
    return {
        fmt::format("{} decided that {} and {} are different, and what hangs on each stays with it",
                    pair.actor, post_x, post_y),
        {{"apart_by_decision", {{"who", pair.actor}, {"a", post_x}, {"b", post_y}}}}};
  }
  const Ties ties = count_ties(data, a, b);
  return {fmt::format("{}, {}; {} between them: too little to make one network of both",
                      holding(data, a, ties.inside_a), holding(data, b, ties.inside_b),
                      ties.between == 1 ? "only 1 link runs"
                                        : report::thousands(ties.between) + " links run"),
          {{"apart_by_ties",
            {{"a", side_name(data, a)},
             {"inside_a", std::to_string(ties.inside_a)},
             {"b", side_name(data, b)},
             {"inside_b", std::to_string(ties.inside_b)},
             {"between", std::to_string(ties.between)}}}}};
}

}  // namespace maillon::tasks
