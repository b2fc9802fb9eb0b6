#include "tasks/prices.h"

#include <algorithm>
#include <map>

#include "base/parallel.h"

namespace maillon::tasks {

namespace {

constexpr std::size_t kBlock = 4096;

// Of each currency that is there, that of most prices first.
std::vector<search::PriceRange> fitted_ranges(const std::vector<search::Price>& prices) {
  std::map<search::Currency, std::vector<int64_t>> amounts;
  for (const search::Price& price : prices) amounts[price.currency].push_back(price.hundredths);
  std::vector<search::Currency> order;
  for (const auto& [currency, of] : amounts) order.push_back(currency);
  std::stable_sort(order.begin(), order.end(), [&](search::Currency a, search::Currency b) {
    return amounts[a].size() > amounts[b].size();
  });
  std::vector<search::PriceRange> ranges;
  for (const search::Currency currency : order) {
    const auto more = search::fit_ranges(std::move(amounts[currency]), currency);
    if (ranges.size() + more.size() > kMostPriceRanges) break;
    ranges.insert(ranges.end(), more.begin(), more.end());
  }
  return ranges;
}

}  // namespace

CasePrices::CasePrices(const Posts& posts) : offsets_(posts.size() + 1) {
  std::vector<std::vector<search::Price>> blocks(block_count(posts.size(), kBlock));
  parallel_blocks(posts.size(), kBlock, [&](std::size_t begin, std::size_t end, std::size_t b) {
    for (std::size_t row = begin; row < end; ++row) {
      if (posts.price[row].empty()) continue;
      const std::vector<search::Price> prices = search::read_prices(posts.price[row]);
      offsets_[row + 1] = static_cast<uint32_t>(prices.size());
      blocks[b].insert(blocks[b].end(), prices.begin(), prices.end());
    }
  });
  for (std::size_t row = 0; row < posts.size(); ++row) offsets_[row + 1] += offsets_[row];
  price_.reserve(offsets_.back());
  for (const auto& block : blocks) price_.insert(price_.end(), block.begin(), block.end());
  const std::vector<search::PriceRange> ranges = fitted_ranges(price_);
  for (const search::PriceRange& range : ranges) names_.push_back(to_text(range));
  number_ranges(ranges);
}

void CasePrices::number_ranges(const std::vector<search::PriceRange>& ranges) {
  range_offsets_.assign(1, 0);
  range_offsets_.reserve(offsets_.size());
  for (std::size_t row = 0; row + 1 < offsets_.size(); ++row) {
    const auto of_row = std::span(price_).subspan(offsets_[row], offsets_[row + 1] - offsets_[row]);
    for (uint16_t r = 0; !of_row.empty() && r < ranges.size(); ++r) {
      const bool is_in = std::any_of(of_row.begin(), of_row.end(), [&](const search::Price& price) {
        return ranges[r].has(price);
      });
      if (is_in) range_.push_back(r);
    }
    range_offsets_.push_back(static_cast<uint32_t>(range_.size()));
  }
}

bool CasePrices::has(uint32_t row, std::span<const search::PriceRange> any) const {
  return std::any_of(
      price_.begin() + offsets_[row], price_.begin() + offsets_[row + 1], [&](const auto& price) {
        return std::any_of(any.begin(), any.end(),
                           [&](const search::PriceRange& range) { return range.has(price); });
      });
}

std::vector<search::PriceRange> price_ranges_of(std::span<const std::string> texts) {
  std::vector<search::PriceRange> ranges;
  for (const std::string& text : texts) {
    if (const Result<search::PriceRange> range = search::read_price_range(text))
      ranges.push_back(*range);
  }
  return ranges;
}

const CasePrices& SharedPrices::get(const Posts& posts) {
  const std::lock_guard lock(mutex_);
  if (!prices_) prices_ = std::make_unique<const CasePrices>(posts);
  return *prices_;
}

}  // namespace maillon::tasks
