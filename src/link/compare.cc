#include "link/compare.h"

#include <algorithm>
#include <bit>

namespace maillon::link {
namespace {

constexpr uint64_t kDaySeconds = 86400;
constexpr uint64_t kGapDays[] = {1, 4, 16, 64};

constexpr ClassMask bit_of(SignalClass c) {
  return static_cast<ClassMask>(1U << static_cast<unsigned>(c));
}

// A link that many share or the name "maria" vouches for nobody.
constexpr ClassMask kVouching = static_cast<ClassMask>(
    ~(static_cast<unsigned>(bit_of(SignalClass::url)) | bit_of(SignalClass::account)));

uint8_t same_or_not(uint32_t a, uint32_t b, uint32_t unknown) {
  return a == unknown || b == unknown ? 0 : a == b ? 2 : 1;
}

uint8_t gap_of(int64_t a, int64_t b) {
  if (a == kNoTime || b == kNoTime) return 0;
  const uint64_t seconds = a < b ? static_cast<uint64_t>(b) - static_cast<uint64_t>(a)
                                 : static_cast<uint64_t>(a) - static_cast<uint64_t>(b);
  uint8_t gap = 1;
  for (const uint64_t days : kGapDays) {
    if (seconds >= days * kDaySeconds) ++gap;
  }
  return gap;
}

}  // namespace

Comparer::Comparer(const EvidenceInput& input, const Signals& signals)
    : input_(input),
      signals_(signals),
      offsets_(input.posted_at.size() + 1, 0),
      carried_(input.carrier.size()),
      carries_(input.posted_at.size(), 0),
      class_of_(input.selectors.size()) {
  for (const uint32_t row : input.carrier) ++offsets_[row + 1];
  for (std::size_t row = 1; row < offsets_.size(); ++row) offsets_[row] += offsets_[row - 1];
  std::vector<uint64_t> place(offsets_.begin(), offsets_.end() - 1);
  for (uint32_t s = 0; s < input.selectors.size(); ++s) {
    const SignalClass c = class_of(input.selectors[s]);
    class_of_[s] = static_cast<uint8_t>(c);
    const auto vouches =
        static_cast<ClassMask>(signals.state[s] == SignalState::hub ? 0 : bit_of(c) & kVouching);
    for (uint64_t i = input.carrier_offsets[s]; i < input.carrier_offsets[s + 1]; ++i) {
      carried_[place[input.carrier[i]]++] = {s, signals.selector_group[i]};
      carries_[input.carrier[i]] |= vouches;
    }
  }
  for (uint32_t row = 0; row < input.family.size(); ++row) {
    if (input.family[row] != kNoFamily) carries_[row] |= bit_of(SignalClass::wording);
  }
}

// Wording cannot be shared across languages, so among strangers who share it a common
// language is no coincidence.
Context Comparer::context_of(uint32_t a, uint32_t b, SignalClass apart) const {
  Context context;
  if (apart != SignalClass::wording)
    context.language = same_or_not(input_.language[a], input_.language[b], 0);
  context.city = same_or_not(input_.city[a], input_.city[b], kNoPlace);
  context.gap = gap_of(input_.posted_at[a], input_.posted_at[b]);
  return context;
}

Comparison Comparer::compare(uint32_t a, uint32_t b, SignalClass apart) const {
  Comparison found;
  found.comparable = static_cast<ClassMask>(carries_[a] & carries_[b] & ~bit_of(apart));
  for (uint64_t i = offsets_[a], j = offsets_[b]; i < offsets_[a + 1] && j < offsets_[b + 1];) {
    const Carried &x = carried_[i], &y = carried_[j];
    if (x.signal != y.signal) {
      x.signal < y.signal ? ++i : ++j;
      continue;
    }
    if (x.group == y.group && x.group != kNoGroup)
      found.agree |= static_cast<ClassMask>(1U << class_of_[x.signal]);
    ++i, ++j;
  }
  const bool grouped = !signals_.family_group.empty();
  if (apart != SignalClass::wording && input_.family[a] == input_.family[b] &&
      input_.family[a] != kNoFamily &&
      (!grouped || (signals_.family_group[a] == signals_.family_group[b] &&
                    signals_.family_group[a] != kNoGroup)))
    found.agree |= bit_of(SignalClass::wording);
  found.agree &= found.comparable;
  const auto classes = static_cast<std::size_t>(std::popcount(found.comparable));
  found.pattern = {static_cast<uint8_t>(std::min(classes, kComparable - 1)), found.agree != 0,
                   static_cast<uint8_t>(index_of(context_of(a, b, apart)))};
  return found;
}

}  // namespace maillon::link
