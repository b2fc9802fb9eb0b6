#include "rank/pay.h"

#include <gtest/gtest.h>

namespace maillon::rank {
namespace {

TEST(Pay, IsBroughtToAMonth) {
  const struct {
    const char* text;
    double monthly;  // 0: none
  } rows[] = {
      {"Salary $2,500 per month", 2500},
      {"earn 900 EUR a week", 900 * 52.0 / 12},
      {"pay: £12 per hour", 12 * 160},
      {"salaire 1 800 euros", 1800},
      {"sueldo 1.200 euros al mes", 1200},
      {"зарплата 150000 руб в месяц", 150000},
      {"الراتب 3000 درهم شهريا", 3000},
      {"月薪8000元", 8000},
      {"月入2万元", 20000},
      {"earn 5k USD a month", 5000},
      {"up to 5,000$ per month", 5000},
      {"pays $5k/month", 5000},
      {"salary 900usd weekly", 900 * 52.0 / 12},
      {"зарплата 150 тыс руб в месяц", 150000},
      {"sueldo 2 mil euros al mes", 2000},
      {"月薪5000美元", 5000},
      {"Flat for rent, $900", 0},
      {"Call 555 0100 at 9", 0},
      {"salary good, call +1 775 555 0100", 0},
      {"", 0},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    WordReader words;
    words.read(row.text);
    const auto pay = find_pay(words);
    EXPECT_NEAR(pay ? pay->monthly : 0, row.monthly, 0.5);
  }
}

}  // namespace
}  // namespace maillon::rank
