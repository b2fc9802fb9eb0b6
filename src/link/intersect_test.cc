#include "link/intersect.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include <gtest/gtest.h>

#include "base/hash.h"

namespace maillon::link {
namespace {

std::vector<uint32_t> random_list(uint64_t& seed, std::size_t most, uint32_t range) {
  std::vector<uint32_t> list;
  const std::size_t size = mix64(++seed) % (most + 1);
  for (std::size_t i = 0; i < size; ++i) {
    list.push_back(static_cast<uint32_t>(mix64(++seed) % range));
  }
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  return list;
}

// Sizes around four and around the buffer, dense and sparse, against the library's.
TEST(ForEachCommon, isTheSetIntersection) {
  uint64_t seed = 1;
  for (const std::size_t most : {0U, 3U, 4U, 9U, 80U, 300U, 1500U}) {
    for (const uint32_t range : {4U, 100U, 2000U, 0xffffffffU}) {
      for (int round = 0; round < 60; ++round) {
        const std::vector<uint32_t> a = random_list(seed, most, range);
        const std::vector<uint32_t> b = round % 4 == 0 ? a : random_list(seed, 1500, range);
        std::vector<uint32_t> expected;
        std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(expected));
        std::vector<uint32_t> found;
        for_each_common(a, b, [&](uint32_t value) { found.push_back(value); });
        ASSERT_EQ(found, expected) << a.size() << " and " << b.size() << " below " << range;
      }
    }
  }
}

}  // namespace
}  // namespace maillon::link
