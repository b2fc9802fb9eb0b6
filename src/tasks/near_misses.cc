#include "tasks/near_misses.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "base/printable.h"
#include "tasks/explain.h"
#include "tasks/shared_passage.h"
#include "tasks/show_case.h"
#include "tasks/show_lines.h"

namespace maillon::tasks {

namespace {

// Links are told if one operator is at least as likely as not.
constexpr int32_t kEvenOdds = 0;

bool one_network(const CaseData& data, uint32_t a, uint32_t b) {
  const std::vector<uint32_t>& network = data.networks.network;
  return network[a] != 0 && network[a] == network[b];
}

// Which rows a filter is about; everything if it is about nothing.
class AboutRows {
 public:
  AboutRows(const CaseData& data, const std::optional<Target>& about) : data_(data) {
    if (!about) return;
    all_ = false;
    rows_.assign(data.posts.size(), false);
    if (about->kind == Target::post) add_post(about->index);
    for (const uint32_t row : rows_of(data, *about)) rows_[row] = true;
  }
  bool hold(uint32_t a, uint32_t b) const { return all_ || rows_[a] || rows_[b]; }

 private:
  // Of posts with one text the wording step compares only the first: a post of a
  // family stands for all of it.
  void add_post(uint32_t row) {
    rows_[row] = true;
    const uint32_t family = data_.families.family[row];
    if (family == kNone) return;
    for (const uint32_t member : data_.families.members(family)) rows_[member] = true;
  }

