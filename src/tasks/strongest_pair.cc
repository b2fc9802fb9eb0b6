#include "tasks/strongest_pair.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "report/style.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

bool has(std::span<const uint32_t> rows, uint32_t row) {
  return std::binary_search(rows.begin(), rows.end(), row);
}

std::optional<StrongestPair> among_links(const Links& links, std::span<const uint32_t> a,
                                         std::span<const uint32_t> b) {
  std::optional<StrongestPair> best;
  int32_t most = 0;
  uint64_t pairs = 0;
  for (std::size_t i = 0; i < links.a.size(); ++i) {
    const uint32_t x = links.a[i], y = links.b[i];
    const bool as_is = has(a, x) && has(b, y);
    if (!as_is && !(has(a, y) && has(b, x))) continue;
    ++pairs;
    if (best && links.log_odds[i] <= most) continue;
    most = links.log_odds[i];
    best = as_is ? StrongestPair{x, y} : StrongestPair{y, x};
  }
  if (best) best->pairs = pairs;
  return best;
}

// The first row of the set that carries each signal.
std::unordered_map<uint32_t, uint32_t> first_carriers(const CaseData& data,
                                                      std::span<const uint32_t> rows) {
  std::unordered_map<uint32_t, uint32_t> first;
  const Selectors& selectors = data.selectors;
  for (const uint32_t row : rows) {
    for (uint64_t hit = selectors.hit_offsets[row]; hit < selectors.hit_offsets[row + 1]; ++hit)
      first.try_emplace(selectors.hit_selector[hit], row);
    if (const uint32_t family = data.families.family[row]; family != kNone)
      first.try_emplace(static_cast<uint32_t>(selectors.size()) + family, row);
  }
  return first;
}

std::optional<StrongestPair> among_signals(const CaseData& data, const PairWeigher& weigher,
                                           std::span<const uint32_t> a,
                                           std::span<const uint32_t> b) {
  const auto of_a = first_carriers(data, a), of_b = first_carriers(data, b);
  std::vector<std::pair<uint32_t, uint32_t>> pairs;
  for (const auto& [signal, row] : of_a) {
    const auto other = of_b.find(signal);
    if (other != of_b.end() && other->second != row) pairs.emplace_back(row, other->second);
  }
  std::sort(pairs.begin(), pairs.end());  // the order of a hash table must not decide
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  std::optional<StrongestPair> best;
  int32_t most = 0;
  for (const auto& [x, y] : pairs) {
    const int32_t log_odds = weigher.weigh(x, y).log_odds;
    if (best && log_odds <= most) continue;
    most = log_odds;
    best = StrongestPair{x, y, pairs.size()};
  }
  return best;
}

}  // namespace

std::optional<StrongestPair> find_strongest_pair(const CaseData& data, const PairWeigher& weigher,
                                                 std::span<const uint32_t> a,
                                                 std::span<const uint32_t> b) {
  if (auto best = among_links(data.links, a, b)) return best;
  if (auto best = among_signals(data, weigher, a, b)) return best;
  for (const uint32_t x : a) {
    for (const uint32_t y : b) {
      if (x != y) return StrongestPair{x, y, 0};
    }
  }
  return std::nullopt;
}

Result<ExplainSide> find_side(const CaseData& data, const std::string& text,
                              const std::string& country) {
  const std::vector<Target> targets = find_target(data, text, country);
  ExplainSide side;
  if (targets.empty()) return side;
  std::vector<uint32_t> posts;
  for (const Target& target : targets) {
    if (target.kind == Target::post) posts.push_back(target.index);
  }
  if (posts.size() > 1) return fail(Code::invalid_input, several_posts(data, text, posts));
  const Target& target = targets.front();
  const auto take = [&](std::string id, std::span<const uint32_t> rows) {
    side.id = std::move(id);
    side.rows.assign(rows.begin(), rows.end());
  };
  side.is_post = !posts.empty();
  if (side.is_post) {
    take(post_id(data.posts, posts.front()), posts);
  } else if (target.kind == Target::selector) {
    take(selector_id(data.selectors, target.index), data.selectors.carriers(target.index));
  } else if (target.kind == Target::family) {
    take(std::string(data.families.id[target.index]), data.families.members(target.index));
  } else {
    take(network_id(data.networks.number[target.index]), data.networks.members(target.index));
  }
  std::sort(side.rows.begin(), side.rows.end());
  return side;
}

Result<ExplainPair> choose_pair(const CaseData& data, const ExplainSide& a, const ExplainSide& b) {
  if (a.is_post && b.is_post) {
    if (a.rows == b.rows)
      return fail(Code::invalid_input,
                  "both names are the same post, " + post_name(data.posts, a.rows[0]));
    return ExplainPair{a.rows[0], b.rows[0], {}};
  }
  if (a.id == b.id) return fail(Code::invalid_input, "both names are the same, " + a.id);
  const auto pair = find_strongest_pair(data, PairWeigher(data), a.rows, b.rows);
  if (!pair) {
    return fail(Code::invalid_input,
                fmt::format("{} and {} have one post between them, the same", a.id, b.id));
  }
  report::Sentence note;
  report::Said said{"", {{"a", a.id}, {"b", b.id}}};
  if (pair->pairs == 0) {
    note.text =
        fmt::format("Nothing ties {} and {}; shown are the first posts of both.", a.id, b.id);
    said.name = "nothing_ties";
  } else if (pair->pairs == 1) {
    note.text =
        fmt::format("Of the pairs between {} and {} only this one was weighed.", a.id, b.id);
    said.name = "only_pair";
  } else {
    note.text =
        fmt::format("Of the {} pairs between {} and {} that were weighed this is the strongest.",
                    report::thousands(pair->pairs), a.id, b.id);
    said.name = "strongest_pair";
    said.values.emplace_back("pairs", std::to_string(pair->pairs));
  }
  note.said.push_back(std::move(said));
  return ExplainPair{pair->a, pair->b, std::move(note)};
}

}  // namespace maillon::tasks
