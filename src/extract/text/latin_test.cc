#include "extract/text/latin.h"

#include <gtest/gtest.h>

namespace maillon::extract {
namespace {

TEST(Latin, KnowsOtherScripts) {
  EXPECT_FALSE(has_other_script(""));
  EXPECT_FALSE(has_other_script("Señora, 900 € → +34 600 💋"));
  EXPECT_TRUE(has_other_script("call Анна"));
  EXPECT_TRUE(has_other_script("عاملة"));
  EXPECT_TRUE(has_other_script("招聘"));
  EXPECT_FALSE(has_other_script("\xff\xfe broken"));
}

TEST(Latin, WritesAllScriptsInLatinLetters) {
  EXPECT_EQ(to_latin("Работа в городе"), "Rabota v gorode");
  EXPECT_EQ(to_latin("北京"), "běi jīng");
  EXPECT_FALSE(has_other_script(to_latin("عاملة منزلية في عمان")));
  // What is Latin already, figures and line breaks stay as they are.
  EXPECT_EQ(to_latin("Anna\n+7 900 t.me/anna\nда"), "Anna\n+7 900 t.me/anna\nda");
}

TEST(Latin, TakesAPartOfALongText) {
  std::string many;
  for (int i = 0; i < 30000; ++i) many += "а";  // two bytes each
  EXPECT_EQ(to_latin(many), std::string(kLatinBytes / 2, 'a'));
}

}  // namespace
}  // namespace maillon::extract
