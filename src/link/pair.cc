#include "link/pair.h"

#include <algorithm>

#include "link/wording.h"

namespace maillon::link {

PairEvidence weigh_pair(std::span<const Carried> a, std::span<const Carried> b,
                        std::span<const Selector> selectors, const Signals& signals,
                        std::size_t rows) {
  PairEvidence pair;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i].signal != b[j].signal) {
      a[i].signal < b[j].signal ? ++i : ++j;
      continue;
    }
    const uint32_t signal = a[i].signal;
    const bool counts = a[i].group != kNoGroup && a[i].group == b[j].group;
    const int32_t bits = counts ? signals.bits[signal] : 0;
    pair.items.push_back({signal, bits,
                          log2_ratio(static_cast<double>(std::max<std::size_t>(rows, 1)),
                                     std::max<uint32_t>(signals.posts[signal], 1))});
    pair.bits += bits;
    pair.by_one |= signals.prior + bits >= kLinkLogOdds;
    if (bits > 0) {
      const bool wording = signal >= selectors.size();
      pair.kinds |=
          static_cast<uint8_t>(1U << (wording ? 0 : static_cast<unsigned>(selectors[signal].kind)));
    }
    ++i;
    ++j;
  }
  std::stable_sort(pair.items.begin(), pair.items.end(),
                   [](const EvidenceItem& x, const EvidenceItem& y) { return x.bits > y.bits; });
  pair.log_odds = std::min(signals.prior + pair.bits, log2_ratio(kJointCeiling, 1 - kJointCeiling));
  return pair;
}

}  // namespace maillon::link
