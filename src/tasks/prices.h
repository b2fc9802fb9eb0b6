// The prices that the posts of a case state, and the ranges of them that a list is narrowed by.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "search/prices.h"
#include "tasks/case_data.h"

namespace maillon::tasks {

// Ranges that fit the case: of each currency up to six, over all of its posts, so that they stay
// as they are while a search narrows. The currency of most prices first, then by amount; at most
// kMostPriceRanges.
inline constexpr std::size_t kMostPriceRanges = 30;
class CasePrices {
 public:
  // On all threads.
  explicit CasePrices(const Posts& posts);

  const std::vector<std::string>& ranges() const { return names_; }  // as `price:` takes them
  // Places in ranges() of those that a price of the post is in, ascending.
  std::span<const uint16_t> ranges_of(uint32_t row) const {
    return std::span(range_).subspan(range_offsets_[row],
                                     range_offsets_[row + 1] - range_offsets_[row]);
  }
  // Whether a price of the post is in any of them.
  bool has(uint32_t row, std::span<const search::PriceRange> any) const;

 private:
  void number_ranges(const std::vector<search::PriceRange>& ranges);

  std::vector<uint32_t> offsets_, range_offsets_;  // of row i: [offsets[i], offsets[i+1])
  std::vector<search::Price> price_;
  std::vector<uint16_t> range_;
  std::vector<std::string> names_;
};

// Ranges as `price:` takes them; what is none is left out.
std::vector<search::PriceRange> price_ranges_of(std::span<const std::string> texts);

// One CasePrices for all who read a case, made when the first one asks.
class SharedPrices {
 public:
  const CasePrices& get(const Posts& posts);

 private:
  std::mutex mutex_;  // guards what follows until it is there
  std::unique_ptr<const CasePrices> prices_;
};

}  // namespace maillon::tasks
