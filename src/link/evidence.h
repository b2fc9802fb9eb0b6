// Evidence that two posts have one operator, in bits: what each signal (a
// selector or a family of wording) is worth, which are hubs, and which pairs of
// posts are linked.
//
//     bits = log2( P(we see this | same operator) / P(we see this | different operators) )
//
// By Bayes this is the log-odds that two posts which share the signal have one
// operator, less the prior log-odds: so a signal's worth follows from how often
// carriers of such a signal turn out to have different operators, and does not
// sink as the heap grows.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/records.h"
#include "link/families.h"

namespace maillon::link {

// A distinct selector.
struct Selector {
  SelectorKind kind = SelectorKind::phone;
  Service service = Service::none;
};

// What the evidence step needs of the posts, in canonical order of rows.
struct EvidenceInput {
  std::span<const int64_t> posted_at;
  std::span<const uint32_t> city;      // any numbering; kNoPlace = not stated
  std::span<const uint32_t> language;  // any numbering, 0 = not known
  std::span<const uint32_t> family;    // per row, or kNoFamily
  uint32_t families = 0;
  // Distinct selectors and which rows carry them: carriers of selector s are
  // carrier[carrier_offsets[s] .. carrier_offsets[s+1]), ascending, each once.
  std::span<const Selector> selectors;
  std::span<const uint64_t> carrier_offsets;
  std::span<const uint32_t> carrier;
  // Beside `carrier`: 1 where the row's pictures say the selector and nothing typed does; empty:
  // no picture was read.
  std::span<const uint8_t> carrier_read;
  // Decisions of people: selectors declared hubs (1) or not (2); 0 = not decided.
  std::span<const uint8_t> hub_decision;  // per selector, or empty
};
inline constexpr uint32_t kNoPlace = 0xffffffff;

// What sharing a signal proves is estimated for each class of signals as one. Stored:
// add at the end, never renumber.
enum class SignalClass : uint8_t {
  phone,
  email,
  money,  // wallets and IBANs
  url,
  messenger,  // a handle with its service
  handle,     // a bare one
  account,
  wording,
  image,
};
inline constexpr std::size_t kSignalClasses = 9;
SignalClass class_of(const Selector& selector);
std::string_view to_name(SignalClass c);

// What a class can prove alone, at most: the posterior.
double ceiling_of(SignalClass c);

// The same where a post has the signal from the letters in its pictures alone: of what was read,
// so much was right (docs/photographs.md). Torn pieces of a longer name are short, and meet others.
double reading_ceiling_of(SignalClass c);

// What a class was found to prove. Shares in millionths.
struct ClassWeight {
  uint32_t posterior = 0;   // that a link by one such signal is right: what bits follow from
  uint32_t same_share = 0;  // lambda: of the pairs that share one, those of one operator
  uint32_t m = 0;           // agree in such a signal: pairs of one operator that both carry one ...
  uint32_t u = 0;           // ... and pairs of strangers; 0: not stated, too few pairs
  uint32_t pairs = 0;       // that share one and were compared
  uint8_t estimated = 0;    // 0: too few pairs, the posterior is the ceiling
};
inline uint32_t to_millionths(double share) {
  return static_cast<uint32_t>(std::lround(share * 1e6));
}
constexpr double from_millionths(uint32_t share) {
  return share / 1e6;
}

// Why a signal is not linked through, or only in part.
enum class SignalState : uint8_t {
  counts,     // links its carriers
  alone,      // one carrier only
  hub,        // shared by posts that otherwise have nothing in common
  recycled,   // changed hands: links within each tenure, not across
  contested,  // wording copied by somebody with lasting selectors of his own
  divided,    // strangers share it: links within each group of carriers, not across
};
std::string_view to_name(SignalState state);

// A signal: selector s is signal s; family f is signal selectors + f.
struct Signals {
  std::vector<SignalState> state;
  std::vector<int32_t> bits;    // what sharing it is worth, 1/1024 bits, after its ceiling
  std::vector<uint32_t> posts;  // carriers
  // Signal i's carriers fall into groups that it links within but not across:
  // mostly one group; per carrier, beside `carrier` (selectors) or per row (families).
  std::vector<uint32_t> selector_group;  // per entry of `carrier`; kNoGroup = not linked
  std::vector<uint32_t> family_group;    // per row; kNoGroup = not linked through its wording
  int32_t prior = 0;                     // log2 odds that two random posts have one operator
  std::array<ClassWeight, kSignalClasses> classes{};
};
inline constexpr uint32_t kNoGroup = 0xffffffff;

// A signal of this ceiling links two posts without any other (the default threshold).
inline constexpr double kLinksAlone = 0.95;
inline constexpr int32_t kLinkLogOdds = 4350;  // the same as log2 odds, 1/1024

Signals weigh_signals(const EvidenceInput& input, Progress& progress);

// Pairs of posts with what ties them. Near-linear: each carrier of a signal is
// paired with a few others in time order, not with all.
struct Links {
  std::vector<uint32_t> a, b;      // rows, a < b, sorted
  std::vector<int32_t> bits;       // evidence for, without the prior
  std::vector<int32_t> posterior;  // log2 odds, 1/1024: prior + bits, under the joint ceiling
  std::vector<uint8_t> kinds;      // 1 << SelectorKind, bit 0 = wording
  std::vector<uint8_t> by_one;     // 1 if a single signal links the pair
};
Links weigh_links(const EvidenceInput& input, const Signals& signals);

}  // namespace maillon::link
