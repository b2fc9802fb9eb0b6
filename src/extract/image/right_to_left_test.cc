#include "extract/image/right_to_left.h"

#include <gtest/gtest.h>

namespace maillon::extract {
namespace {

TEST(RightToLeft, as_typed) {
  const struct {
    const char *read, *typed;
  } cases[] = {
      {"380675853520+ pail", "+380675853520 pail"},
      {"5678 1234 33+", "+33 1234 5678"},
      {"\xE2\x80\xA6 5678-12 (415) 1+ \xE2\x80\xA6", "\xE2\x80\xA6 +1 (415) 12-5678 \xE2\x80\xA6"},
      {"62-27-171 916 7+ word", "+7 916 171-27-62 word"},
      {"62-27-171 916 7+", "62-27-171 916 7+"},  // which way the hyphens stand, nothing says
      // As they are.
      {"18+", "18+"},
      {"call 555 18+ now", "call 555 18+ now"},
      {"+33 1234 5678", "+33 1234 5678"},
      {"anna_92@ pil", "anna_92@ pil"},
      {"12345678901234567+", "12345678901234567+"},
      {"1 + 2", "1 + 2"},
      {"+", "+"},
      {" 12345678+ ", " +12345678 "},
      {"", ""},
  };
  for (const auto& each : cases) EXPECT_EQ(order_as_typed(each.read), each.typed);
}

// Of more groups than a number may have digits, those nearest the plus count.
TEST(RightToLeft, long_rows_of_numbers) {
  EXPECT_EQ(order_as_typed("111111 222222 333333 44+"), "111111 +44 333333 222222");
}

}  // namespace
}  // namespace maillon::extract
