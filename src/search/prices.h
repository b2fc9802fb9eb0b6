// Prices as people write them, and ranges of prices as they are asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace maillon::search {

// A currency as it is stated: by its code or its name (EUR; "€", "euros" and the like are the
// same). What several countries have is a currency of its own: "$" and "dirham" say no more than
// that.
using Currency = uint16_t;
inline constexpr Currency kNoCurrency = 0;  // none is stated: "XXX", as ISO 4217 has it
std::string_view currency_name(Currency currency);

struct Price {
  int64_t hundredths = 0;
  Currency currency = kNoCurrency;
  bool operator==(const Price&) const = default;
};

// The amounts that a text states, each with the currency beside it, or the only one that the text
// has: "£1,300", "900-1200 €", "12,50". A mark before exactly three digits parts thousands, else
// the fraction. What is too large is left out.
std::vector<Price> read_prices(std::string_view text);

struct PriceRange {
  int64_t low = 0, high = 0;  // both in, in hundredths
  std::optional<Currency> currency;

  bool has(const Price& price) const {
    return price.hundredths >= low && price.hundredths <= high &&
           (!currency || *currency == price.currency);
  }
};
// "100..200", "100..200EUR", "€100..", of which one end may be left out. Code::invalid_input for
// what is none, with what to write.
Result<PriceRange> read_price_range(std::string_view text);
// The same back: "100..199.99EUR", "..50".
std::string to_text(const PriceRange& range);

// Ranges over the prices of one currency that part them into up to six of about equal size, at
// round amounts; ascending, the first and the last without an outer end. One for a few prices, or
// for prices that are all the same. REQUIRES: hundredths is not empty.
std::vector<PriceRange> fit_ranges(std::vector<int64_t> hundredths, Currency currency);

}  // namespace maillon::search
