#include "link/pair.h"

#include <algorithm>

#include "link/wording.h"

namespace maillon::link {
namespace {

bool is_image(std::span<const Selector> selectors, uint32_t signal) {
  return signal < selectors.size() && selectors[signal].kind == SelectorKind::image;
}

// Leaves the strongest of the pictures its bits. Items are in order of their signals.
void count_one_picture(std::span<const Selector> selectors, std::vector<EvidenceItem>& items) {
  EvidenceItem* strongest = nullptr;
  for (EvidenceItem& item : items) {
    if (item.bits == 0 || !is_image(selectors, item.signal)) continue;
    EvidenceItem* implied = strongest;
    if (strongest == nullptr || item.bits > strongest->bits) {
      strongest = &item;
    } else {
      implied = &item;
    }
    if (implied == nullptr) continue;
    implied->bits = 0;
    implied->is_implied = true;
  }
}

// What the signal counts for where a post has it from a picture only.
int32_t bits_if_read(const Selector& selector, const Signals& signals, int32_t bits) {
  const double ceiling = reading_ceiling_of(class_of(selector));
  return std::min(bits, log2_ratio(ceiling, 1 - ceiling) - signals.prior);
}

}  // namespace

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
    EvidenceItem item{.signal = signal,
                      .bits = counts ? signals.bits[signal] : 0,
                      .uncapped = log2_ratio(static_cast<double>(std::max<std::size_t>(rows, 1)),
                                             std::max<uint32_t>(signals.posts[signal], 1))};
    if ((a[i].is_read || b[j].is_read) && signal < selectors.size()) {
      const int32_t bits = bits_if_read(selectors[signal], signals, item.bits);
      item.is_read = bits < item.bits;
      item.bits = bits;
    }
    pair.items.push_back(item);
    ++i;
    ++j;
  }
  count_one_picture(selectors, pair.items);
  for (const EvidenceItem& item : pair.items) {
    pair.bits += item.bits;
    pair.by_one |= signals.prior + item.bits >= kLinkLogOdds;
    if (item.bits <= 0) continue;
    const bool wording = item.signal >= selectors.size();
    pair.kinds |= static_cast<uint8_t>(
        1U << (wording ? 0 : static_cast<unsigned>(selectors[item.signal].kind)));
  }
  std::stable_sort(pair.items.begin(), pair.items.end(),
                   [](const EvidenceItem& x, const EvidenceItem& y) { return x.bits > y.bits; });
  pair.log_odds = std::min(signals.prior + pair.bits, log2_ratio(kJointCeiling, 1 - kJointCeiling));
  return pair;
}

}  // namespace maillon::link
