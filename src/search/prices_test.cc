#include "search/prices.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace maillon::search {
namespace {

std::string said(const std::vector<Price>& prices) {
  std::string text;
  for (const Price& price : prices) {
    text += (text.empty() ? "" : " ") + std::to_string(price.hundredths) +
            std::string(currency_name(price.currency));
  }
  return text;
}

TEST(Prices, reads_them_as_people_write_them) {
  const struct {
    const char *text, *expected;
  } rows[] = {
      {"$900", "90000$"},
      {"£1,300", "130000GBP"},
      {"$3.050", "305000$"},
      {"1'250'000 CHF", "125000000CHF"},
      {"12,50 €", "1250EUR"},
      {"12.5", "1250XXX"},
      {"1,300.75", "130075XXX"},
      {"900-1200 €", "90000EUR 120000EUR"},
      {"15/h, 100/d", "1500XXX 10000XXX"},
      {"from 1,23456", "123XXX"},
      {"99999999999999999999", ""},
      {"on request", ""},
      {"", ""},
      {"5.", "500XXX"},
      {"12 грн/h", "1200UAH"},
      {"15 руб./ч", "1500RUB"},
      {"500 DH", "50000dirham"},
      {"١٥٠٠ درهم", "150000dirham"},
      {"1500 AED", "150000AED"},
      {"R$45/h", "4500BRL"},
      {"US$ 45", "4500USD"},
      {"C$45", "4500CAD"},
      {"200元/天", "20000CNY"},
      {"zł 20", "2000PLN"},
      {"500 сум", "50000UZS"},
      {"500 сум в день, жильё", "50000UZS"},
      {"100€ / $120", "10000EUR 12000$"},
      {"100 € 120 $", "10000EUR 12000$"},
      {"$100 €90", "10000$ 9000EUR"},
      {"100 or 90 EUR, 80 USD", "10000XXX 9000EUR 8000USD"},
      {"EUR", ""},
      {"2000€/month + bonus", "200000EUR"},
      {"a\xff 5 \xc3", "500XXX"},
  };
  for (const auto& row : rows) EXPECT_EQ(said(read_prices(row.text)), row.expected) << row.text;
}

TEST(Prices, ranges_are_read_and_written_back) {
  const struct {
    const char *text, *expected;  // "": refused
  } rows[] = {
      {"100..200", "100..200"},
      {"100..", "100.."},
      {"..50", "..50"},
      {"..99.99", "..99.99"},
      {"1,300..2,000", "1300..2000"},
      {"100..200€", "100..200EUR"},
      {"€100..200", "100..200EUR"},
      {"€100..€200", "100..200EUR"},
      {"..200 eur", "..200EUR"},
      {"100..EUR", "100..EUR"},
      {"0..$", "0..$"},
      {"100..200 XXX", "100..200XXX"},
      {"100..200dirham", "100..200dirham"},
      {"100..200R$", "100..200BRL"},
      {"€100..$200", ""},
      {"100..200ABC", ""},
      {"100..200 EUR USD", ""},
      {"EUR..", ""},
      {"..", ""},
      {"100", ""},
      {"cheap..200", ""},
      {"1..2..3", ""},
  };
  for (const auto& row : rows) {
    const Result<PriceRange> range = read_price_range(row.text);
    EXPECT_EQ(range ? to_text(*range) : "", row.expected) << row.text;
    if (!range) continue;
    const Result<PriceRange> again = read_price_range(to_text(*range));
    ASSERT_TRUE(again.has_value()) << row.text;
    EXPECT_EQ(again->low, range->low) << row.text;
    EXPECT_EQ(again->high, range->high) << row.text;
    EXPECT_EQ(again->currency, range->currency) << row.text;
  }
}

TEST(Prices, ranges_fit_what_is_there) {
  const auto said_of = [](std::vector<int64_t> hundredths) {
    std::string text;
    for (const PriceRange& range : fit_ranges(std::move(hundredths), kNoCurrency))
      text += (text.empty() ? "" : " ") + to_text(range);
    return text;
  };
  EXPECT_EQ(said_of({1500, 1500, 1500}), "0..XXX");
  EXPECT_EQ(said_of({0}), "0..XXX");
  EXPECT_EQ(said_of({500, 800, 900, 5000, 6200}), "..8XXX 9..XXX");
  std::vector<int64_t> many;
  for (int i = 1; i <= 600; ++i) many.push_back(i * 100);
  EXPECT_EQ(said_of(many), "..99XXX 100..199XXX 200..299XXX 300..399XXX 400..499XXX 500..XXX");
  many.push_back(12345);
  EXPECT_EQ(said_of(many),
            "..99.99XXX 100..199.99XXX 200..299.99XXX 300..399.99XXX 400..499.99XXX 500..XXX");
}

TEST(Prices, each_price_is_in_one_fitted_range) {
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    std::vector<int64_t> amounts;
    const unsigned most = 1U << (random() % 25);
    for (unsigned i = 0; i < 1 + random() % 50; ++i)
      amounts.push_back(static_cast<int64_t>(random() % most) * (round % 2 == 0 ? 1 : 100));
    const std::vector<PriceRange> ranges = fit_ranges(amounts, kNoCurrency);
    EXPECT_LE(ranges.size(), 6U);
    for (const int64_t amount : amounts) {
      EXPECT_EQ(std::count_if(ranges.begin(), ranges.end(),
                              [&](const PriceRange& r) {
                                return r.has({amount, kNoCurrency});
                              }),
                1)
          << amount;
    }
    for (const PriceRange& range : ranges) {
      const Result<PriceRange> typed = read_price_range(to_text(range));
      ASSERT_TRUE(typed.has_value()) << to_text(range);
      EXPECT_EQ(typed->low, range.low);
      EXPECT_EQ(typed->high, range.high);
    }
  }
}

}  // namespace
}  // namespace maillon::search
