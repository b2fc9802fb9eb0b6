// Two posts seen side by side: which classes of signal both carry, which agree, and
// how alike their circumstances are. A comparison is one of a few hundred patterns,
// so what is estimated from any number of pairs rests on a small table of counts.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "link/carriers.h"
#include "link/evidence.h"
#include "link/pair.h"

namespace maillon::link {

// Circumstances: language and town (not known, differ, same), days between the posts
// (not known, then five steps).
inline constexpr std::size_t kGaps = 6;
inline constexpr std::size_t kContexts = 3 * 3 * kGaps;
// Classes other than the one at hand that both posts carry: 0, 1, 2, 3 or more.
inline constexpr std::size_t kComparable = 4;
inline constexpr std::size_t kPatterns = kComparable * 2 * kContexts;

struct Context {
  uint8_t language = 0, city = 0;  // 0 = not known, 1 = differ, 2 = same
  uint8_t gap = 0;                 // 0 = not known, 1 = a day ... kGaps - 1 = months
};
constexpr std::size_t index_of(const Context& c) {
  return (std::size_t{c.language} * 3 + c.city) * kGaps + c.gap;
}
constexpr Context context_at(std::size_t index) {
  return {static_cast<uint8_t>(index / (3 * kGaps)), static_cast<uint8_t>(index / kGaps % 3),
          static_cast<uint8_t>(index % kGaps)};
}

struct Pattern {
  uint8_t comparable = 0;  // below kComparable
  bool tied = false;       // something else agrees
  uint8_t context = 0;     // below kContexts
};
constexpr std::size_t index_of(const Pattern& p) {
  return (std::size_t{p.comparable} * 2 + (p.tied ? 1 : 0)) * kContexts + p.context;
}
constexpr Pattern pattern_at(std::size_t index) {
  return {static_cast<uint8_t>(index / (2 * kContexts)), index / kContexts % 2 == 1,
          static_cast<uint8_t>(index % kContexts)};
}

// Bit c is SignalClass c.
using ClassMask = uint16_t;
static_assert(kSignalClasses <= 16);

struct Comparison {
  Pattern pattern;
  ClassMask comparable = 0, agree = 0;
};

class Comparer {
 public:
  // By the groups that `signals` has. Where it has none for families yet, sharing a
  // family is enough. Holds references.
  Comparer(const EvidenceInput& input, const Signals& signals);
  // What two rows that share a signal of class `apart` have in common beside that class.
  Comparison compare(uint32_t a, uint32_t b, SignalClass apart) const;

 private:
  Context context_of(uint32_t a, uint32_t b, SignalClass apart) const;

  const EvidenceInput& input_;
  const Signals& signals_;
  std::vector<uint64_t> offsets_;
  std::vector<Carried> carried_;    // per row, ascending by signal
  std::vector<ClassMask> carries_;  // per row: classes that can agree
  std::vector<uint8_t> class_of_;   // per selector
};

}  // namespace maillon::link
