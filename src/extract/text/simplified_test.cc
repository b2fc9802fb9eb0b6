#include "extract/text/simplified.h"

#include <gtest/gtest.h>

namespace maillon::extract {
namespace {

TEST(Simplified, OverwritesTraditionalCharactersInPlace) {
  const struct {
    const char* text;
    const char* to;
  } rows[] = {{"扣護照 pay", "扣护照 pay"},
              {"護照", "护照"},
              {"护照", "护照"},
              {"薪資5萬，請聯繫", "薪资5万，请联系"},
              {"паспорт", "паспорт"},
              {"ひらがな", "ひらがな"},
              {"", ""},
              {"\xE8\xAD", "\xE8\xAD"},
              {"\xE8護", "\xE8护"}};
  for (const auto& row : rows) {
    SCOPED_TRACE(row.text);
    std::string text = row.text;
    const bool changed = simplify_chinese(text);
    EXPECT_EQ(text, row.to);
    EXPECT_EQ(changed, text != row.text);
  }
}

}  // namespace
}  // namespace maillon::extract
