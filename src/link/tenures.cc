#include "link/tenures.h"

#include <algorithm>

#include "base/civil_time.h"

namespace maillon::link {
namespace {

constexpr int64_t kSilence = 45 * kDay;     // operators pause for weeks, numbers rest for months
constexpr std::size_t kSide = 2;            // posts on each side
constexpr std::size_t kMaxCarriers = 5000;  // such a number is in steady use

bool intersect(std::vector<uint64_t>& a, std::vector<uint64_t>& b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) return true;
    a[i] < b[j] ? ++i : ++j;
  }
  return false;
}

// What the rows on one side are part of, as tagged keys.
std::vector<uint64_t> traits(const EvidenceInput& input, const CarriedBy& carried,
                             const std::vector<uint8_t>& hubs, uint32_t selector,
                             std::span<const uint32_t> rows) {
  std::vector<uint64_t> keys;
  for (const uint32_t row : rows) {
    for (const uint32_t other : carried.of(row)) {
      if (other != selector && hubs[other] == 0) keys.push_back(uint64_t{1} << 32 | other);
    }
    if (input.family[row] != kNoFamily) keys.push_back(uint64_t{2} << 32 | input.family[row]);
    if (input.city[row] != kNoPlace) keys.push_back(uint64_t{3} << 32 | input.city[row]);
  }
  return keys;
}

}  // namespace

int64_t find_handover(const EvidenceInput& input, const CarriedBy& carried,
                      const std::vector<uint8_t>& hubs, uint32_t selector) {
  const auto carriers = carriers_of(input, selector);
  if (carriers.size() < 2 * kSide || carriers.size() > kMaxCarriers) return kNoTime;
  std::vector<uint32_t> rows;
  for (const uint32_t row : carriers) {
    if (input.posted_at[row] != kNoTime) rows.push_back(row);
  }
  if (rows.size() != carriers.size()) return kNoTime;
  std::sort(rows.begin(), rows.end(), [&](uint32_t a, uint32_t b) {
    return input.posted_at[a] != input.posted_at[b] ? input.posted_at[a] < input.posted_at[b]
                                                    : a < b;
  });
  std::size_t split = 0;
  int64_t longest = kSilence;
  for (std::size_t i = kSide; i + kSide <= rows.size(); ++i) {
    const int64_t pause = input.posted_at[rows[i]] - input.posted_at[rows[i - 1]];
    if (pause > longest) {
      longest = pause;
      split = i;
    }
  }
  if (split == 0) return kNoTime;
  const std::span<const uint32_t> all(rows);
  auto before = traits(input, carried, hubs, selector, all.first(split));
  auto after = traits(input, carried, hubs, selector, all.subspan(split));
  if (before.empty() || after.empty() || intersect(before, after)) return kNoTime;
  return input.posted_at[rows[split]];
}

}  // namespace maillon::link
