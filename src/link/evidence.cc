// What each signal is worth, in five moves: which selectors are hubs (hubs.h), which
// have changed hands (tenures.h), which are shared by strangers and what a class of
// signals proves alone (strangers.h), who copied wording (contested.h), and the prior
// from what the strict rules tie together. A signal's bits then follow from the
// posterior of its class.
#include "link/evidence.h"

#include <algorithm>
#include <cmath>

#include "base/parallel.h"
#include "link/carriers.h"
#include "link/contested.h"
#include "link/disjoint_sets.h"
#include "link/hubs.h"
#include "link/strangers.h"
#include "link/tenures.h"
#include "link/wording.h"

namespace maillon::link {
namespace {

// Before anything is known: as if each post had this many others of its operator.
constexpr double kPriorMates = 5;
// However small the heap, two random posts are taken to be strangers.
constexpr double kHighestPrior = 0.1;

int32_t log_odds_of(double posterior) {
  return log2_ratio(posterior, 1 - posterior);
}

double posterior_of(const Signals& signals, SignalClass c) {
  return from_millionths(signals.classes[static_cast<std::size_t>(c)].posterior);
}

// The rows that each selector which is enough alone ties together, within its groups,
// by the smallest row of each set.
std::vector<uint32_t> join_by_selectors(const EvidenceInput& input, const Signals& signals) {
  DisjointSets sets(input.posted_at.size());
  std::vector<uint32_t> last;  // row of each group
  for (uint32_t s = 0; s < input.selectors.size(); ++s) {
    const SignalClass c = class_of(input.selectors[s]);
    // A stolen picture must not hide who stole it.
    if (c == SignalClass::image || posterior_of(signals, c) < kLinksAlone) continue;
    last.clear();
    for (uint64_t i = input.carrier_offsets[s]; i < input.carrier_offsets[s + 1]; ++i) {
      const uint32_t group = signals.selector_group[i];
      if (group == kNoGroup || !counts_alone(input, c, i)) continue;
      if (group >= last.size()) last.resize(group + 1, kNoGroup);
      if (last[group] != kNoGroup) sets.join(last[group], input.carrier[i]);
      last[group] = input.carrier[i];
    }
  }
  std::vector<uint32_t> component(input.posted_at.size());
  for (uint32_t row = 0; row < component.size(); ++row) component[row] = sets.find(row);
  return component;
}

// log2 odds that two random posts have one operator, from the sets found so far.
int32_t estimate_prior(const std::vector<uint32_t>& component) {
  const std::size_t rows = component.size();
  if (rows < 2) return log_odds_of(kHighestPrior);
  std::vector<uint32_t> size(rows, 0);
  for (const uint32_t c : component) ++size[c];
  const double n = static_cast<double>(rows);
  double pairs = kPriorMates * n;
  for (const uint32_t s : size) pairs += static_cast<double>(s) * (static_cast<double>(s) - 1);
  return log_odds_of(std::min(kHighestPrior, pairs / (n * (n - 1))));
}

// What sharing a signal of that class is worth, in `posts` of `rows` posts.
int32_t bits_of(const Signals& signals, SignalClass c, uint32_t posts, std::size_t rows) {
  const int32_t bits = log_odds_of(posterior_of(signals, c)) - signals.prior;
  if (ceiling_of(c) >= kLinksAlone) return bits;
  // A name or a link that is not enough alone says what its rarity says.
  return std::min(bits, log2_ratio(static_cast<double>(rows) + 1, std::max(1.0, 1.0 * posts)));
}

void group_selectors(const EvidenceInput& input, const CarriedBy& carried, Signals& signals) {
  const std::size_t count = input.selectors.size();
  const std::vector<uint8_t> hubs = find_hubs(input, carried);
  signals.selector_group.assign(input.carrier.size(), 0);
  parallel_blocks(count, 256, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t i = begin; i < end; ++i) {
      const auto s = static_cast<uint32_t>(i);
      const auto carriers = carriers_of(input, s);
      signals.posts[s] = static_cast<uint32_t>(carriers.size());
      if (carriers.size() < 2) {
        signals.state[s] = SignalState::alone;
      } else if (hubs[s] != 0) {
        signals.state[s] = SignalState::hub;
      }
      const bool out = signals.state[s] != SignalState::counts;
      const int64_t handover = out ? kNoTime : find_handover(input, carried, hubs, s);
      if (handover != kNoTime) signals.state[s] = SignalState::recycled;
      for (std::size_t k = 0; k < carriers.size(); ++k) {
        const bool second = handover != kNoTime && input.posted_at[carriers[k]] >= handover;
        signals.selector_group[input.carrier_offsets[s] + k] = out ? kNoGroup : second ? 1 : 0;
      }
    }
  });
}

