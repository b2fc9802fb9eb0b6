// A mistyped number, a number that was given out again, a "support" line in posts that
// have nothing to do with each other: some posts that share a selector are of
// strangers. For each class of signal some pairs that share one are compared in
// everything else (compare.h), which gives the share of strangers in that class
// (estimate.h). With that as the prior, every signal's carriers are compared with
// their next ones in time: those that are likelier of one operator than not stay
// together, directly or through others, and a carrier that nobody vouches for is not
// linked by this signal. What a class proves alone is then its mean over what stays.
//
// So a bad signal costs itself and not its class, and where the data does not speak
// (few pairs, nothing else to go by), everything stays as the defaults have it.
#include "link/strangers.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "base/hash.h"
#include "base/parallel.h"
#include "link/carriers.h"
#include "link/compare.h"
#include "link/disjoint_sets.h"
#include "link/estimate.h"

namespace maillon::link {
namespace {

constexpr std::size_t kSampledPairs = 20'000;  // per class
constexpr std::size_t kPairsPerSignal = 3;     // a signal of 10,000 posts is one signal
constexpr uint64_t kMostRandomPairs = 40'000;
constexpr uint64_t kRandomPairsPerRow = 4;  // a small heap has few pairs to choose from
constexpr std::size_t kReach = 4;           // next ones in time that a carrier is compared with
// An operator may change number and town on one day, and come back to the town a week
// later: pieces of so many carriers are compared further.
constexpr uint32_t kPieceCarriers = 3;
constexpr std::size_t kFarReach = 32;
constexpr uint64_t kLeastSame = 50;  // pairs that m rests on
constexpr uint64_t kLeastMet = 500;  // pairs that u rests on
constexpr uint64_t kWhole = 65536;
constexpr std::size_t kPairBlock = 256;

// The signals of one kind with their carriers: selectors or families.
struct SignalLists {
  std::vector<uint64_t> offsets;
  std::vector<uint32_t> row;
  std::vector<SignalClass> class_of;
  std::size_t first = 0;              // number of the first signal
  std::vector<uint32_t>* group = {};  // by entry (selectors) or row (families)
  bool by_row = false;

  std::size_t size() const { return class_of.size(); }
  uint32_t& group_of(std::size_t entry) const { return (*group)[by_row ? row[entry] : entry]; }
};

SignalLists list_selectors(const EvidenceInput& input, Signals& signals) {
  SignalLists lists;
  lists.offsets.assign(input.carrier_offsets.begin(), input.carrier_offsets.end());
  lists.row.assign(input.carrier.begin(), input.carrier.end());
  for (const Selector& s : input.selectors) lists.class_of.push_back(class_of(s));
  lists.group = &signals.selector_group;
  return lists;
}

SignalLists list_families(const EvidenceInput& input, Signals& signals) {
  SignalLists lists;
  lists.offsets.assign(input.families + 1, 0);
  for (const uint32_t f : input.family) {
    if (f != kNoFamily) ++lists.offsets[f + 1];
  }
  for (uint32_t f = 0; f < input.families; ++f) lists.offsets[f + 1] += lists.offsets[f];
  lists.row.resize(lists.offsets.back());
  std::vector<uint64_t> place(lists.offsets.begin(), lists.offsets.end() - 1);
  for (uint32_t row = 0; row < input.family.size(); ++row) {
    if (input.family[row] != kNoFamily) lists.row[place[input.family[row]]++] = row;
  }
  lists.class_of.assign(input.families, SignalClass::wording);
  lists.first = input.selectors.size();
  lists.group = &signals.family_group;
  lists.by_row = true;
  return lists;
}

struct Member {
  uint32_t group = 0;
  int64_t at = 0;
  uint32_t row = 0;
  std::size_t entry = 0;
};

// Carriers that are linked by the signal, each group in order of time.
void list_members(const EvidenceInput& input, const SignalLists& lists, std::size_t signal,
                  std::vector<Member>& out) {
  out.clear();
  for (uint64_t i = lists.offsets[signal]; i < lists.offsets[signal + 1]; ++i) {
    const uint32_t group = lists.group_of(i);
    if (group != kNoGroup) out.push_back({group, input.posted_at[lists.row[i]], lists.row[i], i});
  }
  std::sort(out.begin(), out.end(), [](const Member& x, const Member& y) {
    if (x.group != y.group) return x.group < y.group;
    return x.at != y.at ? x.at < y.at : x.row < y.row;
  });
}

struct SampledPair {
  uint64_t rank = 0;  // by hash
  uint32_t a = 0, b = 0;
  friend auto operator<=>(const SampledPair&, const SampledPair&) = default;
};

// Keeps the `count` pairs that rank first.
void keep_first(std::vector<SampledPair>& pairs, std::size_t count) {
  if (pairs.size() <= count) return;
  std::nth_element(pairs.begin(), pairs.begin() + static_cast<std::ptrdiff_t>(count), pairs.end());
  pairs.resize(count);
}

using Samples = std::array<std::vector<SampledPair>, kSignalClasses>;

Samples sample_pairs(const EvidenceInput& input, const SignalLists& lists) {
  Samples samples;
  std::vector<Member> members;
  std::vector<SampledPair> own;
  for (std::size_t s = 0; s < lists.size(); ++s) {
    list_members(input, lists, s, members);
    own.clear();
    for (std::size_t i = 0; i < members.size(); ++i) {
      for (std::size_t j = i + 1; j < members.size() && j <= i + 2; ++j) {
        if (members[j].group != members[i].group) break;
        const auto [a, b] = std::minmax(members[i].row, members[j].row);
        own.push_back({mix64(mix64(uint64_t{a} << 32 | b) + s), a, b});
      }
    }
    keep_first(own, kPairsPerSignal);
    auto& sample = samples[static_cast<std::size_t>(lists.class_of[s])];
    sample.insert(sample.end(), own.begin(), own.end());
  }
  for (auto& sample : samples) keep_first(sample, kSampledPairs);
  return samples;
}

// Pairs of posts of no common component. Rows are in order of the hash of their
// identity, so numbers that are spread over the rows choose by that hash.
std::vector<SampledPair> sample_strangers(const std::vector<uint32_t>& component) {
  std::vector<SampledPair> pairs;
  const uint64_t rows = component.size();
  const uint64_t count = std::min(kMostRandomPairs, kRandomPairsPerRow * rows);
  for (uint64_t i = 0; i < count; ++i) {
    const auto a = static_cast<uint32_t>(mix64(2 * i + 1) % rows);
    const auto b = static_cast<uint32_t>(mix64(2 * i + 2) % rows);
    if (component[a] != component[b]) pairs.push_back({i, a, b});
  }
  return pairs;
}

std::vector<Comparison> compare_all(const Comparer& comparer, const std::vector<SampledPair>& pairs,
                                    SignalClass apart) {
  std::vector<Comparison> found(pairs.size());
  parallel_blocks(pairs.size(), kPairBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t i = begin; i < end; ++i)
      found[i] = comparer.compare(pairs[i].a, pairs[i].b, apart);
  });
  return found;
}