  const CaseData& data_;
  std::vector<bool> rows_;
  bool all_ = true;
};

void add_wording(const CaseData& data, const AboutRows& about, std::vector<NearPair>& out) {
  const Families& families = data.families;
  for (std::size_t i = 0; i < families.near_a.size(); ++i) {
    const auto [a, b] = std::minmax(families.near_a[i], families.near_b[i]);
    if (!about.hold(a, b) || one_network(data, a, b)) continue;
    NearPair pair;
    pair.a = a;
    pair.b = b;
    pair.share = families.near_share[i];
    pair.wording_bits = families.near_bits[i];
    out.push_back(pair);
  }
}

void add_links(const CaseData& data, const AboutRows& about, std::vector<NearPair>& out) {
  const Links& links = data.links;
  for (std::size_t i = 0; i < links.a.size(); ++i) {
    if (links.accepted[i] != 0 || links.log_odds[i] < kEvenOdds) continue;
    const uint32_t a = links.a[i], b = links.b[i];
    if (!about.hold(a, b) || one_network(data, a, b)) continue;
    NearPair pair;
    pair.a = a;
    pair.b = b;
    pair.reason = links.log_odds[i] >= kThreshold ? NearReason::network : NearReason::threshold;
    pair.evidence_bits = links.bits[i];
    pair.log_odds = links.log_odds[i];
    out.push_back(pair);
  }
}

// A pair that is near in two ways is one pair: the evidence says why it fell.
void merge_pairs(std::vector<NearPair>& pairs) {
  std::sort(pairs.begin(), pairs.end(), [](const NearPair& x, const NearPair& y) {
    return std::tuple(x.a, x.b, y.reason, y.share) < std::tuple(y.a, y.b, x.reason, x.share);
  });
  std::size_t kept = 0;
  for (const NearPair& pair : pairs) {
    if (kept > 0 && pairs[kept - 1].a == pair.a && pairs[kept - 1].b == pair.b) {
      NearPair& known = pairs[kept - 1];
      if (pair.share > known.share) {
        known.share = pair.share;
        known.wording_bits = pair.wording_bits;
      }
      continue;
    }
    pairs[kept++] = pair;
  }
  pairs.resize(kept);
}

// From 0 to 1: the posterior where there is evidence, else the share of the wording.
double closeness(const NearPair& pair) {
  return pair.reason == NearReason::wording ? pair.share / 1024.0 : posterior_of(pair.log_odds);
}

bool is_closer(const NearPair& x, const NearPair& y) {
  const double cx = closeness(x), cy = closeness(y);
  if (cx != cy) return cx > cy;
  if (x.wording_bits != y.wording_bits) return x.wording_bits > y.wording_bits;
  return std::tie(x.a, x.b) < std::tie(y.a, y.b);
}

// A network, else a family, else a post: the kind above the number.
uint64_t side_of(const CaseData& data, uint32_t row) {
  if (const uint32_t n = data.networks.network[row]; n != 0) return n;
  if (const uint32_t f = data.families.family[row]; f != kNone) return uint64_t{1} << 32 | f;
  return uint64_t{2} << 32 | row;
}

report::NearSide describe_side(const CaseData& data, uint32_t row) {
  if (const uint32_t n = data.networks.network[row]; n != 0) {
    const auto index = data.networks.find(n);
    return {network_id(n), index ? data.networks.members(*index).size() : 0};
  }
  if (const uint32_t f = data.families.family[row]; f != kNone) {
    // Those of its posts that are in no network; one of them alone stands for itself.
    const auto members = data.families.members(f);
    const auto alone = std::count_if(members.begin(), members.end(), [&](uint32_t member) {
      return data.networks.network[member] == 0;
    });
    if (alone > 1) return {std::string(data.families.id[f]), static_cast<uint64_t>(alone)};
  }
  return {post_id(data.posts, row), 1};
}

report::Sentence why_no_family(const CaseData& data, uint32_t a, uint32_t b) {
  const std::string of_a = template_of(data, a), of_b = template_of(data, b);
  std::string text = "alike by wording, but ";
  report::Said said{"no_family", {}};
  if (of_a.empty() && of_b.empty()) {
    text += "of no family";
  } else if (of_a.empty() || of_b.empty()) {
    const std::string post = post_id(data.posts, of_a.empty() ? a : b);
    const std::string& family = of_a.empty() ? of_b : of_a;
    text += fmt::format("{} is not of the family {}", post, family);
    said = {"not_of_family", {{"post", post}, {"family", family}}};
  } else {
    text += fmt::format("of two families, {} and {}", of_a, of_b);
    said = {"two_families", {{"a", of_a}, {"b", of_b}}};
  }
  return {text + ", so the wording does not count", {std::move(said)}};
}

// Why a group's closest pair was not joined.
report::Sentence why_apart(const CaseData& data, const NearPair& pair,
                           std::span<const DecidedPair> decided) {
  switch (pair.reason) {
    case NearReason::wording:
      return why_no_family(data, pair.a, pair.b);
    case NearReason::threshold: {
      const std::string share = report::format_percent(posterior_of(kThreshold));
      return {"the posterior is below the threshold of " + share, {{"below", {{"share", share}}}}};
    }
    case NearReason::network:
      return why_refused(data, decided, pair.a, pair.b);
  }
  return {};
}

}  // namespace

std::string_view to_name(NearReason reason) {
  switch (reason) {
    case NearReason::wording:
      return "wording";
    case NearReason::threshold:
      return "threshold";
    case NearReason::network:
      return "network";
  }
  return "";
}

std::vector<NearPair> find_near_pairs(const CaseData& data, std::span<const DecidedPair> decided,
                                      const NearFilter& filter, uint64_t* decided_out) {
  const AboutRows about(data, filter.about);
  std::vector<NearPair> pairs;
  add_wording(data, about, pairs);
  add_links(data, about, pairs);
  merge_pairs(pairs);
  const std::size_t left_out = std::erase_if(pairs, [&](const NearPair& pair) {
    return std::any_of(decided.begin(), decided.end(),
                       [&](const DecidedPair& known) { return known.covers(pair.a, pair.b); });
  });
  if (decided_out != nullptr) *decided_out = left_out;
  if (filter.reason)
    std::erase_if(pairs, [&](const NearPair& pair) { return pair.reason != *filter.reason; });
  return pairs;
}

std::vector<NearGroup> group_near_pairs(const CaseData& data, std::span<const NearPair> pairs) {
  std::map<std::pair<uint64_t, uint64_t>, std::size_t> known;  // both sides -> the group
  std::vector<NearGroup> groups;
  for (const NearPair& pair : pairs) {
    const uint64_t side_a = side_of(data, pair.a), side_b = side_of(data, pair.b);
    const auto [at, is_new] = known.try_emplace(std::minmax(side_a, side_b), groups.size());
    if (is_new) groups.push_back({side_a, side_b, pair, 0, 0});
    NearGroup& group = groups[at->second];
    ++group.pairs;
    if (is_closer(pair, group.best)) {
      group.best = pair;
      group.side_a = side_a;
      group.side_b = side_b;
    }
  }
  std::sort(groups.begin(), groups.end(),
            [](const NearGroup& x, const NearGroup& y) { return is_closer(x.best, y.best); });
  return groups;
}

report::NearCount count_near_misses(const CaseData& data, const store::Case& file, Target about,
                                    const std::string& id) {
  std::vector<DecidedPair> decided;
  const auto decisions = file.decisions();
  if (decisions) decided = decided_pairs(data, *decisions);
  const std::vector<NearPair> pairs = find_near_pairs(data, decided, {about, std::nullopt});
  if (pairs.empty()) return {};
  return {pairs.size(), group_near_pairs(data, pairs).size(),
          "maillon near-misses " + printable(file.directory()) + " " + id};
}

namespace {

report::NearMiss describe(const OpenedCase& from, const NearGroup& group,
                          const PairWeigher& weigher, std::span<const DecidedPair> decided,
                          PassageQuoter& quoter) {
  const CaseData& data = from.data;
  const NearPair& best = group.best;
  report::NearMiss near;
  near.side_a = describe_side(data, best.a);
  near.side_b = describe_side(data, best.b);
  near.pairs = group.pairs;
  near.reason = to_name(best.reason);
  report::Sentence why = why_apart(data, best, decided);
  near.why = std::move(why.text);
  near.why_said = std::move(why.said);
  near.a = post_line(data, best.a, from.reader.get());
  near.b = post_line(data, best.b, from.reader.get());
  if (best.share >= 0) near.share = best.share / 1024.0;
  near.wording_bits = to_bits(best.wording_bits);
  if (best.reason != NearReason::wording) {
    near.evidence = weigher.why(weigher.weigh(best.a, best.b));
    near.evidence_bits = to_bits(best.evidence_bits);
    near.posterior = posterior_of(best.log_odds);
  }
  near.quotes = quoter.quote(best.a, best.b);
  return near;
}

}  // namespace

report::NearMissesTable near_misses_around(const OpenedCase& from,
                                           std::span<const DecidedPair> decided, Target about,
                                           std::size_t limit) {
  report::NearMissesTable table;
  const std::vector<NearPair> pairs =
      find_near_pairs(from.data, decided, {about, std::nullopt}, &table.decided);
  const std::vector<NearGroup> groups = group_near_pairs(from.data, pairs);
  table.pairs = pairs.size();
  table.groups = groups.size();
  const PairWeigher weigher(from.data);
  PassageQuoter quoter(from.data, *from.reader);
  for (std::size_t i = 0; i < std::min(limit, groups.size()); ++i) {
    table.near_misses.push_back(describe(from, groups[i], weigher, decided, quoter));
  }
  return table;
}

namespace {

void sort_groups(const CaseData& data, NearOrder order, std::vector<NearGroup>& groups) {
  if (order == NearOrder::posts) {
    for (NearGroup& group : groups) {
      group.posts = describe_side(data, group.best.a).posts;
      if (group.side_a != group.side_b) group.posts += describe_side(data, group.best.b).posts;
    }
  }
  std::stable_sort(groups.begin(), groups.end(), [&](const NearGroup& x, const NearGroup& y) {
    if (order == NearOrder::posts) return x.posts > y.posts;
    if (order == NearOrder::pairs) return x.pairs > y.pairs;
    return false;  // as they came: closest first
  });
}

std::string nothing_near(const NearMissesSettings& settings, uint64_t groups) {
  if (groups > 0) return "only " + std::to_string(groups) + " groups of near misses";
  if (settings.reason) return "no near misses for this reason";
  return settings.id.empty() ? "no near misses in this case" : "no near misses around this";
}

}  // namespace

Result<Outcome> list_near_misses(const NearMissesSettings& settings, const Context& context,
                                 Output& out) {
  TRY(const OpenedCase opened, open_linked(settings.case_path));
  return list_near_misses(opened, settings, context, out);
}

Result<Outcome> list_near_misses(const OpenedCase& opened, const NearMissesSettings& settings,
                                 const Context& context, Output& out) {
  const CaseData& data = opened.data;
  NearFilter filter{std::nullopt, settings.reason};
  if (!settings.id.empty()) {
    const auto targets = find_target(data, settings.id, opened.country_or(settings.country));
    if (targets.empty()) {
      if (context.json) out.write("null\n");
      say("nothing in this case is called '" + settings.id + "'");
      return Outcome::empty;
    }
    filter.about = targets.front();
  }
  TRY(const std::vector<store::Decision> decisions, opened.file->decisions());
  const std::vector<DecidedPair> decided = decided_pairs(data, decisions);
  report::NearMissesTable table;
  table.case_path = settings.case_path;
  const std::vector<NearPair> pairs = find_near_pairs(data, decided, filter, &table.decided);
  std::vector<NearGroup> groups = group_near_pairs(data, pairs);
  table.pairs = pairs.size();
  table.groups = groups.size();
  sort_groups(data, settings.order, groups);
  const PairWeigher weigher(data);
  PassageQuoter quoter(data, *opened.reader);
  for (uint64_t i = settings.offset; i < groups.size(); ++i) {
    if (settings.limit != 0 && table.near_misses.size() == settings.limit) break;
    table.near_misses.push_back(describe(opened, groups[i], weigher, decided, quoter));
  }
  TRY_OK(log_reading(*opened.file, "near-misses", settings.id, context.by));
  const bool empty = table.near_misses.empty();
  if (context.json) {
    out.write(report::to_json(table) + "\n");
  } else if (!empty) {
    out.write(report::to_text(table, {context.color, static_cast<std::size_t>(context.width)}));
  }
  if (empty) say(nothing_near(settings, table.groups));
  return empty ? Outcome::empty : Outcome::done;
}

}  // namespace maillon::tasks
