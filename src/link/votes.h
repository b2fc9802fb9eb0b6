// Counting of few distinct things.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace maillon::link {

// A linear search wins for a template's sample.
template <class T>
struct Votes {
  std::vector<std::pair<T, uint32_t>> counts;  // in the order in which they first came

  void clear() { counts.clear(); }
  void add(const T& value) {
    for (auto& [seen, count] : counts) {
      if (seen == value) {
        ++count;
        return;
      }
    }
    counts.emplace_back(value, 1);
  }
  uint32_t total() const {
    uint32_t sum = 0;
    for (const auto& [value, count] : counts) sum += count;
    return sum;
  }
  // The most common value, the smallest of equally common ones.
  std::pair<T, uint32_t> winner() const {
    std::pair<T, uint32_t> best{};
    for (const auto& vote : counts) {
      if (vote.second > best.second || (vote.second == best.second && vote.first < best.first)) {
        best = vote;
      }
    }
    return best;
  }
};

}  // namespace maillon::link
