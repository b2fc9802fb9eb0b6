#include "tasks/pictures/same_picture.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace maillon::tasks {
namespace {

std::vector<uint32_t> pictures_of(const CaseData& data, uint32_t row, std::string_view group) {
  std::vector<uint32_t> found;
  for (const uint32_t p : data.pictures.of(row)) {
    if (picture_id(data.pictures, data.pictures.group[p]) == group) found.push_back(p);
  }
  return found;
}

// The pair's place among Pictures::near_a.
std::optional<std::size_t> find_pair(const Pictures& pictures, uint32_t a, uint32_t b) {
  const auto [low, high] = std::minmax(a, b);
  const auto first = std::lower_bound(pictures.near_a.begin(), pictures.near_a.end(), low);
  for (auto i = static_cast<std::size_t>(first - pictures.near_a.begin());
       i < pictures.near_a.size() && pictures.near_a[i] == low; ++i) {
    if (pictures.near_b[i] == high) return i;
  }
  return std::nullopt;
}

}  // namespace

std::string how_same(const CaseData& data, uint32_t selector, uint32_t a, uint32_t b) {
  const Pictures& pictures = data.pictures;
  const std::string_view group = data.selectors.value[selector];
  const std::vector<uint32_t> of_a = pictures_of(data, a, group);
  const std::vector<uint32_t> of_b = pictures_of(data, b, group);
  std::string best;
  uint32_t least = UINT32_MAX;
  for (const uint32_t x : of_a) {
    for (const uint32_t y : of_b) {
      if (x == y) return fmt::format("the same file, {}", picture_id(pictures, x));
      const auto pair = find_pair(pictures, x, y);
      if (!pair || pictures.near_distance[*pair] >= least) continue;
      least = pictures.near_distance[*pair];
      best = fmt::format("{} and {}: PDQ distance {} of 256{}", picture_id(pictures, x),
                         picture_id(pictures, y), least,
                         pictures.near_mirrored[*pair] != 0 ? ", one mirrored" : "");
    }
  }
  if (!best.empty() || of_a.empty() || of_b.empty()) return best;
  return fmt::format("{} and {}: each is near to another copy", picture_id(pictures, of_a[0]),
                     picture_id(pictures, of_b[0]));
}

}  // namespace maillon::tasks
