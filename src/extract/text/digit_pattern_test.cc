#include "extract/text/digit_pattern.h"

#include <string>

#include <gtest/gtest.h>

namespace maillon::extract {
namespace {

TEST(DigitPattern, WholeNumbers) {
  struct Row {
    const char* pattern;
    const char* digits;
    bool want;
  };
  constexpr Row kRows[] = {
      {"", "", true},
      {"", "1", false},
      {"12", "12", true},
      {"12", "123", false},
      {"12", "1", false},
      {"1\\d{3}", "1987", true},
      {"1\\d{3}", "198", false},
      {"[2-46]5", "35", true},
      {"[2-46]5", "55", false},
      {"[2-46]5", "65", true},
      {"\\d{2,4}", "1", false},
      {"\\d{2,4}", "12", true},
      {"\\d{2,4}", "1234", true},
      {"\\d{2,4}", "12345", false},
      {"1|2|34", "2", true},
      {"1|2|34", "34", true},
      {"1|2|34", "3", false},
      {"1|2|34", "1234", false},
      // What was taken first is given back.
      {"1|12", "12", true},
      {"1?12?", "1", true},
      {"\\d{1,3}12", "1212", true},
      {"(?:1|12)(?:3|23)4", "1234", true},
      {"(?:1|12)(?:3|23)4", "12234", true},
      {"(?:1|12)(?:3|23)4", "1224", false},
      {"(?:1[2-4]?|5)6", "16", true},
      {"(?:1[2-4]?|5)6", "136", true},
      {"(?:1[2-4]?|5)6", "56", true},
      {"(?:1[2-4]?|5)6", "536", false},
      {"(?:12){2}", "1212", true},
      {"(?:12){2}", "1222", false},
      {"(?:\\d{3}){2}", "123456", true},
      {"(?:\\d{3}){2}", "12345", false},
      {"(?:1|23){1,2}", "231", true},
      {"0{0,2}1", "1", true},
      {"0{0,2}1", "0001", false},
      {"(?:12)$", "12", true},
      {"(?:1$|2)3", "13", false},
  };
  for (const auto& [pattern, digits, want] : kRows) {
    SCOPED_TRACE(std::string(pattern) + " " + digits);
    const auto compiled = DigitPattern::compile(pattern);
    ASSERT_TRUE(compiled);
    EXPECT_EQ(compiled->matches(digits), want);
  }
}

TEST(DigitPattern, BeginningsAndGroups) {
  struct Row {
    const char* pattern;
    const char* digits;
    const char* want;  // all, then the groups; "-" = no match
  };
  constexpr Row kRows[] = {
      {"0", "0612", "0,,"},
      {"0", "612", "-"},
      {"", "612", ",,"},
      // The first alternative that matches, not the longest.
      {"0|01", "0123", "0,,"},
      {"01|0", "0123", "01,,"},
      {"0(?:0|11)|011", "0113", "011,,"},
      {"\\d{1,2}", "123", "12,,"},
      {"0(1\\d)?", "0153", "015,15,"},
      {"0(1\\d)?", "0253", "0,,"},
      {"1|([2-7]\\d{6})$", "2345678", "2345678,2345678,"},
      {"1|([2-7]\\d{6})$", "23456789", "-"},
      {"1|([2-7]\\d{6})$", "12345678", "1,,"},
      {"0(?:(1[2-4])(\\d{3,4}))?", "01312345", "0131234,13,1234"},
      {"0(?:(1[2-4])(\\d{3,4})5)?", "01312345", "01312345,13,1234"},
      {"0(?:(1[2-4])(\\d{3,4})9)?", "01312345", "0,,"},
  };
  for (const auto& [pattern, digits, want] : kRows) {
    SCOPED_TRACE(std::string(pattern) + " " + digits);
    const auto compiled = DigitPattern::compile(pattern);
    ASSERT_TRUE(compiled);
    std::string got = "-";
    if (const auto prefix = compiled->match_prefix(digits)) {
      got = prefix->all;
      for (int g = 0; g < 2; ++g) (got += ',') += prefix->groups[static_cast<std::size_t>(g)];
    }
    EXPECT_EQ(got, want);
  }
}

TEST(DigitPattern, RefusesWhatItDoesNotKnow) {
  for (const char* pattern : {"a",       "1*",           "1+",
                              "1??",     "1?+",          "1{2}?",
                              "1{2}{3}", "1{2,}",        "1{",
                              "1{}",     "1{a}",         "1{3,2}",
                              "1{0}",    "1{100}",       ".",
                              "\\D",     "\\",           "[",
                              "[]",      "[^1]",         "[1-",
                              "[3-1]",   "[\\d]",        "(1",
                              "1)",      "(?=1)",        "(?i)1",
                              "^1",      "(1)(2)(3)(4)", "?",
                              "{2}",     "|?",           "(?:(?:\\d{99}1){99}1){99}"}) {
    SCOPED_TRACE(pattern);
    EXPECT_FALSE(DigitPattern::compile(pattern));
  }
  EXPECT_FALSE(DigitPattern().matches(""));
  EXPECT_FALSE(DigitPattern().match_prefix("1"));
}

}  // namespace
}  // namespace maillon::extract