PatternCounts count(const std::vector<Comparison>& found) {
  PatternCounts counts{};
  for (const Comparison& c : found) ++counts[index_of(c.pattern)];
  return counts;
}

struct Session {
  std::vector<Comparison> pairs;
  PatternCounts counts{};
  std::optional<Mixture> mixture;  // none: the default stands
};
using Sessions = std::array<Session, kSignalClasses>;

// Estimates each class that has pairs.
void fit(Sessions& sessions, const Population& population, Signals& signals) {
  for (std::size_t c = 0; c < kSignalClasses; ++c) {
    Session& session = sessions[c];
    if (session.pairs.empty()) continue;
    ClassWeight& weight = signals.classes[c];
    weight.pairs = static_cast<uint32_t>(session.pairs.size());
    if (!is_enough(session.counts)) continue;
    const double ceiling = ceiling_of(static_cast<SignalClass>(c));
    session.mixture = fit_mixture(session.counts, population, ceiling);
    weight.estimated = 1;
    weight.same_share = to_millionths(session.mixture->same_share);
    weight.posterior = to_millionths(posterior_alone(session.counts, *session.mixture, ceiling));
  }
}

// Carriers of one signal, joined where a pair of them is likelier one operator's than not.
class Pieces {
 public:
  Pieces(const Comparer& comparer, const Mixture& mixture, SignalClass apart,
         std::span<const Member> members)
      : comparer_(comparer),
        mixture_(mixture),
        apart_(apart),
        members_(members),
        sets_(members.size()),
        size_(members.size(), 1) {}
  // Compares each carrier with the `reach`-th after it; both in pieces of `least` or more.
  void join(std::size_t reach, uint32_t least) {
    for (uint32_t i = 0; i + reach < members_.size(); ++i) {
      const auto j = static_cast<uint32_t>(i + reach);
      const uint32_t a = sets_.find(i), b = sets_.find(j);
      if (a == b || members_[i].group != members_[j].group || std::min(size_[a], size_[b]) < least)
        continue;
      const Comparison found = comparer_.compare(members_[i].row, members_[j].row, apart_);
      if (mixture_.posterior(found.pattern) < kLeastPosterior) continue;
      sets_.join(i, j);
      size_[sets_.find(i)] = size_[a] + size_[b];
    }
  }
  uint32_t find(uint32_t i) { return sets_.find(i); }
  uint32_t size_of(uint32_t i) { return size_[sets_.find(i)]; }

 private:
  const Comparer& comparer_;
  const Mixture& mixture_;
  SignalClass apart_;
  std::span<const Member> members_;
  DisjointSets sets_;
  std::vector<uint32_t> size_;
};