void group_families(const EvidenceInput& input, const std::vector<uint32_t>& component,
                    Signals& signals) {
  const std::vector<uint8_t> copied = find_copiers(input, component);
  const std::size_t selectors = input.selectors.size();
  signals.family_group.assign(input.family.size(), kNoGroup);
  for (uint32_t row = 0; row < input.family.size(); ++row) {
    const uint32_t f = input.family[row];
    if (f == kNoFamily) continue;
    ++signals.posts[selectors + f];
    if (copied[row] != 0) {
      signals.state[selectors + f] = SignalState::contested;
    } else {
      signals.family_group[row] = 0;
    }
  }
}

}  // namespace

std::string_view to_name(SignalState state) {
  switch (state) {
    case SignalState::counts:
      return "counts";
    case SignalState::alone:
      return "alone";
    case SignalState::hub:
      return "hub";
    case SignalState::recycled:
      return "recycled";
    case SignalState::contested:
      return "contested";
    case SignalState::divided:
      return "divided";
  }
  return "";
}

SignalClass class_of(const Selector& selector) {
  switch (selector.kind) {
    case SelectorKind::phone:
      return SignalClass::phone;
    case SelectorKind::email:
      return SignalClass::email;
    case SelectorKind::wallet:
    case SelectorKind::iban:
      return SignalClass::money;
    case SelectorKind::url:
      return SignalClass::url;
    case SelectorKind::image:
      return SignalClass::image;
    case SelectorKind::handle:
      break;
  }
  if (selector.service == Service::account) return SignalClass::account;
  return selector.service == Service::none ? SignalClass::handle : SignalClass::messenger;
}

std::string_view to_name(SignalClass c) {
  constexpr std::string_view kNames[] = {"phone",  "email",   "money",   "url",  "messenger",
                                         "handle", "account", "wording", "image"};
  return kNames[static_cast<std::size_t>(c)];
}

double ceiling_of(SignalClass c) {
  switch (c) {
    case SignalClass::phone:
      return 0.99;  // numbers are recycled and mistyped
    case SignalClass::email:
      return 0.995;  // nobody gets another's address by chance
    case SignalClass::money:
      return 0.998;  // where the money goes
    case SignalClass::url:
      return 0.90;  // links are shared; not enough alone
    case SignalClass::messenger:
      return 0.985;
    case SignalClass::handle:
      return 0.96;  // of an unknown service: somebody else's there
    case SignalClass::account:
      return 0.80;  // names such as "maria" are common
    case SignalClass::wording:
      return 0.97;  // texts are copied
    case SignalClass::image:
      return 0.96;  // photographs are stolen
  }
  return 0.5;
}

double reading_ceiling_of(SignalClass c) {
  switch (c) {
    case SignalClass::email:
    case SignalClass::messenger:
    case SignalClass::handle:
      return 0.90;  // 88 of 94 addresses were right, 67 of 74 handles
    case SignalClass::url:
      return 0.50;  // what was read were pieces of other words
    default:
      return ceiling_of(c);  // of 202 phones one was wrong; money has check digits
  }
}

Signals weigh_signals(const EvidenceInput& input, Progress& progress) {
  progress.begin_step("weigh evidence", 3, "steps");
  const std::size_t selectors = input.selectors.size();
  Signals signals;
  signals.state.assign(selectors + input.families, SignalState::counts);
  signals.posts.assign(selectors + input.families, 0);
  for (std::size_t c = 0; c < kSignalClasses; ++c)
    signals.classes[c].posterior = to_millionths(ceiling_of(static_cast<SignalClass>(c)));
  const CarriedBy carried = invert_carriers(input);
  group_selectors(input, carried, signals);
  progress.advance(1);

  divide_selectors(input, join_by_selectors(input, signals), signals);
  const std::vector<uint32_t> component = join_by_selectors(input, signals);
  group_families(input, component, signals);
  divide_families(input, component, signals);
  progress.advance(1);

  signals.prior = estimate_prior(component);
  signals.bits.resize(signals.state.size());
  for (std::size_t i = 0; i < signals.bits.size(); ++i) {
    const bool out = signals.state[i] == SignalState::hub || signals.state[i] == SignalState::alone;
    if (out) continue;
    const SignalClass c = i < selectors ? class_of(input.selectors[i]) : SignalClass::wording;
    signals.bits[i] = bits_of(signals, c, signals.posts[i], component.size());
  }
  progress.end_step();
  return signals;
}

}  // namespace maillon::link
