// Posts and the signals they carry, seen from both sides.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "link/evidence.h"

namespace maillon::link {

// The other side of EvidenceInput: which selectors each row carries.
struct CarriedBy {
  std::vector<uint64_t> offsets;   // rows + 1
  std::vector<uint32_t> selector;  // ascending within a row

  std::span<const uint32_t> of(uint32_t row) const {
    return std::span(selector).subspan(offsets[row], offsets[row + 1] - offsets[row]);
  }
};
CarriedBy invert_carriers(const EvidenceInput& input);

inline std::span<const uint32_t> carriers_of(const EvidenceInput& input, uint32_t selector) {
  const uint64_t begin = input.carrier_offsets[selector];
  return input.carrier.subspan(begin, input.carrier_offsets[selector + 1] - begin);
}

// Was the selector at this entry of `carrier` read in a picture, and nothing typed says it?
inline bool is_read(const EvidenceInput& input, uint64_t entry) {
  return !input.carrier_read.empty() && input.carrier_read[entry] != 0;
}

// Does this carrier of a selector of class `c` link without any other evidence, as far as how
// it carries it goes? What was read in a picture may be torn.
inline bool counts_alone(const EvidenceInput& input, SignalClass c, uint64_t entry) {
  return !is_read(input, entry) || reading_ceiling_of(c) >= kLinksAlone;
}

// Posts of each family.
std::vector<uint32_t> family_sizes(const EvidenceInput& input);

// Can somebody be reached by it? An account name says who posted on one site, not who is
// behind, and a picture says nothing of that: both are evidence, but no sign that two posts
// have different people behind them.
inline bool is_contact(const Selector& s) {
  return s.kind != SelectorKind::image &&
         (s.kind != SelectorKind::handle || s.service != Service::account);
}

}  // namespace maillon::link