// The carriers of one signal that stay together, as new groups.
void divide_signal(const Comparer& comparer, const Mixture& mixture, const SignalLists& lists,
                   std::size_t signal, std::vector<Member>& members, Signals& signals) {
  Pieces pieces(comparer, mixture, lists.class_of[signal], members);
  for (std::size_t reach = 1; reach <= kReach; ++reach) pieces.join(reach, 1);
  if (pieces.size_of(0) < members.size()) {
    for (std::size_t reach = kReach + 1; reach <= kFarReach; ++reach)
      pieces.join(reach, kPieceCarriers);
  }
  std::vector<uint32_t> label(members.size(), kNoGroup);
  uint32_t groups = 0;
  bool changed = false;
  for (uint32_t i = 0; i < members.size(); ++i) {
    const uint32_t root = pieces.find(i);
    if (pieces.size_of(i) > 1 && label[root] == kNoGroup) label[root] = groups++;
    changed |= label[root] != members[i].group;
    lists.group_of(members[i].entry) = label[root];
  }
  SignalState& state = signals.state[lists.first + signal];
  if (changed && state == SignalState::counts) state = SignalState::divided;
}

void divide(const EvidenceInput& input, const SignalLists& lists, const Comparer& comparer,
            const Sessions& sessions, Signals& signals) {
  parallel_blocks(lists.size(), kPairBlock, [&](std::size_t begin, std::size_t end, std::size_t) {
    std::vector<Member> members;
    for (std::size_t s = begin; s < end; ++s) {
      const auto& mixture = sessions[static_cast<std::size_t>(lists.class_of[s])].mixture;
      const bool decided = lists.first == 0 && !input.hub_decision.empty() &&
                           input.hub_decision[s] != 0;  // a person's word
      if (!mixture || decided) continue;
      list_members(input, lists, s, members);
      if (members.size() > 1) divide_signal(comparer, *mixture, lists, s, members, signals);
    }
  });
}

// m and u of each class, over the sessions of all others; not stated where too few pairs
// could agree. Pairs are counted in parts of kWhole, so that the sums are exact.
void describe_classes(const Sessions& sessions, const std::vector<Comparison>& random,
                      Signals& signals) {
  for (std::size_t c = 0; c < kSignalClasses; ++c) {
    uint64_t same = 0, agree = 0, met = 0, met_agree = 0;
    for (const Session& session : sessions) {
      if (!session.mixture) continue;
      for (const Comparison& pair : session.pairs) {
        if ((pair.comparable >> c & 1) == 0) continue;
        const auto share = static_cast<uint64_t>(session.mixture->posterior(pair.pattern) * kWhole);
        same += share;
        agree += (pair.agree >> c & 1) != 0 ? share : 0;
      }
    }
    for (const Comparison& pair : random) {
      met += pair.comparable >> c & 1;
      met_agree += pair.agree >> c & 1;
    }
    ClassWeight& weight = signals.classes[c];
    if (same >= kLeastSame * kWhole)
      weight.m = to_millionths(static_cast<double>(agree) / static_cast<double>(same));
    if (met >= kLeastMet)
      weight.u =
          to_millionths((static_cast<double>(met_agree) + 0.5) / (static_cast<double>(met) + 1));
  }
}

// Compares, estimates and divides; returns what the sessions saw.
Sessions run(const EvidenceInput& input, const SignalLists& lists, const Comparer& comparer,
             const PatternCounts& random, Population& population, Signals& signals) {
  const Samples samples = sample_pairs(input, lists);
  Sessions sessions;
  PatternCounts all{};
  for (std::size_t c = 0; c < kSignalClasses; ++c) {
    sessions[c].pairs = compare_all(comparer, samples[c], static_cast<SignalClass>(c));
    sessions[c].counts = count(sessions[c].pairs);
    for (std::size_t p = 0; p < kPatterns; ++p) all[p] += sessions[c].counts[p];
  }
  population = describe_population(random, all);
  fit(sessions, population, signals);
  divide(input, lists, comparer, sessions, signals);
  return sessions;
}

}  // namespace

void divide_selectors(const EvidenceInput& input, const std::vector<uint32_t>& component,
                      Signals& signals) {
  const Comparer comparer(input, signals);
  // Compared apart from a class that never vouches, so that all others are seen.
  const std::vector<Comparison> random =
      compare_all(comparer, sample_strangers(component), SignalClass::account);
  const SignalLists lists = list_selectors(input, signals);
  Population population;
  const Sessions sessions = run(input, lists, comparer, count(random), population, signals);
  describe_classes(sessions, random, signals);
}

void divide_families(const EvidenceInput& input, const std::vector<uint32_t>& component,
                     Signals& signals) {
  const Comparer comparer(input, signals);
  std::vector<SampledPair> strangers = sample_strangers(component);
  std::erase_if(strangers, [&](const SampledPair& pair) {
    const uint32_t a = input.language[pair.a], b = input.language[pair.b];
    return a != 0 && b != 0 && a != b;
  });
  const std::vector<Comparison> random = compare_all(comparer, strangers, SignalClass::wording);
  const SignalLists lists = list_families(input, signals);
  Population population;
  run(input, lists, comparer, count(random), population, signals);
}

}  // namespace maillon::link
