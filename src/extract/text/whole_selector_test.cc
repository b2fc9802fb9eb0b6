#include "extract/text/whole_selector.h"

#include <gtest/gtest.h>

namespace maillon::extract {
namespace {

TEST(WholeSelector, tells_what_stands_alone) {
  const struct {
    const char *text, *country;
    bool expected;
  } rows[] = {
      {"+33 6 99 34 56 78", "", true},
      {" (+33) 6 99 34 56 78 ", "", true},
      {"06 99 34 56 78", "FR", true},
      {"06 99 34 56 78", "", false},
      {"273488 273489", "", false},
      {"call +33 6 99 34 56 78", "", false},
      {"+33 6 99 34 56 78 nanny", "", false},
      {"FR76 3000 6000 0112 3456 7890 189", "", true},
      {"a (at) example . com", "", true},
      {"a@example.com b@example.com", "", false},
      {"two words", "", false},
      {"anna", "", false},
      {"", "", false},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    EXPECT_EQ(is_whole_selector(row.text, row.country), row.expected);
  }
}

}  // namespace
}  // namespace maillon::extract
