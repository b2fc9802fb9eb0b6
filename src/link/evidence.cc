// What each signal is worth, in four moves: which selectors are hubs (hubs.h),
// which have changed hands (tenures.h), who copied wording (contested.h), and the
// prior from what the strict rules tie together. A signal's bits then follow from
// its ceiling: the posterior that sharing it can give alone.
#include "link/evidence.h"

#include <algorithm>
#include <cmath>

#include "base/parallel.h"
#include "link/carriers.h"
#include "link/contested.h"
#include "link/hubs.h"
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

// Joins the rows that each counting selector ties together, within its groups.
void join_by_selectors(const EvidenceInput& input, const Signals& signals, RowSets& sets) {
  for (uint32_t s = 0; s < input.selectors.size(); ++s) {
    if (ceiling_of(input.selectors[s].kind, input.selectors[s].service) < kLinksAlone) continue;
    uint32_t last[2] = {kNoGroup, kNoGroup};
    for (uint64_t i = input.carrier_offsets[s]; i < input.carrier_offsets[s + 1]; ++i) {
      const uint32_t group = signals.selector_group[i];
      if (group == kNoGroup) continue;
      if (last[group] != kNoGroup) sets.join(last[group], input.carrier[i]);
      last[group] = input.carrier[i];
    }
  }
}

// log2 odds that two random posts have one operator, from the sets found so far.
int32_t estimate_prior(RowSets& sets, std::size_t rows) {
  if (rows < 2) return log_odds_of(kHighestPrior);
  std::vector<uint32_t> size(rows, 0);
  for (uint32_t row = 0; row < rows; ++row) ++size[sets.find(row)];
  const double n = static_cast<double>(rows);
  double pairs = kPriorMates * n;
  for (const uint32_t s : size) pairs += static_cast<double>(s) * (static_cast<double>(s) - 1);
  return log_odds_of(std::min(kHighestPrior, pairs / (n * (n - 1))));
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
  }
  return "";
}

double ceiling_of(SelectorKind kind, Service service) {
  switch (kind) {
    case SelectorKind::phone:
      return 0.99;  // numbers are recycled and mistyped
    case SelectorKind::email:
      return 0.995;  // nobody gets another's address by chance
    case SelectorKind::wallet:
    case SelectorKind::iban:
      return 0.998;  // where the money goes
    case SelectorKind::url:
      return 0.90;  // links are shared; not enough alone
    case SelectorKind::handle:
      if (service == Service::account) return 0.80;  // names such as "maria" are common
      return service == Service::none ? 0.96 : 0.985;
  }
  return 0.5;
}

Signals weigh_signals(const EvidenceInput& input, Progress& progress) {
  progress.begin_step("weigh evidence", 3, "steps");
  const std::size_t selectors = input.selectors.size();
  Signals signals;
  signals.state.assign(selectors + input.families, SignalState::counts);
  signals.posts.assign(selectors + input.families, 0);
  const CarriedBy carried = invert_carriers(input);
  group_selectors(input, carried, signals);
  progress.advance(1);

  RowSets sets(input.posted_at.size());
  join_by_selectors(input, signals, sets);
  std::vector<uint32_t> component(input.posted_at.size());
  for (uint32_t row = 0; row < component.size(); ++row) component[row] = sets.find(row);
  group_families(input, component, signals);
  progress.advance(1);

  signals.prior = estimate_prior(sets, component.size());
  signals.bits.resize(signals.state.size());
  for (std::size_t i = 0; i < signals.bits.size(); ++i) {
    const double ceiling = i < selectors
                               ? ceiling_of(input.selectors[i].kind, input.selectors[i].service)
                               : kWordingCeiling;
    const bool out = signals.state[i] == SignalState::hub || signals.state[i] == SignalState::alone;
    signals.bits[i] = out ? 0 : log_odds_of(ceiling) - signals.prior;
    // A name or a link that is not enough alone says what its rarity says.
    if (!out && ceiling < kLinksAlone) {
      const double posts = std::max(1.0, static_cast<double>(signals.posts[i]));
      signals.bits[i] =
          std::min(signals.bits[i], log2_ratio(static_cast<double>(component.size()) + 1, posts));
    }
  }
  progress.end_step();
  return signals;
}

}  // namespace maillon::link
