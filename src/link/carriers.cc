#include "link/carriers.h"

#include <algorithm>
#include <numeric>

namespace maillon::link {

CarriedBy invert_carriers(const EvidenceInput& input) {
  CarriedBy carried;
  const std::size_t rows = input.posted_at.size();
  carried.offsets.assign(rows + 1, 0);
  for (const uint32_t row : input.carrier) ++carried.offsets[row + 1];
  std::partial_sum(carried.offsets.begin(), carried.offsets.end(), carried.offsets.begin());
  carried.selector.resize(input.carrier.size());
  std::vector<uint64_t> place(carried.offsets.begin(), carried.offsets.end() - 1);
  for (uint32_t s = 0; s < input.selectors.size(); ++s) {
    for (const uint32_t row : carriers_of(input, s)) carried.selector[place[row]++] = s;
  }
  return carried;
}

std::vector<uint32_t> family_sizes(const EvidenceInput& input) {
  std::vector<uint32_t> sizes(input.families, 0);
  for (const uint32_t f : input.family) {
    if (f != kNoFamily) ++sizes[f];
  }
  return sizes;
}

}  // namespace maillon::link
