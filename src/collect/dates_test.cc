#include "collect/dates.h"

#include <gtest/gtest.h>

#include "base/civil_time.h"
#include "base/records.h"

namespace maillon::collect {
namespace {

std::string read_time(std::string_view text, DateOrder order = DateOrder::dmy) {
  return format_time(parse_date(text, order).value_or(kNoTime));
}

struct Row {
  std::string_view text, time;
};

TEST(Dates, AreReadAsPeopleAndProgramsWriteThem) {
  constexpr Row kRows[] = {
      {"2021-03-12", "2021-03-12T00:00:00Z"},
      {"2021-03-12T14:05:33Z", "2021-03-12T14:05:33Z"},
      {"2021-03-12 14:05", "2021-03-12T14:05:00Z"},
      {"2021-03-12T14:05:33.250+02:00", "2021-03-12T12:05:33Z"},
      {"2021-03-12T14:05:33-0500", "2021-03-12T19:05:33Z"},
      {"2021-03-12 14:05:33 UTC", "2021-03-12T14:05:33Z"},
      {"2021-03-12T24:00:00", "2021-03-13T00:00:00Z"},
      {"2021/03/12 14:05", "2021-03-12T14:05:00Z"},
      {"Fri, 12 Mar 2021 14:05:33 +0100", "2021-03-12T13:05:33Z"},
      {"Fri Mar 12 14:05:33 +0000 2021", "2021-03-12T14:05:33Z"},
      {"12 Mar 2021 09:00 EST", "2021-03-12T14:00:00Z"},
      {"31/12/2021", "2021-12-31T00:00:00Z"},
      {"12/31/2021", "2021-12-31T00:00:00Z"},  // cannot be the order of the others
      {"03/04/2021 14:05", "2021-04-03T14:05:00Z"},
      {"3.4.21", "2021-04-03T00:00:00Z"},
      {"03.04.1999", "1999-04-03T00:00:00Z"},
      {"12/03/2021, 2:05 pm", "2021-03-12T14:05:00Z"},
      {"12/03/2021, 12:05 am", "2021-03-12T00:05:00Z"},
      {"12/03/2021, 2:05 p. m.", "2021-03-12T14:05:00Z"},
      {"12/03/2021 2:05\u202fPM", "2021-03-12T14:05:00Z"},
      {"12/03/21 14.05", "2021-03-12T14:05:00Z"},
      {"12/03/2021 14h05", "2021-03-12T14:05:00Z"},
      {"March 12, 2021", "2021-03-12T00:00:00Z"},
      {"March 12th, 2021 at 2:05 PM", "2021-03-12T14:05:00Z"},
      {"12 mars 2021", "2021-03-12T00:00:00Z"},
      {"1er août 2021", "2021-08-01T00:00:00Z"},
      {"12 de marzo de 2021", "2021-03-12T00:00:00Z"},
      {"12 марта 2021 г., 14:05", "2021-03-12T14:05:00Z"},
      {"5 мая 2021", "2021-05-05T00:00:00Z"},
      {"12 مارس 2021", "2021-03-12T00:00:00Z"},
      {"١٢/٠٣/٢٠٢١", "2021-03-12T00:00:00Z"},
      {"12 كانون الثاني 2021", "2021-01-12T00:00:00Z"},
      {"2021年3月12日", "2021-03-12T00:00:00Z"},
      {"2021年3月12日 下午2:05", "2021-03-12T14:05:00Z"},
      {"2021年3月12日 14时5分", "2021-03-12T14:05:00Z"},
      {"12. März 2021", "2021-03-12T00:00:00Z"},
      {"12 Şubat 2021", "2021-02-12T00:00:00Z"},
      {"1615557933", "2021-03-12T14:05:33Z"},
      {"1615557933.5", "2021-03-12T14:05:33Z"},
      {"1615557933000", "2021-03-12T14:05:33Z"},
      {"20210312", "2021-03-12T00:00:00Z"},
      {"20210312140533", "2021-03-12T14:05:33Z"},
      {"  2021-03-12  ", "2021-03-12T00:00:00Z"},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.text);
    EXPECT_EQ(read_time(row.text), row.time);
  }
}

TEST(Dates, WhatIsNoDateIsNotStated) {
  constexpr std::string_view kTexts[] = {
      "",
      " ",
      "yesterday",
      "12",
      "2021",
      "31/02/2021",
      "2021-13-01",
      "2021-02-30",
      "0000-00-00",
      "0000-00-00 00:00:00",
      "0001-01-01T00:00:00",
      "9999-12-31",
      "9999-12-31T23:59:59Z",
      "99999999999999999999",
      "2021-03-12T25:00:00",
      "12/03",
      "1.2.3.4.5.6",
      "call 555 0100",
      "-1",
      "12:05",
      "March",
      "2021-03-1x",
      "////",
      "\xFF\xFE",
      "年月日",
      "13/13/2021",
  };
  for (const std::string_view text : kTexts) {
    SCOPED_TRACE(text);
    EXPECT_EQ(read_time(text), "");
  }
}

TEST(Dates, TheOrderSaysWhichNumberIsTheDay) {
  EXPECT_EQ(read_time("03/04/2021", DateOrder::dmy), "2021-04-03T00:00:00Z");
  EXPECT_EQ(read_time("03/04/2021", DateOrder::mdy), "2021-03-04T00:00:00Z");
  EXPECT_EQ(read_time("21/03/04", DateOrder::ymd), "2021-03-04T00:00:00Z");
  EXPECT_EQ(read_time("2021-03-04", DateOrder::mdy), "2021-03-04T00:00:00Z");
}

TEST(Dates, TheNumbersShowWhichOrdersArePossible) {
  const auto orders = [](std::string_view text) {
    const DateOrders o = possible_orders(text);
    return std::string(o.dmy ? "d" : "") + (o.mdy ? "m" : "") + (o.ymd ? "y" : "");
  };
  EXPECT_EQ(orders("31/12/2021"), "d");
  EXPECT_EQ(orders("12/31/2021"), "m");
  EXPECT_EQ(orders("03/04/2021"), "dm");
  EXPECT_EQ(orders("2021-03-04"), "y");
  EXPECT_EQ(orders("March 4, 2021"), "dmy");
  EXPECT_EQ(orders("1615557933"), "dmy");
}

TEST(Dates, AZoneIsSaidOrNot) {
  EXPECT_TRUE(has_zone("2021-03-12T14:05:33Z"));
  EXPECT_TRUE(has_zone("Fri, 12 Mar 2021 14:05:33 +0100"));
  EXPECT_TRUE(has_zone("1615557933"));
  EXPECT_FALSE(has_zone("2021-03-12 14:05"));
  EXPECT_FALSE(has_zone("20210312"));
}

}  // namespace
}  // namespace maillon::collect
